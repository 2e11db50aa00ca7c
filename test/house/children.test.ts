import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
/** What starts a process, up to the end of its call. */
const START = /\b(execa|spawn|execFile|fork)\((?!\))[\s\S]*?\n? *\);/g;

it('starts every other program with an environment that is made for it', async () => {
  const calls: string[] = [];
  for (const file of await readdir(SRC, { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = await readFile(join(SRC, file), 'utf8');
    for (const [call, name = ''] of text.matchAll(START)) {
      calls.push(file);
      // Options may be made just above the call.
      const near = text.slice(Math.max(0, text.indexOf(call) - 500), text.indexOf(call)) + call;
      expect([file, /\benv\b/.test(near), name !== 'execa' || call.includes('extendEnv: false')]).toEqual([
        file,
        true,
        true,
      ]);
    }
  }
  expect(calls.length).toBeGreaterThanOrEqual(6);
});
