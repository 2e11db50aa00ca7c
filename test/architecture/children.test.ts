import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
/** A call that starts a process, up to its end. */
const START = /\b(execa|spawn|execFile|fork)\((?!\))[\s\S]*?\n? *\);/g;

/** ssh resolves files from the user's working folder; the relay passes on the folder that it receives. */
const INHERITS_FOLDER = ['machine/fleet/ssh-call.ts', 'machine/fleet/ssh-call.ts', 'powershell/relay.ts'];

it('starts every other program with an environment and a current folder that are made for it', async () => {
  const calls: string[] = [];
  for (const file of await readdir(SRC, { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = await readFile(join(SRC, file), 'utf8');
    for (const [call, name = ''] of text.matchAll(START)) {
      calls.push(file);
      // Options may be built just above the call.
      const near = text.slice(Math.max(0, text.indexOf(call) - 500), text.indexOf(call)) + call;
      const isClosed = name !== 'execa' || call.includes('extendEnv: false');
      const hasFolder = /\bcwd\b/.test(near) || INHERITS_FOLDER.includes(file);
      expect([file, /\benv\b/.test(near), isClosed, hasFolder]).toEqual([file, true, true, true]);
    }
  }
  expect(calls.length).toBeGreaterThanOrEqual(5);
});
