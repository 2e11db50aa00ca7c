import { P2sError } from '../../core/model/errors.ts';
import { type Message, say } from '../../core/model/say.ts';
import { tooLarge } from '../refused.ts';

/** Larger files are refused; a real phonebook has a few kilobytes per entry. */
export const MAX_PHONEBOOK_BYTES = 4 * 1024 * 1024;
export const MAX_PHONEBOOK_ENTRIES = 1000;

/** One `Key=value` line. */
export interface PhonebookValue {
  /** The sub-block of the value (`MEDIA=rastapi` opens one); `null` before the first. */
  block: PhonebookBlock | null;
  key: string;
  value: string;
}

/** A key in capitals opens a block; `Device=` is a key of the MEDIA block. */
export type PhonebookBlock = 'NETCOMPONENTS' | 'MEDIA' | 'DEVICE';

export interface PhonebookSection {
  name: string;
  /** Line of `[name]`, from 1. */
  line: number;
  /** In file order; keys (`CustomAuthData`, `NrptRules`) and blocks can repeat. */
  values: PhonebookValue[];
}

const BLOCKS: readonly PhonebookBlock[] = ['NETCOMPONENTS', 'MEDIA', 'DEVICE'];

/**
 * Parses rasphone.pbk: `[name]`, then `Key=value` lines. Encodings: UTF-8 with a byte order mark, UTF-16LE, or
 * single bytes. Of single bytes, an entry with `Encoding=1` is UTF-8; any other is ANSI in an unknown code page
 * and stays latin1, one character per byte. Ignores other lines, as Windows does.
 *
 * @throws P2sError `input` with the line (`evidence.line`) for a file that is not a phonebook, `input` for one
 * that is too large
 */
export function readPhonebookText(bytes: Uint8Array): PhonebookSection[] {
  if (bytes.length > MAX_PHONEBOOK_BYTES) throw refused(tooLarge(bytes, MAX_PHONEBOOK_BYTES), null);
  const { text, decoded } = textOf(bytes);
  const sections: PhonebookSection[] = [];
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const lf = text.indexOf('\n', start);
    const next = lf === -1 ? text.length : lf;
    // A loop, because a regular expression would search the line end for each of a million characters.
    let end = next;
    while (end > start && text[end - 1] === '\r') end -= 1;
    const line = text.slice(start, end);
    number += 1;
    start = next + 1;
    if (line.startsWith('[')) {
      if (sections.length === MAX_PHONEBOOK_ENTRIES)
        throw refused(say('it has more than {limit} entries', { limit: MAX_PHONEBOOK_ENTRIES }), number);
      sections.push({ name: nameIn(line, number), line: number, values: [] });
    } else if (/[^ \t\0]/.test(line) && !line.startsWith(';')) {
      const section = sections.at(-1);
      if (section === undefined) throw refused(say('an entry such as [name] is expected first'), number);
      addValue(section, line);
    }
  }
  return decoded ? sections : sections.map(inItsEncoding);
}

/** `decoded`: the whole file is Unicode, regardless of `Encoding=` in its entries. */
function textOf(bytes: Uint8Array): { text: string; decoded: boolean } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff)
    throw refused(say('it is UTF-16 big-endian, and little-endian or UTF-8 is expected'), 1);
  if (first === 0xff && second === 0xfe)
    return { text: buffer.subarray(2).toString('utf16le'), decoded: true };
  if (first !== undefined && first !== 0 && second === 0)
    return { text: buffer.toString('utf16le'), decoded: true };
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    const utf8 = asUtf8(buffer.subarray(3));
    return { text: utf8 ?? buffer.subarray(3).toString('latin1'), decoded: utf8 !== null };
  }
  return { text: buffer.toString('latin1'), decoded: false };
}

/**
 * The last bracket closes the name: in a double-byte code page the second byte of a character can be a bracket.
 */
function nameIn(line: string, number: number): string {
  const close = line.lastIndexOf(']');
  if (close === -1) throw refused(say('a closing ] is expected after the name of the entry'), number);
  return line.slice(1, close);
}

function addValue(section: PhonebookSection, line: string): void {
  const equals = line.indexOf('=');
  if (equals < 1) return;
  const key = line.slice(0, equals).trim();
  const block = BLOCKS.find((one) => one === key) ?? section.values.at(-1)?.block ?? null;
  section.values.push({ block, key, value: line.slice(equals + 1).trim() });
}

/** The values of a key in any case, because a tool may have changed the case. */
export function valuesNamed(values: readonly PhonebookValue[], name: string): string[] {
  const lower = name.toLowerCase();
  return values.filter(({ key }) => key.toLowerCase() === lower).map(({ value }) => value);
}

function inItsEncoding(section: PhonebookSection): PhonebookSection {
  if (!valuesNamed(section.values, 'Encoding').includes('1')) return section;
  const decode = (text: string) => asUtf8(Buffer.from(text, 'latin1')) ?? text;
  const values = section.values.map((one) => ({ ...one, key: decode(one.key), value: decode(one.value) }));
  return { ...section, name: decode(section.name), values };
}

/** `null` when the bytes are not valid UTF-8; the caller then keeps them. */
function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refused(problem: Message, line: number | null): P2sError {
  return new P2sError('input', say('The phonebook cannot be read: {reason}.', { reason: problem }), {
    ...(line === null ? {} : { where: `line ${line}`, evidence: { line } }),
    next: say(
      'Windows keeps it as Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk below %APPDATA% and %ProgramData%.',
    ),
  });
}
