import type { RegistryValue } from '../model/registry.ts';
import { say } from '../model/say.ts';
import { syntaxError } from './syntax-error.ts';
import { valueFromData } from './value.ts';

/** Longer values are refused: bytes of hex data, characters of quoted text. */
export const MAX_VALUE_LENGTH = 8 * 1024 * 1024;

export interface ParsedData {
  /** `null` for `-`. */
  value: RegistryValue | null;
  end: number;
}

const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const EXPECTED = say`a quoted text, dword:, hex:, hex(N): or -`;

/** Reads what stands after `=` at `pos`; throws P2sError `input`. `wide` as in `valueFromData`. */
export function parseData(text: string, pos: number, wide: boolean): ParsedData {
  const char = text[pos];
  if (char === '-') return { value: null, end: pos + 1 };
  if (char === '"') {
    const quoted = parseQuoted(text, pos, true);
    return { value: { kind: 'string', text: quoted.text }, end: quoted.end };
  }
  const head = /^(?:dword|hex(?:\(([0-9a-f]{1,8})\))?):/i.exec(text.slice(pos, pos + 16));
  if (head === null) throw syntaxError(text, pos, EXPECTED);
  const start = pos + head[0].length;
  if (/^d/i.test(head[0])) return parseDword(text, start);
  const { bytes, end } = parseHex(text, start, pos);
  return { value: valueFromData(head[1] === undefined ? 3 : Number.parseInt(head[1], 16), bytes, wide), end };
}

/** Quoted text from its opening quote; `\\` and `\"` are escapes, any other backslash stands for itself. */
export function parseQuoted(text: string, open: number, multiline: boolean): { text: string; end: number } {
  let out = '';
  let from = open + 1;
  for (let i = from; ; i++) {
    const code = text.charCodeAt(i);
    if (Number.isNaN(code) || (!multiline && code === LF) || i - open > MAX_VALUE_LENGTH) {
      throw syntaxError(text, i, say`a closing quotation mark`, open);
    }
    if (code === QUOTE) return { text: out + text.slice(from, i), end: i + 1 };
    if (code === BACKSLASH && (text[i + 1] === '\\' || text[i + 1] === '"')) {
      out += text.slice(from, i);
      from = ++i;
    }
  }
}

function parseDword(text: string, start: number): ParsedData {
  const pos = skipBlanks(text, start);
  const digits = /^[0-9a-f]{1,8}(?![0-9a-z_])/i.exec(text.slice(pos, pos + 9))?.[0];
  if (digits === undefined) throw syntaxError(text, pos, say`1 to 8 hexadecimal digits`);
  return { value: { kind: 'dword', number: Number.parseInt(digits, 16) }, end: pos + digits.length };
}

/** Bytes separated by commas, going on in the next line after a backslash. */
function parseHex(text: string, start: number, since: number): { bytes: Uint8Array; end: number } {
  const bytes: number[] = [];
  let pos = start;
  let end = start;
  let due: 'first' | 'comma' | 'byte' = 'first';
  for (;;) {
    pos = skipBlanks(text, pos);
    if (text[pos] === '\\') {
      pos = continueLine(text, pos, since);
    } else if (due === 'comma') {
      if (text[pos] !== ',') return { bytes: Uint8Array.from(bytes), end };
      due = 'byte';
      pos++;
    } else {
      const high = hexDigit(text, pos);
      if (high === -1 && due === 'first') return { bytes: new Uint8Array(), end };
      const low = high === -1 ? -1 : hexDigit(text, pos + 1);
      if (low === -1 || bytes.length >= MAX_VALUE_LENGTH) {
        throw syntaxError(text, high === -1 ? pos : pos + 1, say`a byte of two hexadecimal digits`, since);
      }
      bytes.push(high * 16 + low);
      end = pos += 2;
      due = 'comma';
    }
  }
}

/** From a backslash to the first byte of a following line; blank lines and comments may stand between. */
function continueLine(text: string, backslash: number, since: number): number {
  let pos = backslash + 1;
  for (;;) {
    pos = skipBlanks(text, pos);
    if (text[pos] === '\r') pos++;
    if (text[pos] === ';') pos = lineBreak(text, pos);
    if (text[pos] === '\n') pos++;
    else if (hexDigit(text, pos) !== -1 && text.lastIndexOf('\n', pos) > backslash) return pos;
    else throw syntaxError(text, pos, say`the bytes that the backslash before it announces`, since);
  }
}

export function skipBlanks(text: string, pos: number): number {
  let i = pos;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i;
}

/** Where the line that holds `pos` ends: its LF, or the end of the text. */
export function lineBreak(text: string, pos: number): number {
  const lf = text.indexOf('\n', pos);
  return lf === -1 ? text.length : lf;
}

function hexDigit(text: string, pos: number): number {
  const code = text.charCodeAt(pos);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}
