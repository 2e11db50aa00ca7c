import { redactList, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Members whose values are words of Windows. */
const KEPT = ['media', 'device', 'netcomponents', 'port'];
/** Sections of Connection Manager's settings; what follows the sign is the name of a connection. */
const SECTION = /^(?:Connection Manager|Profile Format|(?:Networking|Server|TCP\/IP)&)/i;
/** The connection that such sections belong to. */
const NAMING = ['dun', 'tunneldun', 'servicename'];

/** A phonebook in which entries and servers have other names; numbers stay, and every other value is blanked. */
export function redactPhonebook(names: Pseudonyms, bytes: Uint8Array): Uint8Array {
  const { text, encode } = decoded(bytes);
  const lines = text.split(/(\r?\n)/).map((line, at) => (at % 2 === 1 ? line : redactLine(names, line)));
  return new Uint8Array(encode(lines.join('')));
}

function redactLine(names: Pseudonyms, line: string): string {
  const [, name] = /^\[(.*)\]\s*$/.exec(line) ?? [];
  if (name !== undefined) {
    const [kept = ''] = SECTION.exec(name) ?? [];
    return `[${kept}${redactWords(names, name.slice(kept.length))}]`;
  }
  const [, key, value = ''] = /^\s*([^=;]+)=(.*)$/.exec(line) ?? [];
  // Neither an entry nor a value: Windows passes it over.
  if (key === undefined) return '';
  if (/^(?:\d{1,10}|)$/.test(value) || KEPT.includes(key.toLowerCase())) return `${key}=${value}`;
  if (NAMING.includes(key.toLowerCase())) return `${key}=${redactWords(names, value)}`;
  if (/^(?:phonenumber|tunneladdress)$/i.test(key)) return `${key}=${redactList(names, value)}`;
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
