import { redactList, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Members whose values are words of Windows. */
const KEPT = ['media', 'device', 'netcomponents', 'port'];

/** A phonebook in which entries and servers have other names; numbers stay, and every other value is blanked. */
export function redactPhonebook(names: Pseudonyms, bytes: Uint8Array): Uint8Array {
  const { text, encode } = decoded(bytes);
  const lines = text.split(/(\r?\n)/).map((line, at) => (at % 2 === 1 ? line : redactLine(names, line)));
  return new Uint8Array(encode(lines.join('')));
}

function redactLine(names: Pseudonyms, line: string): string {
  const [, name] = /^\[(.*)\]\s*$/.exec(line) ?? [];
  if (name !== undefined) return `[${redactWords(names, name)}]`;
  const [, key, value = ''] = /^\s*([^=;]+)=(.*)$/.exec(line) ?? [];
  // Neither an entry nor a value: Windows passes it over.
  if (key === undefined) return '';
  if (/^(?:\d{1,10}|)$/.test(value) || KEPT.includes(key.toLowerCase())) return `${key}=${value}`;
  if (/^phonenumber$/i.test(key)) return `${key}=${redactList(names, value)}`;
  return `${key}=${'x'.repeat(Math.min(value.length, 8))}`;
}

/** UTF-16LE and UTF-8 as they are; anything else is a code page that nobody names, one byte a character. */
function decoded(bytes: Uint8Array): { text: string; encode: (text: string) => Buffer } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isUtf16 = buffer[0] === 0xff && buffer[1] === 0xfe;
  const encoding = isUtf16
    ? 'utf16le'
    : buffer.equals(Buffer.from(buffer.toString('utf8')))
      ? 'utf8'
      : 'latin1';
  return { text: buffer.toString(encoding), encode: (text) => Buffer.from(text, encoding) };
}
