import { createHash } from 'node:crypto';
import { type Message, say } from '../core/model/say.ts';

/**
 * A JSON document that carries the SHA-256 of its own content, so that one changed byte anywhere is noticed:
 * `{"sha256":"<64 hex>","content":<JSON>}` and a line feed, nothing more and nothing less.
 */
const HEAD = '{"sha256":"';
const MIDDLE = '","content":';
const TAIL = '}\n';
const CONTENT_AT = HEAD.length + 64 + MIDDLE.length;

export function seal(content: unknown): Uint8Array {
  const text = JSON.stringify(content, null, 1);
  // A backup of a recording has many megabytes: they are laid down once.
  const whole = Buffer.allocUnsafe(CONTENT_AT + Buffer.byteLength(text) + TAIL.length);
  whole.write(text, CONTENT_AT);
  const body = bodyOf(whole);
  whole.write(headOf(body), 0);
  whole.write(TAIL, CONTENT_AT + body.length);
  return whole;
}

/** The content, or why it is not to be trusted. */
export function unseal(bytes: Uint8Array): { ok: true; content: unknown } | { ok: false; problem: Message } {
  const body = bodyOf(bytes);
  const frame = Buffer.concat([bytes.subarray(0, CONTENT_AT), bytes.subarray(CONTENT_AT + body.length)]);
  if (!frame.equals(Buffer.from(headOf(body) + TAIL)))
    return { ok: false, problem: say`it was changed or cut off after it was written` };
  try {
    return { ok: true, content: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    // The digest keeps nobody from sealing what is none of ours.
    return { ok: false, problem: say`its content is not valid JSON` };
  }
}

function bodyOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(CONTENT_AT, Math.max(CONTENT_AT, bytes.length - TAIL.length));
}

function headOf(body: Uint8Array): string {
  return HEAD + createHash('sha256').update(body).digest('hex') + MIDDLE;
}
