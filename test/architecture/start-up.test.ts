import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** What is loaded with a file: its imports and theirs, without `import()`. */
function loadedWith(entry: string): { files: Map<string, string>; packages: string[] } {
  const packages = new Set<string>();
  const files = new Map<string, string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    const text = readFileSync(file, 'utf8');
    files.set(file, text);
    const imports = text.matchAll(/^(?:import|export)\s(?:([\w\s{},*]*?)\sfrom\s)?'([^']+)';/gm);
    for (const [, clause = '', from = ''] of imports) {
      if (clause.startsWith('type ') || from.startsWith('node:')) continue;
      if (from.startsWith('.')) visit(resolve(dirname(file), from));
      else packages.add(from);
    }
  };
  visit(resolve(SRC, entry));
  return { files, packages: [...packages].sort() };
}

const packagesOf = (entry: string) => loadedWith(entry).packages;
const namesLoadedWith = (entry: string) =>
  [...loadedWith(entry).files.keys()].map((file) => file.slice(SRC.length));

describe('libraries are loaded when they are needed', () => {
  it.each([
    'cli/bin.ts',
    'cli/main.ts',
    'cli/run/run-and-show.ts',
    'pipeline/modes/verify.ts',
    'pipeline/modes/audit.ts',
  ])('%s loads no package, because it runs before the first packet or before PowerShell', (entry) => {
    expect(packagesOf(entry)).toEqual([]);
  });

  it('PowerShell is started with nothing but what talks to it', () => {
    expect(packagesOf('machine/this-machine.ts')).toEqual(['node-powershell']);
  });

  it('a profile is looked at before the library for its kind is loaded', () => {
    expect(packagesOf('pipeline/inputs/profile-files.ts')).toEqual([]);
    expect(packagesOf('profile/zip.ts')).toEqual(['yauzl']);
    expect(packagesOf('profile/profile-xml.ts')).toEqual(['saxes']);
  });

  it('sees the libraries where they are', () => {
    expect(packagesOf('cli/help/command-help.ts')).toEqual(['yargs']);
    expect(packagesOf('pipeline/pending/interruption.ts')).toContain('zod');
  });
});

describe('what takes milliseconds in Node is not done before the first packet', () => {
  const entries = ['cli/bin.ts', 'cli/main.ts', 'cli/run/run-and-show.ts', 'pipeline/modes/verify.ts'];
  const loaded = new Map(entries.flatMap((entry) => [...loadedWith(entry).files]));
  const where = (pattern: RegExp) =>
    [...loaded].filter(([, text]) => pattern.test(text)).map(([file]) => file.slice(SRC.length));

  it('the pattern for IPv6 is compiled for what may be one', () => {
    // The handshake uses it for an address.
    expect(where(/\bisIP(?:v6)?\b/).sort()).toEqual([
      'core/model/ip-version.ts',
      'path/transport/handshake.ts',
    ]);
  });

  it('performance is not loaded for the time', () => {
    expect(where(/^(?!.*\/\/).*\bperformance\.now/m)).toEqual([]);
  });
});

it('a path check loads nothing that judges replies before its first packet', () => {
  const loaded = ['cli/main.ts', 'cli/run/run-and-show.ts', 'pipeline/modes/verify.ts'].flatMap(
    namesLoadedWith,
  );
  // Of these, what says that a path fails.
  const judging = loaded.filter((file) => /^(?:core\/causes|path\/(?:pki|revocation))\//.test(file));
  expect([...new Set(judging)].sort()).toEqual([
    'core/causes/rule.ts',
    'core/causes/verdicts.ts',
    'path/pki/direct-probe.ts',
  ]);
});

it('an English report does not load the Japanese', () => {
  const entries = ['report/model/document.ts', 'report/views/text/plain.ts', 'ui/mount.tsx'];
  expect(entries.flatMap(namesLoadedWith).filter((file) => file.startsWith('l10n/'))).toEqual([]);
});

it('a report loads no table of error codes', () => {
  const entries = ['cli/main.ts', 'cli/run/run-and-show.ts', 'report/model/document.ts'];
  const loaded = entries.flatMap(namesLoadedWith);
  expect(loaded).not.toContain('core/explain/explain.ts');
});

it('help loads nothing of a run and no texts of a report', () => {
  const loaded = ['cli/main.ts', 'cli/help/command-help.ts'].flatMap(namesLoadedWith);
  expect(
    [...new Set(loaded)].filter((file) => !/^(?:cli|core\/(?:model|options)|ui)\//.test(file)).sort(),
  ).toEqual([
    'pipeline/calls/registry.ts',
    'pipeline/pending/watch-arguments.ts',
    'pipeline/run/ports.ts',
    'report/text/columns.ts',
    'report/text/language.ts',
  ]);
});

it('a run loads no texts of a report before it has begun', () => {
  const loaded = ['cli/run/run-and-show.ts', 'pipeline/modes/verify.ts'].flatMap(namesLoadedWith);
  const texts = loaded.filter((file) => /^report\/(?:messages|text)\//.test(file));
  expect([...new Set(texts)]).toEqual(['report/text/language.ts']);
});
