import type { FleetComputer } from '../../core/fleet/computer.ts';
import type { NoAnswer } from '../../core/fleet/result.ts';
import { Diagnostics } from '../../powershell/diagnostics.ts';
import type { PowerShellHost, ScriptName } from '../../powershell/port.ts';
import { encodeRequest, newNonce, ReplyReader, type WireError } from '../../powershell/wire.ts';
import { type FleetEvent, parseFleetEvent } from './fan-out-wire.ts';
import type { SshDiagnosis } from './ssh-diagnosis.ts';
import { refusalOfWinRm } from './winrm-codes.ts';
import { wireComputer } from './wire-computer.ts';

/** What one computer is asked: a bundled script with its request. */
export interface FleetCall {
  computer: FleetComputer;
  script: ScriptName;
  request: Record<string, unknown>;
}

export type FleetAnswer =
  | { kind: 'result'; result: unknown }
  /** The script's own words for why it could not. */
  | { kind: 'error'; error: WireError }
  /** `connected`: the script had begun there, or may have. */
  | { kind: 'none'; cause: NoAnswer; connected: boolean; evidence: Record<string, unknown> };

export interface FanOutOptions {
  /** Connections at once. */
  throttle: number;
  connectSeconds: number;
  /** For each computer, from the moment that it runs the script. */
  deadlineSeconds: number;
  /** A file that Export-Clixml wrote of a PSCredential, for WinRM; `null`: whoever runs this. */
  credential: string | null;
  /** Options of ssh, by its own names. */
  sshOptions: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** Once for each call, as they come. */
  onAnswer: (call: FleetCall, answer: FleetAnswer, durationMs: number) => void;
}

export interface FanOutPorts {
  /** Has `Invoke-P2SFleet`. */
  host: PowerShellHost;
  /** Why ssh did not get in. */
  askSsh: (computer: FleetComputer, options: FanOutOptions) => Promise<SshDiagnosis>;
  now: () => number;
}

/** Starting PowerShell, and what it needs to end jobs that hang. */
const OVERHEAD_MS = 60_000;
const MAX_TIMER_MS = 2 ** 31 - 1;
/** As much as a run on one computer takes: whatever users there keep in their phonebooks and hives fits. */
const MAX_CHARS_EACH = 32 * 1024 * 1024;

/**
 * Makes the calls side by side, in one PowerShell. Every call has its answer before this settles: also those that could
 * not be made, and those that a cancellation or the end of that PowerShell left undone.
 *
 * @throws P2sError `powershell-*` when the PowerShell here does not do its work
 */
export async function fanOut(
  calls: readonly FleetCall[],
  options: FanOutOptions,
  { host, askSsh, now }: FanOutPorts,
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
    return wireComputer(id, call.computer, one.index, options.sshOptions);
  });
  const asking: Promise<void>[] = [];
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
    else {
      const given = answerOf(one, event);
      const ask = given.kind === 'none' && !given.connected && one.call.computer.transport === 'ssh';
      if (!ask || event.event === 'not-started') return answer(event.id, given);
      asking.push(
        askSsh(one.call.computer, options).then(({ cause, evidence }) =>
          answer(event.id, {
            ...given,
            cause: cause === 'no-powershell' && given.cause === 'hangs' ? 'hangs' : cause,
            // What PowerShell says of ssh's end is the same whatever the cause.
            evidence,
          }),
        ),
      );
    }
  };
  const waves = Math.ceil(calls.length / options.throttle);
  const each = (options.connectSeconds + 5 + options.deadlineSeconds) * 1000;
  const request = {
    computers,
    calls: [...shared.values()].map(({ script, arguments: list }) => ({ script, arguments: list })),
    throttle: options.throttle,
    connectSeconds: options.connectSeconds,
    deadlineSeconds: options.deadlineSeconds,
    credential: options.credential,
  };
  try {
    await host.run('Invoke-P2SFleet', request, {
      loads: [...new Set(calls.map(({ script }) => script))],
      deadlineMs: Math.min(waves * each + OVERHEAD_MS, MAX_TIMER_MS),
      onEvent,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  } finally {
    await Promise.all(asking);
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

/** What stands before the request in the parameters of a script; a switch has no place. */
const BEFORE: Partial<Record<FleetCall['script'], readonly string[]>> = {
  'Get-P2SMachine': [''],
  'Test-P2SPath': ['', '', '', '15', ''],
};

/** The parameters of the bundled scripts by their places: the request is what stands last. */
function argumentsOf({ script, request }: FleetCall, nonce: string): string[] {
  const encoded = Buffer.from(encodeRequest(request, nonce)).toString('base64');
  return [...(BEFORE[script] ?? []), encoded];
}

/** What a computer's job came to. A reply counts however the job ended: it is the script's last word. */
function answerOf(one: Open, event: Exclude<FleetEvent, { event: 'line' | 'connected' }>): FleetAnswer {
  const { reader, diagnostics } = one;
  reader.end();
  if (reader.reply?.type === 'result') return { kind: 'result', result: reader.reply.result };
  if (reader.reply?.type === 'error') return { kind: 'error', error: reader.reply.error };
  const said = diagnostics.lines.length === 0 ? {} : { diagnostics: diagnostics.lines.slice(0, 5) };
  const none = (cause: NoAnswer, connected: boolean, evidence: Record<string, unknown>): FleetAnswer => ({
    kind: 'none',
    cause,
    connected,
    evidence: { ...evidence, ...said },
  });
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
