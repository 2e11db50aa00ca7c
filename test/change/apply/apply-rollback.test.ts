import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listBackups } from '../../../src/change/backup/backup.ts';
import type { Backup } from '../../../src/change/backup/backup-schema.ts';
import { rollBack } from '../../../src/change/backup/roll-back.ts';
import { readJournal } from '../../../src/change/state/journal.ts';
import { SAMPLE_KEYS, setValue } from '../../support/machines/machines.ts';
import { type ApplyScene, applyScene, type Write } from './apply-scene.ts';
import { faultsOf, THEIRS } from './faults.ts';

const { native: NATIVE } = SAMPLE_KEYS;
const COUNT = 6;

/** Restores value by value, as on a live computer; a recording is restored as a file. */
describe('a rollback', () => {
  let scene: ApplyScene;
  let backup: Backup;
  let applied: Buffer;
  beforeEach(async () => {
    scene = await applyScene('live');
    await scene.apply(scene.machine({ write: scene.base.write }));
    backup = await scene.backup();
    applied = await readFile(scene.file);
  });
  afterEach(() => scene.remove());

  const roll = (write: Write, damagedJournal = false) =>
    scene.store.locked(() =>
      rollBack(scene.machine({ write }), backup, scene.store, damagedJournal, () => undefined),
    );
  const reasons = async () => (await listBackups(scene.store.dir)).map(({ reason }) => reason);

  it('brings back every value, after a backup of what is there now', async () => {
    await setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS);
    const { changed, backup: safety } = await roll(scene.base.write);
    expect(changed).toHaveLength(COUNT);
    expect(safety).toBe('0002');
    expect(await readFile(scene.file)).toEqual(scene.original);
    expect(await reasons()).toEqual(['rollback', 'apply']);
    expect(await scene.journal()).toBeNull();
  });

  it('writes nothing and backs up nothing where there is nothing to do', async () => {
    await writeFile(scene.file, scene.original);
    const never: Write = () => Promise.reject(new Error('nothing is to be written'));
    expect(await roll(never)).toEqual({ changed: [], backup: null, left: [], notices: [] });
    expect(await reasons()).toEqual(['apply']);
  });

  it.each([
    ['denied', 'needs-elevation'],
    ['failed', 'write-failed'],
  ] as const)('that is %s half-way leaves everything as it was (%s)', async (status, code) => {
    const { calls, stopsAt } = faultsOf(scene);
    const write = calls(stopsAt(3, status));
    await expect(roll(write)).rejects.toMatchObject({ code });
    expect(await readFile(scene.file)).toEqual(applied);
    expect(await scene.journal()).toBeNull();
  });

  it('that does not take effect is rolled back', async () => {
    let calls = 0;
    const write: Write = async (steps, options) => {
      const report = await scene.base.write(steps, options);
      const old = steps.find((step) => step.write.name === 'ProxyServer')?.write;
      if (calls++ === 0 && old !== undefined) await setValue(scene.file, old.key, old.name, old.expected);
      return report;
    };
    await expect(roll(write)).rejects.toMatchObject({ code: 'write-failed' });
    expect(await readFile(scene.file)).toEqual(applied);
    expect(await scene.journal()).toBeNull();
  });

  it('does not overwrite what somebody else changes at that moment', async () => {
    let calls = 0;
    const write: Write = async (steps, options) => {
      if (calls++ === 0) await setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS);
      return scene.base.write(steps, options);
    };
    await expect(roll(write)).rejects.toMatchObject({ code: 'stale' });
    expect((await scene.registry()).value(NATIVE, 'WinHttpSettings')).toEqual(THEIRS);
    await setValue(scene.file, NATIVE, 'WinHttpSettings', null);
    expect(await scene.changed()).toHaveLength(COUNT);
  });

  it('out of a damaged journal leaves that journal until it is whole', async () => {
    const path = join(scene.store.dir.path, 'journal.json');
    await writeFile(path, 'torn');
    const fails: Write = () => Promise.reject(new Error('made to fail'));
    await expect(roll(fails, true)).rejects.toThrow();
    await expect(readJournal(scene.store.dir)).rejects.toMatchObject({ code: 'interrupted-change' });
    await roll(scene.base.write, true);
    expect(await readFile(scene.file)).toEqual(scene.original);
    expect(await scene.journal()).toBeNull();
  });
});
