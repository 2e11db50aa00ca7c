import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBackup, listBackups, readBackup } from '../../../src/change/backup/backup.ts';
import type { Backup } from '../../../src/change/backup/backup-schema.ts';
import { seal } from '../../../src/change/state/sealed.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { say } from '../../../src/core/model/say.ts';
import { anyKey, anyName, anyValue } from '../../core/reg-file/arbitraries.ts';
import { onWindows } from '../../support/files.ts';
import { MACHINE, NOW, stateFolder } from '../folder.ts';

let dir: StateDir;
let remove: () => Promise<void>;
beforeEach(async () => ({ dir, remove } = await stateFolder()));
afterEach(() => remove());

const content: Omit<Backup, 'number' | 'createdAt'> = {
  reason: 'apply',
  planId: 'sha256:1',
  machine: MACHINE,
  values: [
    { key: 'HKEY_CURRENT_USER\\A', name: 'x', value: { kind: 'binary', bytes: new Uint8Array([0x46, 0]) } },
  ],
  createdKeys: ['HKEY_CURRENT_USER\\B'],
  file: null,
};
const create = () => createBackup(dir, content, NOW);

describe('a backup', () => {
  it('holds what was there, absent values and a whole recording too', async () => {
    const anyContent = fc.record({
      reason: fc.constantFrom('apply' as const, 'rollback' as const),
      planId: fc.option(fc.string(), { nil: null }),
      machine: fc.record({
        kind: fc.constantFrom('local' as const, 'recorded' as const, 'remote' as const),
        id: fc.string({ minLength: 1 }),
      }),
      values: fc.array(fc.record({ key: anyKey, name: anyName, value: fc.option(anyValue, { nil: null }) }), {
        maxLength: 5,
      }),
      createdKeys: fc.array(anyKey),
      file: fc.option(
        fc.record({
          bytes: fc.uint8Array({ maxLength: 500 }),
          sha256: fc.constant('a'.repeat(64)),
          leftSha256: fc.constant('0'.repeat(64)),
        }),
        { nil: null },
      ),
    });
    await fc.assert(
      fc.asyncProperty(anyContent, async (some) => {
        const { number } = await createBackup(dir, some, NOW);
        expect(await readBackup(dir, number, some.machine)).toEqual({
          ...some,
          number,
          createdAt: NOW.toISOString(),
        });
      }),
      { numRuns: 30 },
    );
  });

  it('holds a recording of many megabytes, whatever stands in its values', async () => {
    const bytes = new Uint8Array(500_001).map((_, at) => at * 7);
    const text = 'x "base64": "" x';
    const some: Parameters<typeof createBackup>[1] = {
      reason: 'apply',
      planId: null,
      machine: MACHINE,
      values: [{ key: 'HKEY_CURRENT_USER\\"base64": ""', name: text, value: { kind: 'string', text } }],
      createdKeys: [text],
      file: { bytes, sha256: 'a'.repeat(64), leftSha256: '0'.repeat(64) },
    };
    const { number, path } = await createBackup(dir, some, NOW);
    const { file, ...rest } = await readBackup(dir, number, MACHINE);
    const { file: _, ...other } = some;
    expect(rest).toMatchObject(other);
    // vitest compares long arrays slowly.
    expect(Buffer.compare(file?.bytes ?? new Uint8Array(), bytes)).toBe(0);
    expect(file).toMatchObject({ sha256: 'a'.repeat(64), leftSha256: '0'.repeat(64) });
    const { content } = JSON.parse((await readFile(path)).toString());
    expect(content.file.base64).toBe(Buffer.from(bytes).toString('base64'));
  });

  it.skipIf(onWindows)('is for us alone', async () => {
    const { path } = await create();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is refused when any one byte of it is another, or when it is cut off or longer', async () => {
    const { path } = await create();
    const whole = new Uint8Array(await readFile(path));
    const spoilt = [...whole.keys()].flatMap((i) =>
      [0x01, 0x20, 0x80].map((bit) => whole.with(i, (whole[i] ?? 0) ^ bit)),
    );
    spoilt.push(whole.slice(0, -1), whole.slice(0, 100), new Uint8Array(), Uint8Array.from([...whole, 0x0a]));
    for (const bytes of spoilt) {
      await writeFile(path, bytes);
      await expect(readBackup(dir, '1', MACHINE)).rejects.toMatchObject({
        code: 'backup-unusable',
        where: path,
      });
    }
    await writeFile(path, whole);
    await expect(readBackup(dir, '1', MACHINE)).resolves.toMatchObject(content);
  });
});

describe('backups', () => {
  it('are listed newest first, the damaged with the reason, nothing else of the folder', async () => {
    await create();
    await createBackup(dir, { ...content, reason: 'rollback', planId: null }, NOW);
    await writeFile(join(dir.path, 'backups', '9999.json'), 'damaged');
    await writeFile(join(dir.path, 'backups', '10000.json'), seal({}));
    await writeFile(join(dir.path, 'backups', '0001.json.abc.tmp'), '');
    const unknown = { createdAt: null, reason: null, planId: null, machine: null };
    expect(await listBackups(dir)).toMatchObject([
      { number: '10000', ...unknown, problem: say('it is not a backup of a supported version') },
      { number: '9999', ...unknown, problem: say('it was changed or cut off after it was written') },
      { number: '0002', reason: 'rollback', planId: null, problem: null },
      {
        number: '0001',
        createdAt: NOW.toISOString(),
        reason: 'apply',
        planId: 'sha256:1',
        machine: MACHINE,
        problem: null,
      },
    ]);
  });
});
