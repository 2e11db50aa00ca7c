import { P2sError } from '../model/errors.ts';
import { asBytes } from '../model/registry.ts';
import { say } from '../model/say.ts';

/** Encoding of a registry text file. `latin1` represents any ANSI code page without loss. */
export type TextEncoding = 'utf-16le' | 'utf-8' | 'latin1';

export interface EncodedText {
  encoding: TextEncoding;
  /** The file starts with a byte order mark; `text` does not contain it. */
  bom: boolean;
  text: string;
}

/** Larger files are refused. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/**
 * Detects the encoding: by the byte order mark; else UTF-16LE if the second byte is zero, because such files start
 * with an ASCII letter or brace; else UTF-8 if valid, else ANSI. `encodeText` reproduces the same bytes. Throws
 * P2sError `input` for a file that is too large, big-endian, or cut in the middle of a UTF-16 unit.
 */
export function decodeText(bytes: Uint8Array): EncodedText {
  if (bytes.length > MAX_TEXT_BYTES) {
    throw new P2sError(
      'input',
      say('The file has {size} bytes; more than {limit} are not read.', {
        size: bytes.length,
        limit: MAX_TEXT_BYTES,
      }),
      {
        next: say('Export only the keys that are needed.'),
      },
    );
  }
  const isBigEndian = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] !== 0);
  if (bytes.length > 1 && isBigEndian) {
    throw new P2sError(
      'input',
      say('The file is UTF-16 big-endian; UTF-16 little-endian or UTF-8 is expected.'),
      {
        where: 'line 1',
        next: say('Export it again, or save it as UTF-8.'),
        evidence: { line: 1 },
      },
    );
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { encoding: 'utf-16le', bom: true, text: utf16(bytes.subarray(2)) };
  if (bytes[0] !== 0 && bytes[1] === 0) return { encoding: 'utf-16le', bom: false, text: utf16(bytes) };
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  try {
    return {
      encoding: 'utf-8',
      bom,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body),
    };
  } catch {
    return { encoding: 'latin1', bom: false, text: Buffer.from(bytes).toString('latin1') };
  }
}

/** The inverse of {@link decodeText}. */
export function encodeText(file: EncodedText): Uint8Array {
  const text = file.bom ? `\ufeff${file.text}` : file.text;
  return asBytes(Buffer.from(text, file.encoding));
}

/** Whether the encoding can represent this text without loss. */
export function canEncode(text: string, encoding: TextEncoding): boolean {
  if (encoding === 'utf-16le') return true;
  if (encoding === 'utf-8') return !/\p{Cs}/u.test(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

/** Unlike TextDecoder, Buffer keeps lone surrogates, which registry strings may contain. */
function utf16(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le');
  if (bytes.length % 2 === 0) return text;
  const line = text.split('\n').length;
  throw new P2sError(
    'input',
    say('The file is cut off: this line ends in the middle of a UTF-16 character.'),
    {
      where: `line ${line}`,
      next: say('Export it again, or copy it again in binary mode.'),
      evidence: { line },
    },
  );
}
