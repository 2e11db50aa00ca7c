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
  /** Milliseconds for the whole probe. */
  deadlineMs: number;
  /** Milliseconds, monotonic. */
  now: () => number;
  wallClock: () => Date;
  randomBytes: (count: number) => Uint8Array;
  /** Milliseconds to wait for an answer on an open connection; absent: six seconds. */
  answerMs?: number;
  /** Absent: sockets of this process. */
  dialer?: PathDialer;
}

export interface OpenVpnOutcome {
  /** dns, tcp and, through a proxy, connect, of each route that was tried; only the last can be a `fail`. */
  stages: StageResult[];
  /** The reply to the packet; `null` if it was not sent. */
  answer: OpenVpnAnswer | null;
  evidence: Record<string, unknown>;
}

/** A server answers immediately. */
export const ANSWER_MS = 6000;

/**
 * Checks whether an OpenVPN server is reachable over TCP on this route, with the key of the profile: one packet
 * that requests a session, and its answer. If the setting names more routes, tries the next one when a proxy gives
 * no connection. Starts no TLS and does not sign in. Throws P2sError `input` for an invalid host name, and
 * `cancelled`.
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
