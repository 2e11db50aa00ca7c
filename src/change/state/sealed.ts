import { createHash } from 'node:crypto';
import { type Message, say } from '../../core/model/say.ts';

/**
 * A JSON document with the SHA-256 of its own content, so that any changed byte is detected:
 * exactly `{"sha256":"<64 hex>","content":<JSON>}` and a line feed.
 */
const HEAD = '{"sha256":"';
const MIDDLE = '","content":';
const TAIL = '}\n';
const CONTENT_AT = HEAD.length + 64 + MIDDLE.length;

/** Where {@link seal} inserts the base64, before the last quotation mark; no JSON string can contain this text. */
const FIELD = '"base64": ""';
/** In bytes; 3 bytes become 4 characters. */
const BLOCK = 3 * 65_536;

/**
 * The bytes of the document. `base64` goes into the last member of that name, which is empty in `content`: a
 * recording of 64 MB is then encoded directly into the result, without string copies.
 */
export function seal(content: unknown, base64: Uint8Array = new Uint8Array()): Uint8Array {
  const text = JSON.stringify(content, null, 1);
  const field = text.lastIndexOf(FIELD) + FIELD.length - 1;
  const [before, after] = base64.length === 0 ? [text, ''] : [text.slice(0, field), text.slice(field)];
  const length = Buffer.byteLength(before) + Math.ceil(base64.length / 3) * 4 + Buffer.byteLength(after);
  const whole = Buffer.allocUnsafe(CONTENT_AT + length + TAIL.length);
  let at = CONTENT_AT + whole.write(before, CONTENT_AT);
  for (let from = 0; from < base64.length; from += BLOCK)
    at += whole.write(base64Of(base64.subarray(from, from + BLOCK)), at, 'latin1');
  at += whole.write(after, at);
  whole.write(headOf(bodyOf(whole)), 0);
  whole.write(TAIL, at);
  return whole;
}

function base64Of({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('base64');
}

/** The content, or why it is not trusted. */
export function unseal(bytes: Uint8Array): { ok: true; content: unknown } | { ok: false; problem: Message } {
  const body = bodyOf(bytes);
  const frame = Buffer.concat([bytes.subarray(0, CONTENT_AT), bytes.subarray(CONTENT_AT + body.length)]);
  if (!frame.equals(Buffer.from(headOf(body) + TAIL)))
    return { ok: false, problem: say('it was changed or cut off after it was written') };
  try {
    return { ok: true, content: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    // The digest does not prevent anyone from sealing other content.
    return { ok: false, problem: say('its content is not valid JSON') };
  }
}

function bodyOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(CONTENT_AT, Math.max(CONTENT_AT, bytes.length - TAIL.length));
}

function headOf(body: Uint8Array): string {
  return HEAD + createHash('sha256').update(body).digest('hex') + MIDDLE;
}
