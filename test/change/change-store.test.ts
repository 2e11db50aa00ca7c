import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApplied } from '../../src/change/applied.ts';
import { listBackups, readBackup } from '../../src/change/backup/backup.ts';
import { backupToJson } from '../../src/change/backup/backup-schema.ts';
import { type ChangeKind, type ChangeStore, openChangeStore } from '../../src/change/change-store.ts';
import { readJournal } from '../../src/change/state/journal.ts';
import { seal } from '../../src/change/state/sealed.ts';
import { readUnconfirmed, writeUnconfirmed } from '../../src/change/state/unconfirmed.ts';
import { RegistrySnapshot, type RegistryValue } from '../../src/core/model/registry.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import type { FilePort } from '../../src/files/port.ts';
import type { Machine, StepOutcome, WriteStep } from '../../src/machine/port.ts';
import { tempFolder } from '../support/files.ts';
import { stepOf } from './carry-out-scene.ts';
import { MACHINE, NOW } from './folder.ts';

const A = 'HKEY_CURRENT_USER\\Software\\A';
const B = 'HKEY_CURRENT_USER\\Software\\B';
const STEPS = [A, B].map(stepOf);
const APPLY: ChangeKind = { reason: 'apply', planId: 'sha256:1', damagedJournal: false };
const LIVE = { recording: null, identity: async () => MACHINE } as unknown as Machine;
const REGISTRY = new RegistrySnapshot([
  { path: A, visibility: 'present', values: new Map() },
  { path: B, visibility: 'absent', values: new Map() },
]);

/** The file operations; a test replaces single ones, to let them fail. */
let files: FilePort;
let store: ChangeStore;
let remove: () => Promise<void>;
beforeEach(async () => {
  const folder = await tempFolder();
  remove = folder.remove;
  files = nodeFiles();
  const place = { platform: process.platform, env: {} };
  store = await openChangeStore({
    ...place,
    explicit: join(folder.path, 'state'),
    files,
    wallClock: () => NOW,
  });
});
afterEach(() => remove());

const begin = (more: Partial<ChangeKind> = {}, machine = LIVE, steps: readonly WriteStep[] = STEPS) =>
  store.begin(machine, REGISTRY, steps, { ...APPLY, ...more });
