import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** A source file named in a text: no import, so a move does not change it and no compiler reports it. */
const NAMED = /['"`(]((?:\.{1,2}\/)*(?:src|test|scripts|ps1)\/[\w./-]+\.(?:tsx?|mjs|ps1|cs))['"`)]/g;

it('the scripts and settings of the project name files that exist', () => {
  const scripts = readdirSync(join(ROOT, 'scripts'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:mjs|ts)$/.test(file))
    .map((file) => join('scripts', file));
  const named = [...scripts, 'vitest.config.ts', 'knip.json', 'package.json'].flatMap((file) =>
    Array.from(readFileSync(join(ROOT, file), 'utf8').matchAll(NAMED), ([, path = '']) => ({ file, path })),
  );
  expect(named.length).toBeGreaterThan(30);
  const missing = named.filter(({ file, path }) =>
    [ROOT, dirname(join(ROOT, file))].every((from) => !existsSync(resolve(from, path))),
  );
  expect(missing).toEqual([]);
});
