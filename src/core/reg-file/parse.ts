import { P2sError } from '../model/errors.ts';
import type { RegistryValue } from '../model/registry.ts';
import { type Message, say, toText } from '../model/say.ts';
import { decodeText, type EncodedText, encodeText } from './encoding.ts';
import { canonicalKeyPath } from './key-path.ts';
import type { RegEntry, RegFile, RegSection } from './model.ts';
import { valueFromData } from './value.ts';

/** A P2sError `input` for the position `offset`. Shows at most one word, because the text may be a secret. */
function syntaxError(text: string, offset: number, expected: Message, since?: number): P2sError {
  const line = lineAt(text, offset);
  const first = since === undefined ? line : lineAt(text, since);
  const started = first === line ? '' : say(' (in the value that starts on line {first})', { first });
  return new P2sError(
    'input',
    say('Found {word}{started}, expected {expected}.', { word: wordAt(text, offset), started, expected }),
    {
      where: `line ${line}`,
      next: say('Export the key again with "reg export", or fix this line.'),
      evidence: { line, expected: toText(expected) },
    },
  );
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

function wordAt(text: string, offset: number): Message {
  const char = text[offset];
  if (char === undefined) return say('the end of the file');
  if (char === '\n' || char === '\r') return say('the end of the line');
  const word = /^[A-Za-z0-9_]{1,12}/.exec(text.slice(offset, offset + 12))?.[0];
  if (word !== undefined) return say('"{word}"', { word });
  return /^[!-~]$/.test(char)
    ? say("'{char}'", { char })
    : say('the character U+{code}', { code: hex4(char.charCodeAt(0)) });
}

function hex4(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

const HEADER = /^\ufeff?(?:Windows Registry Editor Version (5)\.00|REGEDIT4)[ \t]*\r?$/;
const HEADERS = say('"Windows Registry Editor Version 5.00" or "REGEDIT4"');
/** "reg query" may list only one value (`/v`), so that other values would look absent. */
const QUERY = say(
  '{headers}; the output of "reg query" does not show which values are absent; use "reg export"',
  { headers: HEADERS },
);
/** A line of hex data without a backslash on the line before. */
const LOST_BYTES = /^[0-9a-f]{2}[ \t]*(?:,|\\|\r?$)/i;
const MAX_LINE = 1024 * 1024;

type EntryPlace = Omit<RegEntry, 'name' | 'value'> & { nameEnd: number };

/**
 * Reads a registry export: UTF-16LE, UTF-8 (each with or without byte order mark) or ANSI; `Version 5.00` or
 * `REGEDIT4`; CRLF or LF. Lines that regedit ignores are kept. Never guesses: incomplete or invalid text throws
 * P2sError `input` with the line, the found and the expected text (`evidence.line`). {@link serializeRegFile}
 * reproduces the same bytes.
 */
export function parseRegFile(bytes: Uint8Array): RegFile {
  return parseRegText(decodeText(bytes));
}

/** The bytes of the file in its original encoding. */
export function serializeRegFile(file: RegFile): Uint8Array {
  return encodeText(file);
}

/**
 * Checks the whole text. Keeps the sections that delete a key or whose key `counts`, and reads their entries on
 * demand: a file of many megabytes has a hundred thousand keys.
 */
export function parseRegText(source: EncodedText, counts: RegFile['counts'] = () => true): RegFile {
  const { text } = source;
  const body = findHeader(text);
  const sections: Section[] = [];
  let inSection = false;
  let kept: Section | null = null;
  for (let start = body.end; start < text.length; ) {
    const pos = skipBlanks(text, start);
    const eol = lineBreak(text, pos);
    let next = Math.min(eol + 1, text.length);
    if (eol - start > MAX_LINE)
      throw syntaxError(text, pos, say('a line of at most {limit} characters', { limit: MAX_LINE }));
    const char = text[pos];
    if (char === '[') {
      inSection = true;
      if (kept !== null) kept.end = start;
      const head = parseSection(text, pos, eol);
      kept =
        head.deleted || counts(head.path) ? new Section(source, body.version === 5, head, start, next) : null;
      if (kept !== null) sections.push(kept);
    } else if (char === '"' || char === '@') {
      if (!inSection) throw syntaxError(text, pos, say('a [key] before the first value'));
      next = placeOfEntry(source, start, pos).lineEnd;
    } else if (hexDigit(text, pos) !== -1 && LOST_BYTES.test(text.slice(pos, Math.min(eol, pos + 80)))) {
      throw syntaxError(text, pos, say('a backslash at the end of the line before bytes that continue'));
    }
    start = next;
  }
  return { ...source, version: body.version, eol: body.eol, sections, counts };
}

class Section implements RegSection {
  readonly path: string;
  readonly deleted: boolean;
  end: number;
  #entries: readonly RegEntry[] | null = null;

  constructor(
    private readonly source: EncodedText,
    private readonly wide: boolean,
    head: { path: string; deleted: boolean },
    readonly start: number,
    readonly headEnd: number,
  ) {
    this.path = head.path;
    this.deleted = head.deleted;
    this.end = source.text.length;
  }

  get entries(): readonly RegEntry[] {
    this.#entries ??= readEntries(this.source, this, this.wide);
    return this.#entries;
  }
}

/** The entries between two lines that {@link parseRegText} has checked. */
function readEntries(source: EncodedText, { headEnd, end }: RegSection, wide: boolean): RegEntry[] {
  const { text } = source;
  const entries: RegEntry[] = [];
  for (let start = headEnd; start < end; ) {
    const pos = skipBlanks(text, start);
    if (text[pos] === '"' || text[pos] === '@') {
      const { nameEnd, ...place } = placeOfEntry(source, start, pos);
      const name = text[pos] === '@' ? '' : unquoted(text, pos, nameEnd);
      entries.push({ name, value: valueOfData(text, place.dataStart, place.dataEnd, wide), ...place });
      start = place.lineEnd;
    } else start = Math.min(lineBreak(text, pos) + 1, text.length);
  }
  return entries;
}

function findHeader(text: string): { end: number; version: 4 | 5; eol: '\r\n' | '\n' } {
  let start = 0;
  while (/[ \t\r\n]/.test(text[start] ?? '')) start++;
  const lf = lineBreak(text, start);
  const match = lf - start > 200 ? null : HEADER.exec(text.slice(start, lf));
  if (match === null) throw syntaxError(text, start, text.startsWith('HKEY_', start) ? QUERY : HEADERS);
  const first = text.indexOf('\n');
  return {
    end: Math.min(lf + 1, text.length),
    version: match[1] === undefined ? 4 : 5,
    eol: first > 0 && text[first - 1] !== '\r' ? '\n' : '\r\n',
  };
}

/** `[path]` or `[-path]`. A key name may contain brackets: the closing one ends the line or precedes a comment. */
function parseSection(text: string, open: number, eol: number): { path: string; deleted: boolean } {
  const deleted = text[open + 1] === '-';
  const from = open + (deleted ? 2 : 1);
  let close = text.indexOf(']', from);
  while (close !== -1 && close < eol && !endsLine(text, close + 1)) close = text.indexOf(']', close + 1);
  if (close === -1 || close >= eol)
    throw syntaxError(text, text[eol - 1] === '\r' ? eol - 1 : eol, say('a closing ]'));
  const path = canonicalKeyPath(text.slice(from, close));
  if (path === null) throw syntaxError(text, from, say('a hive name such as HKEY_LOCAL_MACHINE or HKCU'));
  return { path, deleted };
}

/** Position of the entry at `pos`; throws P2sError `input` unless it is complete and alone on its line. */
function placeOfEntry(source: EncodedText, lineStart: number, pos: number): EntryPlace {
  const { text } = source;
  const nameEnd = text[pos] === '@' ? pos + 1 : endOfQuoted(text, pos, false);
  const equals = skipBlanks(text, nameEnd);
  if (text[equals] !== '=') throw syntaxError(text, equals, say('= after the name of the value'));
  const dataStart = skipBlanks(text, equals + 1);
  const dataEnd = endOfData(text, dataStart);
  if (!endsLine(text, dataEnd))
    throw syntaxError(text, skipBlanks(text, dataEnd), say('the end of the line'), lineStart);
  if (isCutOff(source, dataStart, dataEnd))
    throw syntaxError(text, dataEnd, say('the rest of the value and the end of its line'));
  const lineEnd = Math.min(lineBreak(text, dataEnd) + 1, text.length);
  return { nameEnd, lineStart, dataStart, dataEnd, lineEnd };
}

/**
 * Data that would read as another value if the file were cut off in it. An export ends every line, so
 * hex data at the very end of a UTF-16 file is incomplete; in other files, often typed by hand, only a
 * short dword is suspicious.
 */
function isCutOff({ text, encoding }: EncodedText, dataStart: number, end: number): boolean {
  if (end < text.length) return false;
  const data = text.slice(dataStart, dataStart + 16).toLowerCase();
  return data.startsWith('dword:') ? end - dataStart < 14 : data.startsWith('hex') && encoding === 'utf-16le';
}

/** Only blanks or a comment follow. */
function endsLine(text: string, pos: number): boolean {
  const i = skipBlanks(text, pos);
  const char = text[i];
  return (
    char === undefined || char === ';' || char === '\n' || (char === '\r' && (text[i + 1] ?? '\n') === '\n')
  );
}

/** Longer values are refused: bytes of hex data, characters of quoted text. */
const MAX_VALUE_LENGTH = 8 * 1024 * 1024;

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const EXPECTED = say('a quoted text, dword:, hex:, hex(N): or -');

/** End of the data that begins at `pos`, after `=`; throws P2sError `input` if it is incomplete. */
function endOfData(text: string, pos: number): number {
  const char = text.charCodeAt(pos);
  if (char === MINUS) return pos + 1;
  if (char === QUOTE) return endOfQuoted(text, pos, true);
  const { kind, start } = headOfData(text, pos);
  return kind === 'dword' ? dwordAt(text, start).end : endOfHex(text, start, pos, null);
}

/** The value of data that ends at `end` (see {@link endOfData}), `null` for `-`. `wide` as in `valueFromData`. */
function valueOfData(text: string, pos: number, end: number, wide: boolean): RegistryValue | null {
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
function endOfQuoted(text: string, open: number, multiline: boolean): number {
  for (let i = open + 1; ; i++) {
    const code = text.charCodeAt(i);
    if (Number.isNaN(code) || (!multiline && code === LF) || i - open > MAX_VALUE_LENGTH)
      throw syntaxError(text, i, say('a closing quotation mark'), open);
    if (code === QUOTE) return i + 1;
    if (code === BACKSLASH && isEscaped(text.charCodeAt(i + 1))) i++;
  }
}

/** The text between the quotation marks; a backslash that is not an escape is literal. */
function unquoted(text: string, open: number, end: number): string {
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

function skipBlanks(text: string, pos: number): number {
  let i = pos;
  for (let code = text.charCodeAt(i); code === SPACE || code === TAB; code = text.charCodeAt(i)) i++;
  return i;
}

/** The end of the line at `pos`: its LF, or the end of the text. */
function lineBreak(text: string, pos: number): number {
  const lf = text.indexOf('\n', pos);
  return lf === -1 ? text.length : lf;
}

/** -1 if it is not a hexadecimal digit. */
function hexDigit(text: string, pos: number): number {
  const code = text.charCodeAt(pos);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}
