import { redactList } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const HEAD = 12;
/** Proxy, bypass list, PAC URL. */
const STRINGS = 3;

/**
 * The blob with the names in its strings replaced by pseudonyms of the same length, so that it decodes, or fails
 * to decode, as before. Bytes after the strings, or with unknown string positions, are blanked.
 *
 * @param strings number of strings: 3 in WinINET blobs, 2 in WinHTTP blobs
 */
export function redactBlob(names: Pseudonyms, bytes: Uint8Array, strings: 2 | typeof STRINGS): Uint8Array {
  const blob = Buffer.from(bytes);
  let at = Math.min(HEAD, blob.length);
  for (let index = 0; index < strings && blob.length - at >= 4; index++) {
    const length = blob.readUInt32LE(at);
    at += 4;
    if (length > blob.length - at) break;
    const text = redactList(names, blob.toString('latin1', at, at + length));
    blob.write(text, at, length, 'latin1');
    at += length;
  }
  return new Uint8Array(blob.fill(0, at));
}
