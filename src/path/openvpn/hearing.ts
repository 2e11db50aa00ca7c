import type { ControlWrap } from './control-wrap.ts';
import { createFrameReader, readServerReset } from './reset.ts';

/**
 * `reset`: a HARD_RESET_SERVER_V2 for our session, sealed with the key, which proves an OpenVPN server with that
 * key. `bad-hmac`: one that is sealed with another key. `not-openvpn`: other bytes, complete or not. `closed` and
 * `silent`: no reply, which does not identify the server: an OpenVPN server with another key does the same.
 */
export type OpenVpnAnswer = 'reset' | 'bad-hmac' | 'not-openvpn' | 'closed' | 'silent';

/** Judges the reply to the first packet as it is received. */
export interface Hearing {
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
