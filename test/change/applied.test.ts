import { describe, expect, it } from 'vitest';
import { APPLIED, forgetApplied, readApplied, recordApplied } from '../../src/change/applied.ts';
import { stateDirElsewhere } from '../../src/change/backup/files-elsewhere.ts';
import { seal } from '../../src/change/state/sealed.ts';
import type { AppliedState } from '../../src/core/findings/history.ts';
import { failing } from '../support/files.ts';
import { MACHINE, NOW } from './folder.ts';

const KEY = 'HKEY_CURRENT_USER\\Software\\A';
const STATE: AppliedState = {
  backup: '0007',
  appliedAt: NOW.toISOString(),
  values: [
    { key: KEY, name: 'x', value: { kind: 'qword', number: 5n } },
    { key: KEY, name: 'y', value: null },
  ],
};
const OTHERS = [
  { ...MACHINE, id: 'other' },
  { ...MACHINE, kind: 'recorded' as const },
];
const folder = () => stateDirElsewhere([], [], true).dir;

describe('the record of what was applied', () => {
  it('is what it was, for its own machine only', async () => {
    const dir = folder();
    expect(await readApplied(dir, MACHINE)).toBeNull();
    await recordApplied(dir, MACHINE, STATE);
    expect(await readApplied(dir, MACHINE)).toEqual(STATE);
    for (const other of OTHERS) expect(await readApplied(dir, other)).toBeNull();
  });

  it('is a file of its own for each machine', async () => {
    const dir = folder();
    const states = [MACHINE, ...OTHERS].map((machine, at) => ({
      machine,
      state: { ...STATE, backup: String(at) },
    }));
    for (const { machine, state } of states) await recordApplied(dir, machine, state);
    for (const { machine, state } of states) expect(await readApplied(dir, machine)).toEqual(state);
    await forgetApplied(dir, MACHINE);
    const left = states.map(({ machine }) => readApplied(dir, machine));
    expect(await Promise.all(left)).toEqual([null, states[1]?.state, states[2]?.state]);
    expect(APPLIED(MACHINE).path(dir)).toMatch(/applied-[0-9a-f]{32}\.json$/);
  });

  it('is not readable for others', async () => {
    const modes: unknown[] = [];
    const dir = folder();
    const files = {
      ...dir.files,
      replace: async (...[, , options]: Parameters<typeof dir.files.replace>) => {
        modes.push(options);
        return true;
      },
    };
    await recordApplied({ ...dir, files }, MACHINE, STATE);
    expect(modes).toEqual([{ mode: 0o600 }]);
  });

  it('is none where the file of this machine is about another', async () => {
    for (const other of OTHERS) {
      const dir = folder();
      const values: unknown[] = [];
      const content = { schemaVersion: 1, machine: other, backup: '1', appliedAt: STATE.appliedAt, values };
      const file = APPLIED(MACHINE).path(dir);
      await dir.files.replace(file, seal({ ...content, machine: MACHINE }));
      expect(await readApplied(dir, MACHINE)).toEqual({ ...STATE, backup: '1', values: [] });
      await dir.files.replace(file, seal(content));
      expect(await readApplied(dir, MACHINE)).toBeNull();
    }
  });

  it.each<[string, object]>([
    ['another version', { schemaVersion: 2 }],
    ['no machine', { machine: null }],
    ['a machine of no kind', { machine: { ...MACHINE, kind: 'x' } }],
    ['a machine without a name', { machine: { ...MACHINE, id: '' } }],
    ['no backup', { backup: null }],
    ['a date that is no time', { appliedAt: 'today' }],
    ['no list of values', { values: {} }],
    ['a value without a key', { values: [{ name: 'x', value: null }] }],
    ['a value without a name', { values: [{ key: KEY, value: null }] }],
    ['a value that is none', { values: [{ key: KEY, name: 'x', value: 'x' }] }],
  ])('is none where it has %s', async (_, wrong) => {
    const dir = folder();
    const content = { backup: '1', appliedAt: STATE.appliedAt, values: [] };
    const write = (whole: object) =>
      dir.files.replace(APPLIED(MACHINE).path(dir), seal({ schemaVersion: 1, machine: MACHINE, ...whole }));
    await write(content);
    expect(await readApplied(dir, MACHINE)).not.toBeNull();
    await write({ ...content, ...wrong });
    expect(await readApplied(dir, MACHINE)).toBeNull();
  });

  it('is none where it is damaged or cannot be read', async () => {
    const dir = folder();
    await recordApplied(dir, MACHINE, STATE);
    expect(await readApplied({ ...dir, files: failing(dir.files, { read: 'EACCES' }) }, MACHINE)).toBeNull();
    await dir.files.replace(APPLIED(MACHINE).path(dir), new Uint8Array(3));
    expect(await readApplied(dir, MACHINE)).toBeNull();
  });

  it('that cannot be written is an error; one that cannot be removed may stay', async () => {
    const dir = folder();
    const full = { ...dir, files: failing(dir.files, { replace: 'ENOSPC', remove: 'EACCES' }) };
    await expect(recordApplied(full, MACHINE, STATE)).rejects.toMatchObject({ code: 'ENOSPC' });
    await forgetApplied(full, MACHINE);
    const fault = new TypeError('made to fail');
    const broken = { ...dir, files: { ...dir.files, remove: () => Promise.reject(fault) } };
    await expect(forgetApplied(broken, MACHINE)).rejects.toBe(fault);
  });
});
