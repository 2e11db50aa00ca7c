import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { CATALOG_EN } from '../../../src/report/text/en/catalog.ts';
import { LETTERS_JA } from '../../../src/report/text/ja/requests/letters.ts';

const MESSAGES = resolve(import.meta.dirname, '../../../src/report/messages');

/** The files of `messages` that a file uses, and itself. */
function withUsed(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file) || !file.startsWith(MESSAGES)) return seen;
  const source = readFileSync(file, 'utf8');
  seen.set(file, source);
  for (const [, from = ''] of source.matchAll(/from '(\.[^']+)'/g))
    withUsed(resolve(dirname(file), from), seen);
  return seen;
}

/** The keys that a source may mean: those it writes, and those below a prefix that a code completes. */
function keysIn(source: string): string[] {
  const written = Array.from(source.matchAll(/'([a-z][\w.-]*)'/g), ([, key = '']) => key);
  const begun = Array.from(source.matchAll(/`([a-z][\w.-]*\.)\$\{/g), ([, prefix = '']) => prefix);
  const all = Object.keys(CATALOG_EN);
  return all.filter(
    (key) =>
      begun.some((prefix) => key.startsWith(prefix)) ||
      written.some((name) => key === name || key.startsWith(`${name}.`)),
  );
}

it.each(['letter.ts', 'move-letter.ts'])('%s uses only texts that the letters have in Japanese', (name) => {
  const keys = [...withUsed(resolve(MESSAGES, 'requests', name)).values()].flatMap(keysIn);
  expect(keys.length).toBeGreaterThan(25);
  expect(keys.filter((key) => !Object.hasOwn(LETTERS_JA, key))).toEqual([]);
});
