import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Which modules a module may import from, besides itself. Imports point down only. */
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
  l10n: ['core'],
  report: ['core', 'l10n'],
  ui: ['core', 'report'],
  pipeline: [
    'core',
    'files',
    'powershell',
    'machine',
    'path',
    'pac',
    'profile',
    'change',
    'schedule',
    'report',
  ],
  '': ['api', 'core', 'pipeline', 'report'],
  api: ['core', 'machine', 'pipeline', 'report'],
  cli: ['core', 'l10n', 'schedule', 'pipeline', 'report', 'ui'],
  exe: ['core', 'files', 'powershell', 'pipeline', 'cli'],
  page: ['core', 'files', 'machine', 'path', 'profile', 'pipeline', 'report'],
};

/** The same inside the pipeline; `''` is the list of steps itself. */
const PIPELINE_MAY_IMPORT: Record<string, readonly string[]> = {
  run: [],
  inputs: ['run'],
  pending: ['run', 'inputs'],
  path: ['run', 'inputs'],
  steps: ['run', 'inputs', 'pending', 'path'],
  '': ['run', 'steps'],
  modes: ['', 'run', 'inputs', 'pending', 'path', 'steps'],
  migrate: ['run', 'inputs', 'path', 'modes'],
  explain: ['', 'run'],
  export: ['', 'run', 'steps', 'inputs'],
  fleet: ['run', 'inputs', 'pending', 'path'],
  schedule: ['', 'run', 'inputs', 'pending', 'path', 'steps'],
  calls: ['run', 'inputs', 'modes', 'migrate', 'explain', 'export', 'fleet', 'schedule'],
};

/** The same inside the report: words and renderers of values, then what is true, is asked, is concluded, is shown. */
const REPORT_MAY_IMPORT: Record<string, readonly string[]> = {
  text: [],
  facts: ['text'],
  requests: ['text'],
  model: ['text', 'facts', 'requests'],
  views: ['text', 'facts', 'model'],
};

/** Node modules that do no I/O and may be used in the pure core. */
const PURE_MODULES = ['node:buffer', 'node:crypto', 'node:net', 'node:url', 'node:util'];

/** Where the core has schemas. */
const SCHEMAS = [join('core', 'schema'), join('core', 'path', 'stage-evidence.ts')];

interface Import {
  file: string;
  from: string;
  isType: boolean;
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
  return [...found].map((match) => ({
    file,
    from: match[1] ?? match[2] ?? match[3] ?? '',
    isType: match[0].trimStart().startsWith('import type '),
  }));
}

function layerOf(file: string, within = SRC): string {
  const path = relative(within, file).split(sep);
  return path.length === 1 ? '' : (path[0] ?? '');
}

/** Imports from one module of a folder to another that are not allowed. */
function wrongWithin(folder: string, mayImport: Record<string, readonly string[]>) {
  return all
    .filter(({ file, from }) => from.startsWith('.') && isBelow(folder, file))
    .map(({ file, from }) => ({ file, to: join(dirname(file), from) }))
    .filter(({ to }) => isBelow(folder, to))
    .map(({ file, to }) => ({
      file: relative(SRC, file),
      layer: layerOf(file, folder),
      to: layerOf(to, folder),
    }))
    .filter(({ layer, to }) => layer !== to && !mayImport[layer]?.includes(to));
}

function isBelow(folder: string, file: string): boolean {
  return !relative(folder, file).startsWith('..');
}

function isSchema(file: string): boolean {
  return SCHEMAS.some((place) => relative(SRC, file).startsWith(place));
}

const all = sourceFiles(SRC).flatMap(importsOf);

describe('the module graph', () => {
  it('has only modules that this test lists', () => {
    expect(
      [...new Set(sourceFiles(SRC).map((file) => layerOf(file)))].filter((layer) => !(layer in MAY_IMPORT)),
    ).toEqual([]);
  });

  it('has arrows that point down only', () => {
    expect(wrongWithin(SRC, MAY_IMPORT)).toEqual([]);
  });

  it.each([
    ['pipeline', PIPELINE_MAY_IMPORT],
    ['report', REPORT_MAY_IMPORT],
  ])('has arrows that point down only inside the %s, too', (module, mayImport) => {
    expect(wrongWithin(join(SRC, module), mayImport)).toEqual([]);
  });

  it('keeps the core pure: no I/O and no library', () => {
    const wrong = all
      .filter(
        ({ file, from }) => layerOf(file) === 'core' && !from.startsWith('.') && !PURE_MODULES.includes(from),
      )
      // Schemas that types are made of; start-up.test.ts holds that no run loads them.
      .filter(({ file, from, isType }) => from !== 'zod' || !(isType || isSchema(file)))
      .map(({ file, from }) => `${relative(SRC, file)} imports ${from}`);
    expect(wrong).toEqual([]);
  });

  it('imports node-powershell in one file', () => {
    const files = all.filter(({ from }) => from === 'node-powershell').map(({ file }) => relative(SRC, file));
    expect(new Set(files)).toEqual(new Set([join('powershell', 'shell.ts')]));
  });

  it('keeps Ink and React in the terminal view', () => {
    const wrong = all.filter(({ file, from }) => /^(ink|react)(\/|$)/.test(from) && layerOf(file) !== 'ui');
    expect(wrong).toEqual([]);
  });
});
