import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Which rooms a room may import from, besides itself. Arrows point down only. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  files: ['core'],
  powershell: ['core'],
  machine: ['core', 'files', 'powershell'],
  path: ['core'],
  pac: ['core'],
  profile: ['core'],
  change: ['core', 'files', 'machine'],
  schedule: ['core', 'files', 'machine', 'powershell', 'change'],
  report: ['core'],
  ui: ['core', 'report'],
  pipeline: ['core', 'files', 'machine', 'path', 'pac', 'profile', 'change', 'schedule', 'report'],
  '': ['core', 'pipeline', 'report', 'machine'],
  cli: ['', 'core', 'schedule', 'pipeline', 'report', 'ui'],
};

/** Node modules that do no I/O and may be used in the pure core. */
const PURE_MODULES = ['node:buffer', 'node:crypto', 'node:net', 'node:url', 'node:util'];

interface Import {
  file: string;
  from: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\s)(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|^import '([^']+)'/gm,
  );
  return [...found].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? '' }));
}

function roomOf(file: string): string {
  const path = relative(SRC, file).split(sep);
  return path.length === 1 ? '' : (path[0] ?? '');
}

const all = sourceFiles(SRC).flatMap(importsOf);

describe('the house', () => {
  it('has only rooms that are known here', () => {
    expect([...new Set(sourceFiles(SRC).map(roomOf))].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it('has arrows that point down only', () => {
    const wrong = all
      .filter(({ from }) => from.startsWith('.'))
      .map(({ file, from }) => ({
        file: relative(SRC, file),
        room: roomOf(file),
        to: roomOf(join(dirname(file), from)),
      }))
      .filter(({ room, to }) => room !== to && !MAY_IMPORT[room]?.includes(to));
    expect(wrong).toEqual([]);
  });

  it('keeps the core pure: no I/O and no library', () => {
    const wrong = all
      .filter(
        ({ file, from }) => roomOf(file) === 'core' && !from.startsWith('.') && !PURE_MODULES.includes(from),
      )
      .map(({ file, from }) => `${relative(SRC, file)} imports ${from}`);
    expect(wrong).toEqual([]);
  });

  it('imports node-powershell in one file', () => {
    const files = all.filter(({ from }) => from === 'node-powershell').map(({ file }) => relative(SRC, file));
    expect(new Set(files)).toEqual(new Set([join('powershell', 'shell.ts')]));
  });

  it('keeps Ink and React in the terminal view', () => {
    const wrong = all.filter(({ file, from }) => /^(ink|react)(\/|$)/.test(from) && roomOf(file) !== 'ui');
    expect(wrong).toEqual([]);
  });

  it('has files with one concept each: at most 300 lines', () => {
    const long = sourceFiles(SRC)
      .map((file) => ({ file: relative(SRC, file), lines: readFileSync(file, 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 301);
    expect(long).toEqual([]);
  });
});
