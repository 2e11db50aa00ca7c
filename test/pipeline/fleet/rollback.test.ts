import { expect, it } from 'vitest';
import { lastBackup, readApplied, recordApplied, recordRestored } from '../../../src/change/applied.ts';
import { createBackup } from '../../../src/change/backup/backup.ts';
import { type FileElsewhere, stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import { composeChange } from '../../../src/change/compose.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { dueThere } from '../../../src/pipeline/fleet/rollback.ts';
import { observe, sample, WINHTTP } from '../../core/stores/registry-scene.ts';

const MACHINE = { kind: 'local', id: '11111111-2222-3333-4444-555555555555' } as const;
const NOW = new Date('2026-11-24T10:00:00.000Z');
const APPLIED = { appliedAt: NOW.toISOString(), values: [] };

/** A computer whose state folder has two backups of an apply and one of a rollback, and this record. */
async function computer(record: (dir: StateDir) => Promise<void>) {
  const before = stateDirElsewhere([], [], true);
  const content = { planId: null, machine: MACHINE, values: [], createdKeys: [], file: null };
  for (const reason of ['apply', 'apply', 'rollback'] as const)
    await createBackup(before.dir, { reason, ...content }, NOW);
  await record(before.dir);
  return opened(before.taken());
}

function opened(files: readonly FileElsewhere[]) {
  const listed = files.flatMap(({ path }) => /^backups\/(\d+\.json)$/.exec(path)?.[1] ?? []);
  const state = stateDirElsewhere(files, listed, true);
  const read = { observation: observe(sample()), identity: MACHINE, state, seen: [], backups: [] };
  return { ...read, journal: null, unconfirmed: null, restored: null };
}

it.each<[string, (dir: StateDir) => Promise<void>, string]>([
  [
    'of the apply that is in effect, although a later one failed',
    (dir) => recordApplied(dir, MACHINE, { backup: '0001', ...APPLIED }),
    '0001',
  ],
  ['that the last rollback restored', (dir) => recordRestored(dir, MACHINE, '0001'), '0001'],
  ['of the newest apply where no record is left', async () => undefined, '0002'],
  [
    'of the newest apply where that of the record is gone',
    (dir) => recordRestored(dir, MACHINE, '0000'),
    '0002',
  ],
])('restores the backup %s', async (_, record, number) => {
  expect((await dueThere(await computer(record), 'pc1'))?.number).toBe(number);
});

it('refuses the backup of the record if it is damaged, and restores no other', async () => {
  const target = await computer((dir) => recordRestored(dir, MACHINE, '0001'));
  const path = `${target.state.dir.path}/backups/0001.json`;
  await target.state.dir.files.replace(path, new Uint8Array(3));
  await expect(dueThere(target, 'pc1')).rejects.toMatchObject({ code: 'backup-unusable', where: 'pc1' });
});

it('restores the same backup again after a rollback', async () => {
  const target = await computer((dir) => recordApplied(dir, MACHINE, { backup: '0001', ...APPLIED }));
  const write = { key: WINHTTP, name: 'WinHttpSettings', expected: null, next: null };
  await composeChange(target.state, [], {
    ...{ reason: 'rollback', planId: null, restores: '0001', identity: MACHINE, confirm: null, now: NOW },
    ...{ registry: target.observation.registry, steps: [{ id: 'winhttp/native#0', write }] },
  });
  const { dir } = target.state;
  expect([await readApplied(dir, MACHINE), await lastBackup(dir, MACHINE)]).toEqual([null, '0001']);
  expect((await dueThere(target, 'pc1'))?.number).toBe('0001');
});
