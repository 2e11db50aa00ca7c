import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const TOP = new URL('../../', import.meta.url);
const COLUMNS = 120;

/** Lines of a script that are too long. Help takes the first line of an example for its command, so it stays one. */
function longLines(text: string): number[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) =>
    line.length > COLUMNS && lines[index - 1]?.trim() !== '.EXAMPLE' ? [index + 1] : [],
  );
}

it('keeps every line of PowerShell within the columns', () => {
  const files = ['ps1', 'scripts', 'test'].flatMap((folder) =>
    readdirSync(new URL(folder, TOP), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ps[dm]?1$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    longLines(readFileSync(new URL(file, TOP), 'utf8')).map((line) => `${file}:${line}`),
  );
  expect(found).toEqual([]);
  const long = 'x'.repeat(COLUMNS + 1);
  expect(longLines(`.EXAMPLE\n${long}\n${long}\nshort`)).toEqual([3]);
});
