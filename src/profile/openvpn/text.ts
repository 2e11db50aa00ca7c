import { say } from '../../core/model/say.ts';
import { refusedFile } from '../refused.ts';

/** One option of an OpenVPN profile. */
export interface OvpnOption {
  name: string;
  /** The words after its name; empty for a block. */
  words: readonly string[];
  /** From 1. */
  line: number;
  /** For a requested block (`<ca>`, …): its lines. */
  lines?: readonly string[];
  /** For `<connection>`: the options inside. */
  options?: readonly OvpnOption[];
}

/** Larger files are refused. */
export const MAX_OVPN_BYTES = 1024 * 1024;

interface Line {
  text: string;
  number: number;
}

/**
 * Parses a profile like OpenVPN (openvpn(8), "INLINE FILE SUPPORT" and "CONNECTION PROFILES"): UTF-8 or UTF-16,
 * any line endings. A line keeps its ending, because a backslash before it consumes it. A block continues to its
 * own end tag, whatever it contains. Only `<connection>` and the requested blocks are kept.
 *
 * @throws P2sError `input` with the line, for content that OpenVPN rejects
 */
export function readOvpnText(bytes: Uint8Array, names: readonly string[], file: string): OvpnOption[] {
  const lines = textOf(bytes)
    .split(/(?<=\r\n|\r(?!\n)|\n)/)
    .map((text, index): Line => ({ text, number: index + 1 }));
  return optionsIn(lines, { names, file, nested: false });
}

/**
 * Detects a profile by its content: a `remote` outside of blocks or in `<connection>`. Certificates or other
 * elements outside of blocks mean another kind of file.
 */
export function isOvpnText(bytes: Uint8Array): boolean {
  let names = false;
  let block: string | null = null;
  for (const line of textOf(bytes.subarray(0, MAX_OVPN_BYTES)).split(/[\r\n]+/)) {
    if (block !== null) {
      if (isEnd(line, block)) block = null;
      continue;
    }
    const tag = /^\s*<([a-z0-9-]{1,40})>/.exec(line)?.[1];
    if (tag === 'connection') continue;
    if (tag !== undefined) block = tag;
    else if (/^\s*(?:-----BEGIN |<[^/])/.test(line)) return false;
    names ||= /^\s*(?:--)?remote\s+\S/.test(line);
  }
  return names;
}

interface Reading {
  names: readonly string[];
  file: string;
  /** Inside `<connection>`, which cannot contain another one. */
  nested: boolean;
}

function optionsIn(lines: readonly Line[], reading: Reading): OvpnOption[] {
  const options: OvpnOption[] = [];
  for (let at = 0; at < lines.length; at++) {
    const { text, number: line } = lines[at] as Line;
    const place = `line ${line}`;
    const [first, ...words] = wordsOf(text) ?? refuse(reading.file, place);
    if (first === undefined) continue;
    const tag = words.length === 0 ? /^<([a-z0-9-]{1,40})>$/.exec(first)?.[1] : undefined;
    if (tag === undefined) {
      // A profile may write options with `--`, as on the command line.
      options.push({ name: first.replace(/^--(?=.)/, ''), words, line });
      continue;
    }
    let end = at + 1;
    while (end < lines.length && !isEnd(lines[end]?.text ?? '', tag)) end += 1;
    if (end === lines.length)
      throw refusedFile(reading.file, say('its block <{tag}> has no end', { tag }), { place });
    options.push({ name: tag, words: [], line, ...inside(tag, lines.slice(at + 1, end), reading) });
    at = end;
  }
  return options;
}

function isEnd(text: string, tag: string): boolean {
  return text.trimStart().startsWith(`</${tag}>`);
}

function inside(tag: string, lines: readonly Line[], reading: Reading): Partial<OvpnOption> {
  if (tag === 'connection' && !reading.nested)
    return { options: optionsIn(lines, { ...reading, nested: true }) };
  return reading.names.includes(tag) ? { lines: lines.map(({ text }) => text.trim()) } : {};
}

function refuse(file: string, place: string): never {
  throw refusedFile(file, say('a quotation in it does not end, or a backslash is not doubled'), {
    place,
    next: say('Write it as the manual of OpenVPN says (--config).'),
  });
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  return (wide ? buffer.toString('utf16le') : buffer.toString('utf8')).replace(/^\ufeff/, '');
}

/**
 * The next word of a line, or its end (a comment ends it too). White space is that of C. In double quotes and
 * bare words a backslash escapes a backslash, a double quote or white space; in single quotes it is literal.
 */
const NEXT =
  /(?:\\?[\t-\r ])*(?:\\?(?:$|[#;].*)|"((?:\\[\\"\t-\r ]|[^"\\])*)"|'([^']*)'|((?:\\[\\"]|[^\t-\r \\"'#;])(?:\\[\\"\t-\r ]|[^\t-\r \\])*)(?=[\t-\r ]|$))/sy;

/**
 * The words of one line of an OpenVPN profile with its line ending: quotes, escapes, comments (openvpn(8),
 * `--config`; where the manual is unclear, `parse_line` of OpenVPN 2.6). `null` for an unclosed quote or an
 * invalid escape, which OpenVPN rejects.
 */
export function wordsOf(line: string): string[] | null {
  const words: string[] = [];
  for (let at = 0; ; at = NEXT.lastIndex) {
    NEXT.lastIndex = at;
    const match = NEXT.exec(line);
    if (match === null) return null;
    const [, double, single, bare] = match;
    const word = single ?? (double ?? bare)?.replace(/\\(.)/gs, '$1');
    if (word === undefined) return words;
    words.push(word);
  }
}
