import { resolve } from 'node:path';
import * as z from 'zod';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import type { NoAnswer } from '../../core/fleet/result.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { Diagnostics } from '../../powershell/diagnostics.ts';
import type { PowerShellHost, ScriptName } from '../../powershell/port.ts';
import { encodeRequest, newNonce, ReplyReader, type WireError } from '../../powershell/wire.ts';
import { safeParse } from '../wire/safe-parse.ts';
import { wireComputer } from './wire-computer.ts';

/** One call for a computer: a bundled script with its request. */
export interface FleetCall {
  computer: FleetComputer;
  script: ScriptName;
  request: Record<string, unknown>;
}

export type FleetAnswer =
  | { kind: 'result'; result: unknown }
  /** The script's own error. */
  | { kind: 'error'; error: WireError }
  /** `connected`: the script started on the computer, or may have. */
  | { kind: 'none'; cause: NoAnswer; connected: boolean; evidence: Record<string, unknown> };

export interface FanOutOptions {
  /** Maximum simultaneous connections. */
  throttle: number;
  connectSeconds: number;
  /** Per computer, from the start of the script. */
  deadlineSeconds: number;
  /** An Export-Clixml file with a PSCredential for WinRM; `null`: the current account. */
  credential: string | null;
  /** Options for ssh, by their ssh names. */
  sshOptions: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** Called once per call, as results arrive. */
  onAnswer: (call: FleetCall, answer: FleetAnswer, durationMs: number) => void;
}

export interface FanOutPorts {
  /** Runs `Invoke-P2SFleet`. */
  host: PowerShellHost;
  now: () => number;
}

/** Time to start PowerShell and to end jobs that hang. */
const OVERHEAD_MS = 60_000;
const MAX_TIMER_MS = 2 ** 31 - 1;
/** The limit of a run on one computer, enough for users' phonebooks and hives. */
export const MAX_CHARS_EACH = 32 * 1024 * 1024;

/**
 * Runs the calls over WinRM in parallel in one PowerShell. Every call has an answer before this settles, including calls
 * that could not be made or were cut short by a cancellation or the end of PowerShell.
 *
 * @throws P2sError `powershell-*` when the local PowerShell fails
 */
