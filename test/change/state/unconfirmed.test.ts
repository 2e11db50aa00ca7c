import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import {
  intentsToConfirm,
  readUnconfirmed,
  removeUnconfirmed,
  timeLeft,
  type Unconfirmed,
  writeUnconfirmed,
} from '../../../src/change/state/unconfirmed.ts';
import { failing } from '../../support/files.ts';
import { MACHINE, NOW, stateFolder } from '../folder.ts';

const MINUTE = 60_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const STEPS = intentsToConfirm([
  {
    id: 'winhttp/native#0',
    write: {
      key: 'HKEY_LOCAL_MACHINE\\X',
      name: 'WinHttpSettings',
      expected: null,
      next: { kind: 'binary', bytes: new Uint8Array([0, 255]) },
    },
  },
]);
const CHANGE: Unconfirmed = {
  backup: '0007',
  machine: MACHINE,
  armedAt: NOW.toISOString(),
  deadline: later(10 * MINUTE).toISOString(),
  steps: STEPS,
  putBackAt: null,
  left: [],
};

describe('the record of an unconfirmed change', () => {
  let dir: StateDir;
  let remove: () => Promise<void>;
  beforeAll(async () => ({ dir, remove } = await stateFolder()));
  afterAll(() => remove());
  const file = () => join(dir.path, 'unconfirmed.json');

  it('is what it was, and nothing where there is none', async () => {
    expect(await readUnconfirmed(dir)).toBeNull();
    await writeUnconfirmed(dir, CHANGE);
    expect(await readUnconfirmed(dir)).toEqual(CHANGE);
    const left = [{ key: 'HKEY_LOCAL_MACHINE\\X', name: 'WinHttpSettings' }];
    const restore = { ...CHANGE, putBackAt: later(MINUTE).toISOString(), left };
    await writeUnconfirmed(dir, restore);
    expect(await readUnconfirmed(dir)).toEqual(restore);
    await removeUnconfirmed(dir);
    await removeUnconfirmed(dir);
    expect(await readUnconfirmed(dir)).toBeNull();
  });

  it('is not obeyed when one byte of it was changed', async () => {
    await writeUnconfirmed(dir, CHANGE);
    const bytes = await readFile(file());
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const damaged = Buffer.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ bits;
          await writeFile(file(), damaged);
          await expect(readUnconfirmed(dir)).rejects.toMatchObject({
            code: 'interrupted-change',
            evidence: { damaged: true },
            where: file(),
          });
        },
      ),
      { numRuns: 50 },
    );
    await removeUnconfirmed(dir);
  });

  it('reports why it cannot be written', async () => {
    const full = { ...dir, files: failing(dir.files, { replace: 'ENOSPC' }) };
    await expect(writeUnconfirmed(full, CHANGE)).rejects.toMatchObject({
      code: 'state-dir',
      message: expect.stringContaining('the disk is full'),
    });
  });
});

describe('the time left', () => {
  it.each([
    ['at once', 0, 10 * MINUTE],
    ['half of it', 5 * MINUTE, 5 * MINUTE],
    ['at the end', 10 * MINUTE, 0],
    ['after a long sleep', 600 * MINUTE, -590 * MINUTE],
    ['a clock that was put right by a second', -1000, 10 * MINUTE],
    ['a clock that was set back by an hour', -60 * MINUTE, 0],
  ])('%s', (_what, after, left) => {
    expect(timeLeft(CHANGE, later(after))).toBe(left);
  });
});
