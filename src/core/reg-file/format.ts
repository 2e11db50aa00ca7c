import { P2sError } from '../model/errors.ts';
import type { RegistryValue } from '../model/registry.ts';
import { say } from '../model/say.ts';
import { canEncode } from './encoding.ts';
import type { RegFile } from './model.ts';
import { valueText, valueToData } from './value.ts';

/** Where `reg export` breaks hex data: not before this column, without the backslash; the longest line is 80. */
const WRAP_COLUMN = 77;

/**
 * The data after `=`, as `reg export` writes it; `column` characters precede it on the line. Throws P2sError
 * `refused` when the file's encoding cannot represent the text.
 */
export function formatData(value: RegistryValue, column: number, file: RegFile): string {
  const text = valueText(value);
  if (value.kind === 'dword') return `dword:${value.number.toString(16).padStart(8, '0')}`;
  const hexable = file.version === 5 || canEncode(text, 'latin1');
  const quotable = value.kind === 'string' && canEncode(text, file.encoding);
  if (quotable && (!hexable || !/[\r\n\0]/.test(text))) return `"${escapeQuoted(text)}"`;
  if (!hexable) throw notCarried(file);
  const { type, bytes } = valueToData(value, file.version === 5);
  return hexLines(type === 3 ? 'hex:' : `hex(${type.toString(16)}):`, bytes, column, file.eol);
}

/** A whole new line, with its line end. */
export function formatEntry(name: string, value: RegistryValue, file: RegFile): string {
  requireOneLine(name, file);
  const head = name === '' ? '@=' : `"${escapeQuoted(name)}"=`;
  return head + formatData(value, head.length, file) + file.eol;
}

/** A line that deletes the value on import. */
export function formatDeletion(name: string, file: RegFile): string {
  requireOneLine(name, file);
  return `${name === '' ? '@' : `"${escapeQuoted(name)}"`}=-${file.eol}`;
}

export function formatSectionLine(path: string, file: RegFile): string {
  requireOneLine(path, file);
  return `[${path}]${file.eol}`;
}

function hexLines(head: string, bytes: Uint8Array, column: number, eol: string): string {
  const last = bytes.length - 1;
  let out = head;
  let width = column + head.length;
  for (const [i, byte] of bytes.entries()) {
    out += byte.toString(16).padStart(2, '0');
    if (i === last) break;
    out += ',';
    width += 3;
    if (width >= WRAP_COLUMN) {
      out += `\\${eol}  `;
      width = 2;
    }
  }
  return out;
}

function escapeQuoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&');
}

/** Names and paths must fit on one line. */
function requireOneLine(text: string, file: RegFile): void {
  if (!canEncode(text, file.encoding) || /[\r\n\0]/.test(text)) throw notCarried(file);
}

function notCarried(file: RegFile): P2sError {
  return new P2sError('refused', say('A name or text holds characters that this .reg file cannot carry.'), {
    next: say('Save the file as UTF-16LE with the header "Windows Registry Editor Version 5.00".'),
    evidence: { encoding: file.encoding, version: file.version },
  });
}
