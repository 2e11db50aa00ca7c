import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** What a file imports at once and with `import()`; packages by their names. */
function importsOf(file: string): { now: string[]; later: string[] } {
  const text = readFileSync(join(SRC, file), 'utf8');
  const resolved = (from: string) =>
    from.startsWith('.') ? relative(SRC, join(SRC, dirname(file), from)) : from;
  const all = (pattern: RegExp) =>
    [...text.matchAll(pattern)].flatMap(([, clause = '', from = '']) =>
      clause.startsWith('type ') || from.startsWith('node:') ? [] : [resolved(from)],
    );
  return {
    now: all(/^(?:import|export)\s(?:([\w\s{},*]*?)\sfrom\s)?'([^']+)';/gm),
    later: all(/(?<!: |typeof )()\bimport\('([^']+)'\)/g).filter((from) => !from.startsWith('node:')),
  };
}

/** All modules that load with these files; `lazily` adds what they load later, and so on. */
function reachable(entries: readonly string[], lazily: boolean): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    if (!existsSync(join(SRC, file))) return;
    const { now, later } = importsOf(file);
    for (const one of [...now, ...(lazily ? later : [])]) visit(one);
  };
  for (const entry of entries) visit(entry);
  return seen;
}

/** A document has its letters in Japanese too, and a rollback writes none. */
const FOR_LETTERS = 'l10n/japanese.ts';

it('the watch over a change has loaded all that its rollback will ever load', () => {
  const loaders = ['pipeline/modes/watch.ts', 'machine/load-machines.ts'];
  const loaded = reachable([...loaders, ...loaders.flatMap((file) => importsOf(file).later)], false);
  const expected = reachable(['pipeline/modes/rollback.ts'], true);
  expect([...expected]).toEqual(
    expect.arrayContaining(['machine/recorded/recorded.ts', 'execa', 'node-powershell']),
  );
  expect([...expected].filter((file) => !loaded.has(file) && file !== FOR_LETTERS)).toEqual([]);
});
