import type { RegistryValue } from '../model/registry.ts';
import { say } from '../model/say.ts';
import { syntaxError } from './syntax-error.ts';
import { valueFromData } from './value.ts';

/** Longer values are refused: bytes of hex data, characters of quoted text. */
export const MAX_VALUE_LENGTH = 8 * 1024 * 1024;

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const EXPECTED = say('a quoted text, dword:, hex:, hex(N): or -');

/** End of the data that begins at `pos`, after `=`; throws P2sError `input` if it is incomplete. */
export function endOfData(text: string, pos: number): number {
  const char = text.charCodeAt(pos);
  if (char === MINUS) return pos + 1;
  if (char === QUOTE) return endOfQuoted(text, pos, true);
  const { kind, start } = headOfData(text, pos);
  return kind === 'dword' ? dwordAt(text, start).end : endOfHex(text, start, pos, null);
}

/** The value of data that ends at `end` (see {@link endOfData}), `null` for `-`. `wide` as in `valueFromData`. */
export function valueOfData(text: string, pos: number, end: number, wide: boolean): RegistryValue | null {
  const char = text.charCodeAt(pos);
  if (char === MINUS) return null;
  if (char === QUOTE) return { kind: 'string', text: unquoted(text, pos, end) };
  const { kind, start } = headOfData(text, pos);
  if (kind === 'dword') return { kind: 'dword', number: dwordAt(text, start).number };
  const bytes: number[] = [];
  endOfHex(text, start, pos, bytes);
  return valueFromData(kind, Uint8Array.from(bytes), wide);
}

/** `dword:`, or the type of `hex:` and `hex(N):`, and the start of its digits. */
function headOfData(text: string, pos: number): { kind: 'dword' | number; start: number } {
  const head = /^(?:dword|hex(?:\(([0-9a-f]{1,8})\))?):/i.exec(text.slice(pos, pos + 16));
  if (head === null) throw syntaxError(text, pos, EXPECTED);
  const start = pos + head[0].length;
  if (/^d/i.test(head[0])) return { kind: 'dword', start };
  return { kind: head[1] === undefined ? 3 : Number.parseInt(head[1], 16), start };
}

/** Position after the closing quotation mark of the quoted text at `open`; `\\` and `\"` are escapes. */
export function endOfQuoted(text: string, open: number, multiline: boolean): number {
  for (let i = open + 1; ; i++) {
    const code = text.charCodeAt(i);
    if (Number.isNaN(code) || (!multiline && code === LF) || i - open > MAX_VALUE_LENGTH)
      throw syntaxError(text, i, say('a closing quotation mark'), open);
    if (code === QUOTE) return i + 1;
    if (code === BACKSLASH && isEscaped(text.charCodeAt(i + 1))) i++;
  }
}

/** The text between the quotation marks; a backslash that is not an escape is literal. */
export function unquoted(text: string, open: number, end: number): string {
  return text.slice(open + 1, end - 1).replace(/\\([\\"])/g, '$1');
}

function isEscaped(code: number): boolean {
  return code === BACKSLASH || code === QUOTE;
}

function dwordAt(text: string, start: number): { number: number; end: number } {
  const pos = skipBlanks(text, start);
  const digits = /^[0-9a-f]{1,8}(?![0-9a-z_])/i.exec(text.slice(pos, pos + 9))?.[0];
  if (digits === undefined) throw syntaxError(text, pos, say('1 to 8 hexadecimal digits'));
  return { number: Number.parseInt(digits, 16), end: pos + digits.length };
}

/** Bytes separated by commas, continued on the next line after a backslash; added to `bytes` if it is given. */
function endOfHex(text: string, start: number, since: number, bytes: number[] | null): number {
  let pos = start;
  let end = start;
  let count = 0;
  let due: 'first' | 'comma' | 'byte' = 'first';
  for (;;) {
    pos = skipBlanks(text, pos);
    const char = text.charCodeAt(pos);
    if (char === BACKSLASH) {
      pos = continueLine(text, pos, since);
    } else if (due === 'comma') {
      if (char !== COMMA) return end;
      due = 'byte';
      pos++;
    } else {
      const high = hexDigit(text, pos);
      if (high === -1 && due === 'first') return end;
      const low = high === -1 ? -1 : hexDigit(text, pos + 1);
      if (low === -1 || count >= MAX_VALUE_LENGTH)
        throw syntaxError(text, high === -1 ? pos : pos + 1, say('a byte of two hexadecimal digits'), since);
      bytes?.push(high * 16 + low);
      count++;
      end = pos += 2;
      due = 'comma';
    }
  }
}

/** From a backslash to the first byte of a following line; blank lines and comments may come between. */
function continueLine(text: string, backslash: number, since: number): number {
  let pos = backslash + 1;
  for (;;) {
    pos = skipBlanks(text, pos);
    if (text[pos] === '\r') pos++;
    if (text[pos] === ';') pos = lineBreak(text, pos);
    if (text[pos] === '\n') pos++;
    else if (hexDigit(text, pos) !== -1 && text.lastIndexOf('\n', pos) > backslash) return pos;
    else throw syntaxError(text, pos, say('the bytes that the backslash before it announces'), since);
  }
}

export function skipBlanks(text: string, pos: number): number {
  let i = pos;
  for (let code = text.charCodeAt(i); code === SPACE || code === TAB; code = text.charCodeAt(i)) i++;
  return i;
}

/** The end of the line at `pos`: its LF, or the end of the text. */
export function lineBreak(text: string, pos: number): number {
  const lf = text.indexOf('\n', pos);
  return lf === -1 ? text.length : lf;
}

/** -1 if it is not a hexadecimal digit. */
export function hexDigit(text: string, pos: number): number {
  const code = text.charCodeAt(pos);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}
