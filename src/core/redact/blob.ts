import { redactList } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

const HEAD = 12;
/** Proxy, bypass list, PAC address. */
const STRINGS = 3;

/**
 * The blob of either store with the names in its strings replaced by others of the same length, so that it is decoded as
 * before, or fails to be in the same way. What stands behind the strings, or where they cannot be told, is blanked.
 *
 * @param strings how many there are: 3 in WinINET's, 2 in WinHTTP's
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
