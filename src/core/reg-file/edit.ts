import type { RegistryValue, RegistryWrite } from '../model/registry.ts';
import { formatData, formatEntry, formatSectionLine } from './format.ts';
import { isAtOrBelow, sameKey } from './key-path.ts';
import type { RegEntry, RegFile, RegSection } from './model.ts';
import { parseRegText } from './parse.ts';

interface Splice {
  start: number;
  end: number;
  text: string;
}

/**
 * The file with these writes applied; `expected` is ignored. Everything else is unchanged, byte for byte. A
 * changed value replaces its own data; a new one is added to the end of the last section of its key; a missing key
 * gets a section at the end; a deleted value loses its lines, and its section stays, which means "absent". Throws
 * P2sError `refused` for text that the file's encoding cannot represent.
 */
export function editRegFile(file: RegFile, writes: readonly RegistryWrite[]): RegFile {
  const splices: Splice[] = [];
  const added = new Map<string, { path: string; lines: string }>();
  for (const { key, name, next } of lastPerValue(writes)) {
    const sections = liveSections(file, key);
    const entries = sections.flatMap((section) =>
      section.entries.filter((entry) => sameKey(entry.name, name)),
    );
    const last = entries.at(-1);
    if (next === null) {
      for (const entry of entries) splices.push({ start: entry.lineStart, end: entry.lineEnd, text: '' });
    } else if (last !== undefined) {
      splices.push(replaceData(file, last, next));
    } else {
      const section = sections.at(-1);
      const line = formatEntry(name, next, file);
      if (section !== undefined)
        splices.push(insertAt(file, section.entries.at(-1)?.lineEnd ?? section.headEnd, line));
      else addLine(added, key, line);
    }
  }
  splices.push(...newSections(file, added));
  return splices.length === 0 ? file : reparsed(file, splices);
}

/** The file without the sections of these keys that contain only blank lines. */
export function dropEmptySections(file: RegFile, keys: readonly string[]): RegFile {
  const splices = keys.flatMap((key) =>
    liveSections(file, key).flatMap(({ start, headEnd, end }) => {
      const empty = file.text.slice(headEnd, end).trim() === '';
      return empty ? [{ start, end, text: '' }] : [];
    }),
  );
  return splices.length === 0 ? file : reparsed(file, splices);
}

/** The effective sections of a key: those after the last deletion of it or of a parent key. */
function liveSections(file: RegFile, key: string): RegSection[] {
  const dead = file.sections.findLastIndex((section) => section.deleted && isAtOrBelow(key, section.path));
  return file.sections.slice(dead + 1).filter((section) => !section.deleted && sameKey(section.path, key));
}

function lastPerValue(writes: readonly RegistryWrite[]): Iterable<RegistryWrite> {
  const last = new Map<string, RegistryWrite>();
  for (const write of writes) last.set(`${write.key}\n${write.name}`.toLowerCase(), write);
  return last.values();
}

function replaceData(file: RegFile, entry: RegEntry, value: RegistryValue): Splice {
  const text = formatData(value, entry.dataStart - entry.lineStart, file);
  return { start: entry.dataStart, end: entry.dataEnd, text };
}

function insertAt(file: RegFile, offset: number, line: string): Splice {
  const broken = file.text[offset - 1] === '\n';
  return { start: offset, end: offset, text: broken ? line : file.eol + line };
}

function addLine(added: Map<string, { path: string; lines: string }>, key: string, line: string): void {
  const section = added.get(key.toLowerCase());
  if (section === undefined) added.set(key.toLowerCase(), { path: key, lines: line });
  else section.lines += line;
}

/** New keys are added at the end, each with a blank line before and after, as in an export. */
function newSections(file: RegFile, added: ReadonlyMap<string, { path: string; lines: string }>): Splice[] {
  if (added.size === 0) return [];
  const end = file.text.length;
  const gap = /\n[ \t]*\r?\n$/.test(file.text)
    ? ''
    : file.text.endsWith('\n')
      ? file.eol
      : file.eol + file.eol;
  const sections = [...added.values()].map(
    ({ path, lines }) => formatSectionLine(path, file) + lines + file.eol,
  );
  return [{ start: end, end, text: gap + sections.join('') }];
}

function reparsed(file: RegFile, splices: Splice[]): RegFile {
  let text = '';
  let done = 0;
  for (const splice of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    text += file.text.slice(done, splice.start) + splice.text;
    done = Math.max(done, splice.end);
  }
  const { encoding, bom, counts } = file;
  return parseRegText({ encoding, bom, text: text + file.text.slice(done) }, counts);
}
