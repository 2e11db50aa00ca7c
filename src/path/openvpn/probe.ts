import type { Duplex } from 'node:stream';
import type { Gateway, Route, StageResult } from '../../core/check.ts';
import type { ControlKey } from '../../core/control-key.ts';
import { authority, checkHostName, routeName } from '../authority.ts';
import { openPlainTunnel } from '../connect.ts';
import { StageFailure } from '../failure.ts';
import { type Lifetime, startLifetime } from '../lifetime.ts';
import { createReader } from '../reader.ts';
import { socketsBy } from '../sockets.ts';
import { type PathHooks, runStage, type StageContext } from '../stage.ts';
import type { PathDialer } from '../transport.ts';
import { firstReached } from '../way.ts';
import { controlWrap } from './control-wrap.ts';
import { clientReset, createFrameReader, readServerReset } from './reset.ts';

export interface OpenVpnRequest {
  gateway: Gateway;
  route: Route;
  key: ControlKey;
  /** Milliseconds for everything together. */
  deadlineMs: number;
  /** Milliseconds, monotonic. */
  now: () => number;
  wallClock: () => Date;
  randomBytes: (count: number) => Uint8Array;
  /** How long the answer may take once the connection is there, in milliseconds; absent: six seconds. */
  answerMs?: number;
  /** Absent: sockets of this process. */
  dialer?: PathDialer;
}

export interface OpenVpnOutcome {
  /** dns, tcp and, through a proxy, connect, of each way that was tried; a `fail` is the last. */
  stages: StageResult[];
  /** What came of the packet; `null` where it was not sent. */
  answer: OpenVpnAnswer | null;
  evidence: Record<string, unknown>;
}

/**
 * `reset`: a HARD_RESET_SERVER_V2, sealed with the key and to our session, which nothing but an OpenVPN server with that
 * key can make. `closed` and `silent` say nothing of who it was: a server with another key does either.
 */
export type OpenVpnAnswer = 'reset' | 'bad-hmac' | 'not-openvpn' | 'closed' | 'silent';

/** So many other packets may come before the answer. */
const MAX_PACKETS = 8;
/** A server answers at once. */
export const ANSWER_MS = 6000;

/**
 * Whether an OpenVPN server can be reached over TCP on this way, with the key of the profile: one packet, which asks for
 * a session, and its answer. Where the setting names more ways, the next is tried when a proxy gives no connection. It
 * goes no further: no TLS begins, nobody signs in. Throws P2sError `input` for what is no host name, and `cancelled`.
 */
export async function probeOpenVpn(
  request: OpenVpnRequest,
  hooks: Pick<PathHooks, 'signal'> = {},
): Promise<OpenVpnOutcome> {
  const { gateway, route, now } = request;
  checkHostName(gateway.host);
  for (const proxy of [route.proxy, ...(route.further ?? [])]) if (proxy !== null) checkHostName(proxy.host);
  const lifetime = startLifetime(request.deadlineMs, hooks.signal);
  const context: StageContext = { via: routeName(route), now, lifetime, hooks, results: [] };
  const outcome: OpenVpnOutcome = { stages: context.results, answer: null, evidence: {} };
  try {
    const reached = await firstReached(request.dialer ?? socketsBy(), request, context);
    const { stream: socket } = reached.connection;
    if (reached.route.proxy !== null)
      await runStage(context, 'connect', (note) => {
        note.evidence.target = authority(gateway.host, gateway.port);
        return openPlainTunnel(socket, gateway, lifetime, note.evidence);
      });
    outcome.answer = await greet(socket, request, lifetime, outcome.evidence);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
  } finally {
    await lifetime.end();
  }
  return outcome;
}

async function greet(
  socket: Duplex,
  { key, now, wallClock, randomBytes, answerMs = ANSWER_MS }: OpenVpnRequest,
  lifetime: Lifetime,
  evidence: Record<string, unknown>,
): Promise<OpenVpnAnswer> {
  const began = now();
  const wrap = controlWrap(key);
  const session = randomBytes(8);
  const reader = createReader(socket);
  socket.write(clientReset(wrap, session, wallClock().getTime() / 1000));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy();
  }, answerMs);
  const frames = createFrameReader();
  let first: Buffer | null = null;
  let last: OpenVpnAnswer = 'closed';
  try {
    for (let count = 0; count < MAX_PACKETS; ) {
      const chunk = await lifetime.race(reader.next());
      if (chunk === null) return late && last === 'closed' ? 'silent' : last;
      first ??= chunk;
      const packets = frames.push(chunk);
      if (packets === null) return foreign(first, evidence);
      for (const packet of packets) {
        count += 1;
        const answer = readServerReset(packet, wrap, session);
        if (answer === 'reset') return 'reset';
        if (answer === 'not-openvpn') return foreign(first, evidence);
        last = answer === 'bad-hmac' ? 'bad-hmac' : last;
      }
    }
    return last;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    evidence.reason = error.reason;
    return error.reason === 'timeout' ? 'silent' : last;
  } finally {
    clearTimeout(timer);
    evidence.answerMs = Math.round(now() - began);
  }
}

/** What answers in another protocol says by its first bytes what it would rather have had. */
function foreign(first: Buffer, evidence: Record<string, unknown>): 'not-openvpn' {
  const text = first.subarray(0, 12).toString('latin1');
  const http = /^HTTP\/1\.[01] (\d{3})/.exec(text);
  const isTls = (first[0] === 0x15 || first[0] === 0x16) && first[1] === 3;
  evidence.spoke = http !== null ? 'http' : isTls ? 'tls' : 'unknown';
  if (http !== null) evidence.httpStatus = Number(http[1]);
  evidence.began = first.subarray(0, 16).toString('hex');
  return 'not-openvpn';
}
