import type { ControlWrap } from './control-wrap.ts';
import { createFrameReader, readServerReset } from './reset.ts';

/**
 * `reset`: a HARD_RESET_SERVER_V2, sealed with the key and to our session, which nothing but an OpenVPN server with that
 * key can make. `bad-hmac`: one that is sealed with another. `not-openvpn`: something else came, whole or not. `closed`
 * and `silent`: nothing came, which says nothing of who it was: a server with another key does either.
 */
export type OpenVpnAnswer = 'reset' | 'bad-hmac' | 'not-openvpn' | 'closed' | 'silent';

/** What comes in answer to the first packet, judged as it comes. */
export interface Hearing {
  /** Takes the next bytes. True: more would not change the answer. */
  take(chunk: Buffer): boolean;
  /** The answer by what has come; `nothing` where not a byte has. What came in its place goes into the evidence. */
  answer(nothing: 'closed' | 'silent', evidence: Record<string, unknown>): OpenVpnAnswer;
}

/** So many other packets may come before the answer. */
const MAX_PACKETS = 8;
/** Shown of what is none. */
const HEAD_BYTES = 16;
/** `HTTP/1.1 400`, by which a page is known. */
const STATUS_BYTES = 12;

/** The page itself: a proxy that blocks may grant CONNECT and send its page in the tunnel, behind the head of its grant. */
const MARKUP = /^\s*<[!?a-z]/i;

/** Judges what comes from a server to the one who began this session. It holds no more than a packet. */
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

/** The rest of its first line may come later. */
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
