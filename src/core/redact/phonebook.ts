import { redactList, redactWords } from './names.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Members with fixed values of Windows. */
const KEPT = ['media', 'device', 'netcomponents', 'port'];
/** Sections of Connection Manager settings; the text after `&` is the name of a connection. */
const SECTION = /^(?:Connection Manager|Profile Format|(?:Networking|Server|TCP\/IP)&)/i;
/** Members that name the connection of such sections. */
const NAMING = ['dun', 'tunneldun', 'servicename'];

/** A phonebook with entries and servers renamed; numbers are kept, and every other value is blanked. */
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
  // Neither an entry nor a value: Windows ignores it.
  if (key === undefined) return '';
  if (/^(?:\d{1,10}|)$/.test(value) || KEPT.includes(key.toLowerCase())) return `${key}=${value}`;
  if (NAMING.includes(key.toLowerCase())) return `${key}=${redactWords(names, value)}`;
  if (/^(?:phonenumber|tunneladdress)$/i.test(key)) return `${key}=${redactList(names, value)}`;
  return `${key}=${'x'.repeat(Math.min(value.length, 8))}`;
}

/** UTF-16LE and UTF-8; anything else is treated as an unknown single-byte code page. */
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
