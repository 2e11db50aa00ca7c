import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readBackup } from '../../../src/change/backup/backup.ts';
import type { Backup } from '../../../src/change/backup/backup-schema.ts';
import { rollBack } from '../../../src/change/backup/roll-back.ts';
import { type ChangeStore, openChangeStore } from '../../../src/change/change-store.ts';
import { readJournal } from '../../../src/change/state/journal.ts';
import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import type { Machine, StepStatus, WriteStep } from '../../../src/machine/port.ts';
import { tempFolder } from '../../support/files.ts';
import { NOW } from '../folder.ts';

const ADAMS = 'HKEY_USERS\\S-1-5-21-1-2-3-1008\\Software\\A';
const EVES = 'HKEY_USERS\\S-1-5-21-1-2-3-1009\\Software\\A';
const MACHINES = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A';
const KEYS = [ADAMS, EVES, MACHINES];
const OLD: RegistryValue = { kind: 'string', text: 'old' };
const NEW: RegistryValue = { kind: 'string', text: 'new' };
const IDENTITY = { kind: 'local', id: '11111111-2222-3333-4444-555555555555' } as const;

let folder: Awaited<ReturnType<typeof tempFolder>>;
let store: ChangeStore;
let held: Map<string, RegistryValue | null>;
beforeEach(async () => {
  folder = await tempFolder();
  store = await openChangeStore({
    ...{ explicit: join(folder.path, 'state'), platform: process.platform, env: {} },
    wallClock: () => NOW,
  });
  held = new Map(KEYS.map((key) => [key, NEW]));
});
afterEach(() => folder.remove());

/** Writes into the closed key end with this status: `written` does not last. An unseen key cannot even be read. */
function machine(closed: string | null, status: StepStatus, { elevated = true, unseen = '' } = {}): Machine {
  const keys = (): RegistryKey[] =>
    [...held].map(([path, value]) => {
      const visibility = path === unseen ? 'unseen' : 'present';
      return { path, visibility, values: new Map(value === null || path === unseen ? [] : [['x', value]]) };
    });
  return {
    recording: null,
    identity: async () => IDENTITY,
    observe: async () => ({ registry: new RegistrySnapshot(keys()), user: { sid: 'S-1-5-18', elevated } }),
    write: async (steps: readonly WriteStep[]) => {
      let stopped = false;
      const outcomes = steps.map(({ id, write: { key, next } }) => {
        const ending = stopped ? 'not-done' : key === closed ? status : 'written';
        if (ending !== 'written') stopped = true;
        else if (key !== closed) held.set(key, next);
        const [found, now, createdKey] = [null, held.get(key) ?? null, false];
        return { id, status: ending, how: 'registry', found, now, createdKey, hresult: null };
      });
      return { outcomes, notified: null };
    },
  } as unknown as Machine;
}

async function roll(over: Machine, value: RegistryValue | null = OLD) {
  const steps = KEYS.map((key) => ({ id: key, write: { key, name: 'x', expected: value, next: NEW } }));
  const kind = { reason: 'apply', planId: null, damagedJournal: false } as const;
  const registry = new RegistrySnapshot([]);
  const change = await store.begin(over, registry, steps, kind);
  await change.finish();
  const backup: Backup = await readBackup(store.dir, change.backup.number, IDENTITY);
  return store.locked(() => rollBack(over, { ...backup, createdKeys: [] }, store, false, () => undefined));
}

it.each(['denied', 'failed', 'changed', 'written'] as const)(
  'leaves the hive of a user that cannot be written (%s), and restores everything else',
  async (status) => {
    const { left, changed } = await roll(machine(EVES, status));
    expect(left).toMatchObject([{ key: EVES, name: 'x' }]);
    expect(changed.toSorted()).toEqual([`${MACHINES}\\x`, `${ADAMS}\\x`]);
    expect([...held.values()]).toEqual([OLD, NEW, OLD]);
    expect(await readJournal(store.dir)).toBeNull();
  },
);

it.each([OLD, null])('counts a hive that cannot be read as left, not as back (%j)', async (value) => {
  const { left } = await roll(machine(EVES, 'denied', { unseen: EVES }), value);
  expect(left).toMatchObject([{ key: EVES, name: 'x' }]);
  expect([...held.values()]).toEqual([value, NEW, value]);
});

it('stays all or nothing for the machine, and for a user who restores only their own setting', async () => {
  await expect(roll(machine(MACHINES, 'denied'))).rejects.toMatchObject({ code: 'needs-elevation' });
  expect([...held.values()]).toEqual([NEW, NEW, NEW]);
  await expect(roll(machine(EVES, 'denied', { elevated: false }))).rejects.toMatchObject({
    code: 'needs-elevation',
  });
  expect([...held.values()]).toEqual([NEW, NEW, NEW]);
});
