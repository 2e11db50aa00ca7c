import { say } from '../core/model/say.ts';
import { refusedFile } from './refused.ts';

/**
 * Decodes an XML file by its byte order mark, the zero bytes of UTF-16, or the declared encoding; default UTF-8.
 * .NET wrongly declares UTF-16 for single bytes; such a file is UTF-8.
 *
 * @throws P2sError `input` for bytes that are not valid in that encoding, or for an unknown encoding
 */
export function decodeXml(bytes: Uint8Array, file: string): string {
  const encoding = encodingOf(bytes);
  let decoder: { decode(bytes: Uint8Array): string };
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw refusedFile(file, say`its declared encoding is not known`, { place: 'line 1' });
  }
  try {
    return decoder.decode(bytes).trimStart();
  } catch {
    throw refusedFile(file, say`its bytes are not valid ${encoding}`);
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head)?.[1];
  return declared === undefined || /^utf-?16/i.test(declared) ? 'utf-8' : declared;
}
