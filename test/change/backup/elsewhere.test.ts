import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readApplied, recordApplied } from '../../../src/change/applied.ts';
import { createBackup } from '../../../src/change/backup/backup.ts';
import { type FileElsewhere, stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import { removeRestore, removeTask, writeRestore } from '../../../src/change/backup/restore-elsewhere.ts';
import {
  readUnconfirmed,
  type Unconfirmed,
  writeUnconfirmed,
} from '../../../src/change/state/unconfirmed.ts';
import { RESTORE_FILES } from '../../../src/core/fleet/restore-task.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { toWireOrNull } from '../../../src/machine/wire/value.ts';
import { MACHINE, NOW } from '../folder.ts';

const bytes = (...numbers: number[]) => new Uint8Array(numbers);
const paths = (files: readonly FileElsewhere[]) => files.map(({ path }) => path);

describe('the files of a state folder on another computer', () => {
  const known = [
    { path: 'a.json', bytes: bytes(1, 2, 3) },
    { path: 'backups/0001.json', bytes: bytes(4) },
    { path: 'gone.json', bytes: null },
  ];
  const open = () => {
    const { dir, ...more } = stateDirElsewhere(known, ['0001.json', '0002.json'], true);
    return { at: (...names: string[]) => join(dir.path, ...names), files: dir.files, ...more };
  };

  it('are read by their names, up to a limit', async () => {
    const { at, files } = open();
    expect(await files.read(at('a.json'), 3)).toEqual(bytes(1, 2, 3));
    expect(await files.read(at('backups', '0001.json'), 1)).toEqual(bytes(4));
    await expect(files.read(at('a.json'), 2)).rejects.toMatchObject({ code: 'EFBIG' });
    for (const name of ['gone.json', 'b.json'])
      await expect(files.read(at(name), 9)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('are listed for the folder of backups only', async () => {
    const { at, files, exists } = open();
    expect(await files.list(at('backups'))).toEqual(['0001.json', '0002.json']);
    for (const folder of [at('other'), at()]) expect(await files.list(folder)).toEqual([]);
    expect(exists).toBe(true);
    expect(await files.info(at('a.json'))).toBeNull();
    expect(await files.realpath(at('x'))).toBe(at('x'));
    expect(stateDirElsewhere([], [], false).exists).toBe(false);
  });

  it('hold what is written, and record it once, in order', async () => {
    const { at, files, taken } = open();
    await files.makeFolder(at('backups'), 0o700);
    expect(await files.replace(at('backups', '0003.json'), bytes(7))).toBe(true);
    await files.append(at('writes.ndjson'), bytes(8));
    await files.remove(at('a.json'));
    expect(await files.read(at('backups', '0003.json'), 9)).toEqual(bytes(7));
    await expect(files.read(at('a.json'), 9)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(taken()).toEqual([
      { path: 'backups/0003.json', bytes: bytes(7) },
      { path: 'writes.ndjson', bytes: bytes(8), append: true },
      { path: 'a.json', bytes: null },
    ]);
    expect(taken()).toEqual([]);
  });

  it('are replaced only where they have the bytes that are expected', async () => {
    const { at, files, taken } = open();
    for (const [name, expected] of [
      ['a.json', bytes(1, 2)],
      ['gone.json', bytes()],
    ] as const)
      expect(await files.replace(at(name), bytes(9), { expected })).toBe(false);
    expect(taken()).toEqual([]);
    expect(await files.replace(at('a.json'), bytes(9), { expected: bytes(1, 2, 3) })).toBe(true);
    expect(await files.replace(at('gone.json'), bytes(9), { mode: 0o600 })).toBe(true);
    expect(paths(taken())).toEqual(['a.json', 'gone.json']);
  });

  it('take the next backup', async () => {
    const { dir, taken } = stateDirElsewhere([], ['0008.json'], true);
    const content = { reason: 'apply', planId: null, machine: MACHINE, values: [], createdKeys: [] } as const;
    const { number } = await createBackup(dir, { ...content, values: [], createdKeys: [], file: null }, NOW);
    expect(number).toBe('0009');
    expect(paths(taken())).toEqual(['backups/last-number', 'backups/0009.json']);
  });
});

describe('what rolls an unconfirmed change back on another computer', () => {
  const KEY = 'HKEY_CURRENT_USER\\Software\\A';
  const value: RegistryValue = { kind: 'string', text: 'new' };
  const steps = [
    { id: 'a', write: { key: KEY, name: 'x', expected: null, next: value } },
    { id: 'b', write: { key: `${KEY}\\B`, name: 'y', expected: value, next: null } },
  ];
  const waiting: Unconfirmed = {
    ...{ backup: '0001', machine: MACHINE, armedAt: NOW.toISOString(), putBackAt: null, left: [] },
    deadline: '2026-11-24T10:10:00.000Z',
    steps: steps.map(({ id, write }) => ({ id, ...write })),
  };
  const script = bytes(0x23, 0x0a);
  const folder = 'C:\\Program Files\\p2s-fix\\state';

  async function written() {
    const state = stateDirElsewhere([], [], true);
    await recordApplied(state.dir, MACHINE, { backup: '0001', appliedAt: NOW.toISOString(), values: [] });
    state.taken();
    await writeRestore(state, waiting, steps, [KEY], { withinMs: 600_000, folder, script });
    const files = state.taken();
    const file = (name: string) => Buffer.from(files.find(({ path }) => path === name)?.bytes ?? []);
    return { ...state, files, file, request: JSON.parse(file(RESTORE_FILES.request).toString()) };
  }

  it('is its record, then the script, its request and its task', async () => {
    const { files, file, dir } = await written();
    const names = ['unconfirmed.json', RESTORE_FILES.script, RESTORE_FILES.request, RESTORE_FILES.task];
    expect(paths(files)).toEqual(names);
    expect(await readUnconfirmed(dir)).toEqual(waiting);
    expect(new Uint8Array(file(RESTORE_FILES.script))).toEqual(script);
    expect(file(RESTORE_FILES.request).at(-1)).toBe(0x0a);
    const xml = file(RESTORE_FILES.task);
    expect([...xml.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const text = xml.toString('utf16le');
    expect(text).toContain(`${folder}\\${RESTORE_FILES.script}`);
    expect(text).toContain('<StartBoundary>2026-11-24T10:10:00Z</StartBoundary>');
  });

  it('writes the old values, last first, and removes a key that the change created', async () => {
    const { request } = await written();
    const wire = toWireOrNull(value);
    const [one, two] = steps.map(({ id, write: { key, name } }) => ({ id, key, name, winHttp: null }));
    expect(request).toMatchObject({ task: 'remove', leaveForeign: true, confirm: null, exists: true });
    expect(request.writes).toEqual([
      { ...two, expected: null, next: wire, removeKeyIfEmpty: false },
      { ...one, expected: wire, next: null, removeKeyIfEmpty: true },
    ]);
  });

  it('runs only while its record is there, and records the rollback before it removes its files', async () => {
    const { request, file, dir } = await written();
    expect(request.seen).toEqual([
      { path: 'unconfirmed.json', base64: file('unconfirmed.json').toString('base64'), append: false },
    ]);
    expect([request.before, request.rolledBack]).toEqual([[], []]);
    const applied = expect.stringMatching(/^applied-/);
    expect(paths(request.after)).toEqual(['unconfirmed.json', ...Object.values(RESTORE_FILES), applied]);
    const [record, ...removed] = request.after;
    expect(removed.map(({ base64 }: { base64: string | null }) => base64)).toEqual(removed.map(() => null));
    const bytes = new Uint8Array(Buffer.from(record.base64, 'base64'));
    const after = stateDirElsewhere([{ path: record.path, bytes }], [], true);
    expect(await readUnconfirmed(after.dir)).toEqual({ ...waiting, putBackAt: waiting.deadline });
    expect(await readApplied(dir, MACHINE)).toBeNull();
  });

  it('is removed as a whole, or without the record', async () => {
    const { dir, taken } = await written();
    await removeTask(dir);
    expect(paths(taken())).toEqual(Object.values(RESTORE_FILES));
    expect(await readUnconfirmed(dir)).toEqual(waiting);
    await writeUnconfirmed(dir, waiting);
    taken();
    await removeRestore(dir);
    expect(paths(taken())).toEqual([...Object.values(RESTORE_FILES), 'unconfirmed.json']);
    expect(await readUnconfirmed(dir)).toBeNull();
  });
});
