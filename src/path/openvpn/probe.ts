import type { Duplex } from 'node:stream';
import type { Gateway, Route, StageResult } from '../../core/model/check.ts';
import type { ControlKey } from '../../core/security/control-key.ts';
import { authority, checkHostName, routeName } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startLifetime } from '../transport/lifetime.ts';
import { createReader } from '../transport/reader.ts';
import { socketsBy } from '../transport/sockets.ts';
import { type PathHooks, runStage, type StageContext } from '../transport/stage.ts';
import type { PathDialer } from '../transport/transport.ts';
import { openPlainTunnel } from '../tunnel/connect.ts';
import { firstReached } from '../tunnel/open-route.ts';
import { controlWrap } from './control-wrap.ts';
import { createHearing, type OpenVpnAnswer } from './hearing.ts';
import { clientReset } from './reset.ts';

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
  const heard = createHearing(wrap, session);
  let nothing: 'closed' | 'silent' = 'closed';
  try {
    for (;;) {
      const chunk = await lifetime.race(reader.next());
      if (chunk === null) {
        nothing = late ? 'silent' : 'closed';
        break;
      }
      if (heard.take(chunk)) break;
    }
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    evidence.reason = error.reason;
    if (error.reason === 'timeout') nothing = 'silent';
  } finally {
    clearTimeout(timer);
    evidence.answerMs = Math.round(now() - began);
  }
  return heard.answer(nothing, evidence);
}
