import { createHash } from 'node:crypto';
import { sameBytes } from '../core/model/registry.ts';
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
  const body = new TextEncoder().encode(JSON.stringify(content, null, 1));
  return join(body);
}

/** The content, or why it is not to be trusted. */
export function unseal(bytes: Uint8Array): { ok: true; content: unknown } | { ok: false; problem: Message } {
  const body = bytes.subarray(CONTENT_AT, Math.max(CONTENT_AT, bytes.length - TAIL.length));
  if (!sameBytes(join(body), bytes))
    return { ok: false, problem: say`it was changed or cut off after it was written` };
  try {
    return { ok: true, content: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    // The digest keeps nobody from sealing what is none of ours.
    return { ok: false, problem: say`its content is not valid JSON` };
  }
}

function join(body: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(body).digest('hex');
  return new Uint8Array(Buffer.concat([Buffer.from(HEAD + digest + MIDDLE), body, Buffer.from(TAIL)]));
}
