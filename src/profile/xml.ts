import { SaxesParser } from 'saxes';
import { neutralise } from '../core/model/neutralise.ts';
import { type Message, say } from '../core/model/say.ts';
import { copied, refusedFile, tooLarge } from './refused.ts';

export const MAX_XML_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 32;
const MAX_VALUES = 2000;

/** The text of one element. */
export interface XmlValue {
  /** The path below the root: local names in lower case, separated by `/`. */
  path: string;
  text: string;
  /** From 1. */
  line: number;
}

export interface XmlValues {
  /** Local name, in lower case. */
  root: string;
  values: XmlValue[];
}

/**
 * Reads an XML file and keeps only the texts of the selected elements. Namespaces, case, attributes,
 * comments and order do not matter. DTDs and custom entities are not supported.
 *
 * @throws P2sError `input` with file and line
 */
export function readXml(bytes: Uint8Array, file: string, isRead: (path: string) => boolean): XmlValues {
  if (bytes.length > MAX_XML_BYTES) throw refusedFile(file, tooLarge(bytes, MAX_XML_BYTES));
  const source = decodeXml(bytes, file);
  const parser = new SaxesParser();
  const names: string[] = [];
  const read: XmlValues = { root: '', values: [] };
  let open: { path: string; text: string; line: number; depth: number } | null = null;

  const refuse = (problem: Message) => refusedFile(file, problem, { place: `line ${parser.line}` });
  const take = (text: string) => {
    if (open !== null && open.depth === names.length) open.text += text;
  };
  parser.on('error', (error) => {
    throw refuse(say('it is not well-formed XML ({problem})', { problem: neutralise(problemIn(error)) }));
  });
  parser.on('doctype', () => {
    throw refuse(say('it has a DOCTYPE, which is not supported'));
  });
  parser.on('opentagstart', ({ name }) => {
    if (names.push(localName(name)) > MAX_DEPTH)
      throw refuse(say('it has more than {limit} elements inside one another', { limit: MAX_DEPTH }));
    if (names.length === 1) read.root = copied(localName(name));
    const path = names.slice(1).join('/');
    if (!isRead(path)) return;
    open = { path: copied(path), text: '', line: parser.line, depth: names.length };
  });
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    if (open !== null && open.depth === names.length) {
      const { path, text, line } = open;
      if (read.values.push({ path, text: copied(text.trim()), line }) > MAX_VALUES)
        throw refuse(say('it has more than {limit} values', { limit: MAX_VALUES }));
      open = null;
    }
    names.pop();
  });
  parser.write(source).close();
  return read;
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1).toLowerCase();
}

/** The parser's message without its position. It can quote a name or a character of the file. */
function problemIn({ message }: Error): string {
  return message.replace(/^\d+:\d+: /, '').slice(0, 120);
}

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
    throw refusedFile(file, say('its declared encoding is not known'), { place: 'line 1' });
  }
  try {
    return decoder.decode(bytes).trimStart();
  } catch {
    throw refusedFile(file, say('its bytes are not valid {encoding}', { encoding }));
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