export async function fanOut(
  calls: readonly FleetCall[],
  options: FanOutOptions,
  { host, now }: FanOutPorts,
): Promise<void> {
  if (calls.length === 0) return;
  const open = new Map<string, Open>();
  const shared = new Map<string, { script: ScriptName; arguments: string[]; nonce: string; index: number }>();
  const computers = calls.map((call, index) => {
    const key = `${call.script} ${JSON.stringify(call.request)}`;
    const nonce = shared.get(key)?.nonce ?? newNonce();
    const one = shared.get(key) ?? {
      script: call.script,
      arguments: argumentsOf(call, nonce),
      nonce,
      index: shared.size,
    };
    shared.set(key, one);
    const id = String(index);
    open.set(id, { call, nonce, began: now(), ...readerOf(nonce) });
    return wireComputer(id, call.computer, one.index);
  });
  const answer = (id: string, given: FleetAnswer) => {
    const one = open.get(id);
    if (one === undefined) return;
    open.delete(id);
    options.onAnswer(one.call, given, Math.round(now() - one.began));
  };
  const onEvent = (raw: Record<string, unknown>) => {
    const event = parseFleetEvent(raw);
    const one = event === null ? undefined : open.get(event.id);
    if (event === null || one === undefined) return;
    if (event.event === 'connected') one.connected = true;
    else if (event.event === 'line') one.reader.push(`${event.text}\n`);
    else answer(event.id, answerOf(one, event));
  };
  const waves = Math.ceil(calls.length / options.throttle);
  const each = (options.connectSeconds + 5 + options.deadlineSeconds) * 1000;
  const request = {
    computers,
    calls: [...shared.values()].map(({ script, arguments: list }) => ({ script, arguments: list })),
    throttle: options.throttle,
    connectSeconds: options.connectSeconds,
    deadlineSeconds: options.deadlineSeconds,
    // PowerShell has a current folder of its own.
    credential: options.credential === null ? null : resolve(options.credential),
  };
  try {
    await host.run('Invoke-P2SFleet', request, {
      deadlineMs: Math.min(waves * each + OVERHEAD_MS, MAX_TIMER_MS),
      onEvent,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  } finally {
    for (const [id, { connected }] of open) {
      answer(id, { kind: 'none', cause: connected ? 'lost' : 'not-run', connected, evidence: {} });
    }
  }
}

interface Open {
  call: FleetCall;
  nonce: string;
  began: number;
  reader: ReplyReader;
  diagnostics: Diagnostics;
  connected: boolean;
}

function readerOf(nonce: string): Pick<Open, 'reader' | 'diagnostics' | 'connected'> {
  const diagnostics = new Diagnostics();
  return {
    reader: new ReplyReader({ nonce, diagnostics, maxLength: MAX_CHARS_EACH }),
    diagnostics,
    connected: false,
  };
}

/** Positional parameters before the request; a switch has no position. */
const BEFORE: Partial<Record<FleetCall['script'], readonly string[]>> = {
  'Get-P2SMachine': [''],
  'Test-P2SPath': ['', '', '', '15', ''],
};

/** Positional parameters of the bundled scripts; the request is the last one. */
export function argumentsOf({ script, request }: FleetCall, nonce: string): string[] {
  const encoded = Buffer.from(encodeRequest(request, nonce)).toString('base64');
  return [...(BEFORE[script] ?? []), encoded];
}

/** The reply of the script, or why there is none. It counts even if the call then failed, because it is sent last. */
export function withReply(
  reader: ReplyReader,
  diagnostics: Diagnostics,
  none: Extract<FleetAnswer, { kind: 'none' }>,
): FleetAnswer {
  reader.end();
  if (reader.reply?.type === 'result') return { kind: 'result', result: reader.reply.result };
  if (reader.reply?.type === 'error') return { kind: 'error', error: reader.reply.error };
  const { lines } = diagnostics;
  if (lines.length === 0) return none;
  return { ...none, evidence: { ...none.evidence, diagnostics: lines.slice(0, 5) } };
}

function answerOf(
  { reader, diagnostics }: Open,
  event: Exclude<FleetEvent, { event: 'line' | 'connected' }>,
): FleetAnswer {
  const none = (cause: NoAnswer, connected: boolean, evidence: Record<string, unknown>) =>
    withReply(reader, diagnostics, { kind: 'none', cause, connected, evidence });
  switch (event.event) {
    case 'not-started':
      return none('no-remoting', false, { errorId: event.errorId, message: event.message });
    case 'deadline':
      return none('hangs', event.connected, { step: event.connected ? 'running' : 'connecting' });
    case 'broken':
      return none('lost', true, { step: 'running' });
    case 'overflow':
      return none('no-result', event.connected, { reason: 'wrote-too-much' });
    case 'ended': {
      const { reason, state, errors, connected } = event;
      const evidence = { state, ...(reason ?? {}), ...(errors.length === 0 ? {} : { errors }) };
      if (!connected) return none(refusalOfWinRm(reason?.errorCode ?? null), false, evidence);
      if (reason?.transport === true) return none('lost', true, evidence);
      return none(reason === null ? 'no-result' : 'remote-error', true, evidence);
    }
  }
}

/**
 * Error codes of a refused WinRM connection (PSRemotingTransportException.ErrorCode; winerror.h, wsmerror.h).
 * From documentation only: the lab has no WinRM.
 */
const REFUSED = new Set([
  5, // ERROR_ACCESS_DENIED
  1326, // ERROR_LOGON_FAILURE
  0x8009030e, // SEC_E_NO_CREDENTIALS
  0x80090322, // SEC_E_WRONG_PRINCIPAL
  0x80090311, // SEC_E_NO_AUTHENTICATING_AUTHORITY
  0x803380e4, // explicit credentials for a host that is not trusted (TrustedHosts)
]);

/** The result of a WinRM connection by its code: refused or unreachable. */
function refusalOfWinRm(errorCode: number | null): NoAnswer {
  return errorCode !== null && REFUSED.has(errorCode >>> 0) ? 'sign-in-refused' : 'unreachable';
}

const id = z.string().max(20);
const shown = z.string().transform((text) => neutralise(text, 500));

const schema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected'), id }),
  z.object({ event: z.literal('line'), id, text: z.string() }),
  z.object({ event: z.literal('deadline'), id, connected: z.boolean() }),
  z.object({ event: z.literal('broken'), id, connected: z.boolean() }),
  z.object({ event: z.literal('overflow'), id, connected: z.boolean() }),
  z.object({ event: z.literal('not-started'), id, errorId: shown, message: shown }),
  z.object({
    event: z.literal('ended'),
    id,
    connected: z.boolean(),
    state: z.enum(['Completed', 'Failed', 'Stopped']),
    reason: z
      .object({
        type: shown,
        /** True for an error of the connection, not of the script. */
        transport: z.boolean(),
        errorCode: z.number().nullable(),
        hresult: z.number().nullable(),
        remote: z.boolean(),
        message: shown,
      })
      .nullable(),
    errors: z.array(shown).max(10),
  }),
]);

/** An event of `Invoke-P2SFleet` for one computer. */
type FleetEvent = z.infer<typeof schema>;

/** `null` for anything else. */
function parseFleetEvent(raw: Record<string, unknown>): FleetEvent | null {
  const checked = safeParse(schema, raw);
  return checked.success ? checked.data : null;
}
