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
import { type ControlWrap, controlWrap } from './control-wrap.ts';
import { clientReset, createFrameReader, readServerReset } from './reset.ts';

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

/**
 * `reset`: a HARD_RESET_SERVER_V2 for our session, sealed with the key, which proves an OpenVPN server with that
 * key. `bad-hmac`: one that is sealed with another key. `not-openvpn`: other bytes, complete or not. `closed` and
 * `silent`: no reply, which does not identify the server: an OpenVPN server with another key does the same.
 */
type OpenVpnAnswer = 'reset' | 'bad-hmac' | 'not-openvpn' | 'closed' | 'silent';

/** Judges the reply to the first packet as it is received. */
interface Hearing {
  /** Takes the next bytes. True: more bytes would not change the answer. */
  take(chunk: Buffer): boolean;
  /** The answer for the bytes so far; `nothing` without any. Other bytes are added to the evidence. */
  answer(nothing: 'closed' | 'silent', evidence: Record<string, unknown>): OpenVpnAnswer;
}

/** At most this many other packets may precede the answer. */
const MAX_PACKETS = 8;
/** The number of bytes to show if they are not OpenVPN. */
const HEAD_BYTES = 16;
/** `HTTP/1.1 400`, which identifies a web page. */
const STATUS_BYTES = 12;

/**
 * The page itself: a blocking proxy can grant CONNECT and send its page in the tunnel, after the head of its
 * grant.
 */
const MARKUP = /^\s*<[!?a-z]/i;

/** Judges a server's reply to the client that started this session. Buffers at most one packet. */
export function createHearing(wrap: ControlWrap, session: Uint8Array): Hearing {
  const frames = createFrameReader();
  let head: Buffer = Buffer.alloc(0);
  let count = 0;
  const seen = { reset: false, badHmac: false, foreign: false };

  const judge = (packet: Buffer) => {
    count += 1;
    const answer = readServerReset(packet, wrap, session);
    seen.reset ||= answer === 'reset';
    seen.badHmac ||= answer === 'bad-hmac';
    seen.foreign ||= answer === 'not-openvpn';
  };

  return {
    take(chunk) {
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      const packets = seen.foreign ? [] : frames.push(chunk);
      for (const packet of packets ?? []) if (!seen.reset) judge(packet);
      seen.foreign ||= packets === null;
      if (seen.reset || count >= MAX_PACKETS) return true;
      return seen.foreign && !mayBecomePage(head);
    },
    answer(nothing, evidence) {
      if (seen.reset) return 'reset';
      if (seen.badHmac) return 'bad-hmac';
      if (head.length === 0) return nothing;
      evidence.began = head.toString('hex');
      const page = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1'));
      if (page !== null) Object.assign(evidence, { spoke: 'http', httpStatus: Number(page[1]) });
      else if (MARKUP.test(head.toString('latin1'))) evidence.spoke = 'page';
      else if (isTls(head)) evidence.spoke = 'tls';
      else evidence.spoke = count > 0 && !seen.foreign ? 'openvpn' : 'unknown';
      return 'not-openvpn';
    },
  };
}

/** The rest of its first line may follow later. */
function mayBecomePage(head: Buffer): boolean {
  const start = 'HTTP/1.';
  const text = head.toString('latin1');
  if (/^\s*<?$/.test(text)) return head.length < HEAD_BYTES;
  return head.length < STATUS_BYTES && start.startsWith(text.slice(0, start.length));
}

/** The head of an alert or of a handshake (RFC 8446 section 5.1). */
function isTls(head: Buffer): boolean {
  return (head[0] === 0x15 || head[0] === 0x16) && head[1] === 3;
}
