import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const LIB = new URL('../../ps1/lib/', import.meta.url);

it('no two parts of the scripts assign one variable, since a script may be made of both', () => {
  const parts = new Map<string, string[]>();
  for (const file of readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ps1'),
  )) {
    const text = readFileSync(new URL(file, LIB), 'utf8');
    // Variables ignore case. An indented assignment is in a function, and intended.
    const names = [...text.matchAll(/^\$script:(\w+) *=/gm)].map(([, name = '']) => name.toLowerCase());
    for (const name of new Set(names)) parts.set(name, [...(parts.get(name) ?? []), file]);
  }
  expect(parts.size).toBeGreaterThan(50);
  expect([...parts].filter(([, files]) => files.length > 1)).toEqual([]);
});