const statuses = async () => (await readJournal(store.dir))?.steps.map(({ status }) => status);
/** The operation, which fails for these paths. */
function fullAt<A extends [string, ...unknown[]], R>(
  paths: RegExp,
  operation: (...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
  return (...args) => (paths.test(args[0]) ? Promise.reject(full) : operation(...args));
}

it('a change removes what killed runs left of the files of the folder, and nothing else', async () => {
  const { path } = store.dir;
  const backups = join(path, 'backups');
  await mkdir(backups, { recursive: true });
  const gone = [join(path, 'journal.json.0123456789ab.tmp'), join(backups, '0001.json.0123456789ab.tmp')];
  const kept = [
    join(path, 'notes.txt.0123456789ab.tmp'),
    join(path, 'journal.json.tmp'),
    join(backups, '0001.json.0123456789ab.tmp.txt'),
    join(backups, '0001.json.0123456789a.tmp'),
  ];
  const old = new Date(NOW.getTime() - 3_600_000);
  for (const file of [...gone, ...kept]) {
    await writeFile(file, 'secret');
    await utimes(file, old, old);
  }
  await store.begin(LIVE, REGISTRY, STEPS, APPLY);
  const left = [...(await readdir(path)), ...(await readdir(backups))];
  for (const file of gone) expect(left).not.toContain(basename(file));
  for (const file of kept) expect(left).toContain(basename(file));
});

describe('the lock of a change store', () => {
  it('is held during the work, and until its release', async () => {
    const held = async () => (await readdir(store.dir.path)).includes('lock-holder.json');
    expect(await store.locked(async () => [await held()])).toEqual([true]);
    expect(await held()).toBe(false);
    const release = await store.lock();
    expect(await held()).toBe(true);
    await release();
    expect(await held()).toBe(false);
  });
});

describe('a change that begins', () => {
  it('has a backup of the old values, the keys that it creates, and a journal', async () => {
    const { backup, createdKeys, file } = await begin();
    expect([backup.number, createdKeys, file]).toEqual(['0001', [B], null]);
    expect(await readBackup(store.dir, '1', MACHINE)).toEqual({
      ...{ number: '0001', createdAt: NOW.toISOString(), reason: 'apply', planId: 'sha256:1' },
      ...{ machine: MACHINE, createdKeys: [B], file: null },
      values: STEPS.map(({ write: { key, name, expected } }) => ({ key, name, value: expected })),
    });
    expect(await readJournal(store.dir)).toMatchObject({
      ...{ startedAt: NOW.toISOString(), backup: '0001', planId: 'sha256:1', machine: MACHINE },
      steps: STEPS.map(({ id }) => ({ id, status: 'pending' })),
    });
  });

  it('has each key once, whatever number of values it has', async () => {
    const step = stepOf(B);
    expect((await begin({}, LIVE, [step, { ...step, id: 'again' }])).createdKeys).toEqual([B]);
  });

  it('has the whole file of a recording, with the digests before and after', async () => {
    const [bytes, changed] = [new Uint8Array([1]), new Uint8Array([2])];
    const asked: unknown[] = [];
    const edit = (...args: unknown[]) => {
      asked.push(args);
      return changed;
    };
    const machine = { ...LIVE, recording: { path: '/m.reg', read: async () => bytes, edit } };
    const { file } = await begin({}, machine as unknown as Machine);
    const digest = (of: Uint8Array) => createHash('sha256').update(of).digest('hex');
    expect(file).toEqual({ bytes, sha256: digest(bytes), leftSha256: digest(changed) });
    expect(asked).toEqual([[bytes, STEPS]]);
    expect((await readBackup(store.dir, '1', MACHINE)).file).toEqual(file);
  });

  it('starts no second journal beside a damaged one, and removes that at its end', async () => {
    const journal = join(store.dir.path, 'journal.json');
    await writeFile(journal, 'torn');
    const change = await begin({ damagedJournal: true, reason: 'rollback', planId: null });
    change.onStep({ id: STEPS[0]?.id ?? '', status: 'written' });
    await change.settled();
    await change.restored();
    expect(await readFile(journal, 'utf8')).toBe('torn');
    await change.finish();
    expect(await readdir(store.dir.path)).toEqual(['backups']);
    expect(await listBackups(store.dir)).toMatchObject([{ reason: 'rollback', planId: null }]);
  });
});

describe('a change that goes on', () => {
  it('has each step in the journal when it is settled', async () => {
    const change = await begin();
    for (const { id } of STEPS) change.onStep({ id, status: 'written' });
    await change.settled();
    expect(await statuses()).toEqual(['written', 'written']);
  });

  it('goes on where a step cannot be recorded', async () => {
    const change = await begin();
    const replace = files.replace;
    files.replace = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    change.onStep({ id: STEPS[0]?.id ?? '', status: 'written' });
    await change.settled();
    files.replace = replace;
    change.onStep({ id: STEPS[1]?.id ?? '', status: 'failed' });
    await change.settled();
    expect(await statuses()).toEqual(['written', 'failed']);
  });

  it.each(['finish', 'restored'] as const)('writes no step after its end (%s)', async (end) => {
    const change = await begin();
    const { replace } = files;
    let writing = 0;
    files.replace = async (...args) => {
      writing++;
      await new Promise((resolve) => setImmediate(resolve));
      return replace(...args).finally(() => writing--);
    };
    change.onStep({ id: STEPS[0]?.id ?? '', status: 'written' });
    await change[end]();
    expect([writing, await readJournal(store.dir)]).toEqual([0, null]);
  });

  it('logs its writes with the number of its backup', async () => {
    const change = await begin();
    const result = { status: 'written', how: 'registry', found: null, now: null, createdKey: false };
    const outcomes = [{ id: STEPS[1]?.id, ...result, hresult: null }] as StepOutcome[];
    await change.log(STEPS, outcomes);
    const lines = (await readFile(join(store.dir.path, 'writes.ndjson'), 'utf8')).trimEnd().split('\n');
    const place = { id: STEPS[1]?.id, key: B, name: 'x', status: 'written', how: 'registry' };
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: NOW.toISOString(), machine: MACHINE, backup: '0001', ...place },
    ]);
  });

  it('records what it left, and forgets what an earlier rollback left', async () => {
    const unconfirmed = { armedAt: NOW.toISOString(), deadline: NOW.toISOString(), steps: [], left: [] };
    const over = { backup: '0000', machine: MACHINE, putBackAt: NOW.toISOString(), ...unconfirmed };
    await writeUnconfirmed(store.dir, over);
    const change = await begin();
    const value: RegistryValue = { kind: 'dword', number: 7 };
    await change.noteApplied(
      new RegistrySnapshot([{ path: A, visibility: 'present', values: new Map([['x', value]]) }]),
    );
    expect(await readApplied(store.dir, MACHINE)).toEqual({
      ...{ backup: '0001', appliedAt: NOW.toISOString() },
      values: [
        { key: A, name: 'x', value },
        { key: B, name: 'x', value: null },
      ],
    });
    expect(await readUnconfirmed(store.dir)).toBeNull();
  });

  it('does not fail where it cannot record what it left', async () => {
    const change = await begin();
    files.replace = fullAt(/applied-/, files.replace);
    await change.noteApplied(REGISTRY);
    expect(await readApplied(store.dir, MACHINE)).toBeNull();
  });
});

describe('a change that ends', () => {
  /** Older backups of the machine. */
  async function older(count: number) {
    const folder = join(store.dir.path, 'backups');
    await mkdir(folder);
    for (let number = 1; number <= count; number++) {
      const one = { number: String(number).padStart(4, '0'), createdAt: NOW.toISOString(), file: null };
      const backup = { ...one, ...APPLY, machine: MACHINE, values: [], createdKeys: [] };
      await writeFile(join(folder, `${one.number}.json`), seal(backupToJson(backup)));
    }
  }
  const numbers = async () => (await listBackups(store.dir)).map(({ number }) => number);

  it.each(['finish', 'restored'] as const)('keeps the newest 50 backups (%s)', async (end) => {
    await older(50);
    expect(await numbers()).toHaveLength(50);
    await (await begin())[end]();
    expect(await numbers()).toHaveLength(50);
    expect((await numbers()).at(-1)).toBe('0002');
    expect(await readJournal(store.dir)).toBeNull();
  });

  it.each(['finish', 'restored'] as const)(
    'does not fail where a backup cannot be deleted, and deletes others (%s)',
    async (end) => {
      await older(51);
      files.remove = fullAt(/0001/, files.remove);
      await (await begin())[end]();
      expect((await numbers()).slice(-2)).toEqual(['0003', '0001']);
      expect(await readJournal(store.dir)).toBeNull();
      const two = await begin();
      files.list = fullAt(/backups/, files.list);
      await two[end]();
    },
  );

  it('reports a journal that cannot be removed', async () => {
    const one = await begin();
    files.remove = fullAt(/journal/, files.remove);
    const where = join(store.dir.path, 'journal.json');
    const message = 'The journal cannot be removed: the disk is full.';
    await expect(one.restored()).rejects.toMatchObject({ code: 'state-dir', message, where });
    // A complete change is reported as such: only its record is left, and the file to delete is named.
    await expect(one.finish()).rejects.toMatchObject({
      ...{ code: 'state-dir', where, message: `All values were written and checked. ${message}` },
      next: expect.stringContaining('Delete this file'),
    });
  });
});
