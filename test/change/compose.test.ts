import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { readBackup } from '../../src/change/backup/backup.ts';
import { type FileElsewhere, stateDirElsewhere } from '../../src/change/backup/files-elsewhere.ts';
import { type ComposeOptions, composeChange, composeRestore } from '../../src/change/compose.ts';
import { readJournal } from '../../src/change/state/journal.ts';
import { readUnconfirmed, type Unconfirmed, writeUnconfirmed } from '../../src/change/state/unconfirmed.ts';
import type { Observation } from '../../src/core/model/observation.ts';
import { RegistrySnapshot, type RegistryValue } from '../../src/core/model/registry.ts';
import { changesWaiting, isWaiting } from '../../src/pipeline/fleet/target.ts';

const KEY =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const VALUE = (byte: number): RegistryValue => ({ kind: 'binary', bytes: new Uint8Array([byte]) });
const IDENTITY = { kind: 'local', id: '00000000-0000-4000-8000-000000000001' } as const;
const NOW = new Date('2026-11-26T10:00:00.000Z');

interface WireFile {
  path: string;
  base64: string | null;
  append: boolean;
}
interface Request {
  writes: { key: string; expected: unknown; next: unknown; removeKeyIfEmpty: boolean }[];
  task: string | null;
  exists: boolean;
  seen: WireFile[];
  before: WireFile[];
  after: WireFile[];
  rolledBack: WireFile[];
}

function options(more: Partial<ComposeOptions> = {}): ComposeOptions {
  const registry = new RegistrySnapshot([
    { path: KEY, visibility: 'present', values: new Map([['WinHttpSettings', VALUE(1)]]) },
  ]);
  const write = { key: KEY, name: 'WinHttpSettings', expected: VALUE(1), next: VALUE(2) };
  return {
    reason: 'apply',
    planId: 'sha256:00',
    identity: IDENTITY,
    registry,
    steps: [{ id: 'winhttp/native#0', write }],
    confirm: null,
    now: NOW,
    ...more,
  };
}

async function compose(
  more: Partial<ComposeOptions> = {},
  files: FileElsewhere[] = [],
  listed: string[] = [],
) {
  const { backup, request } = await composeChange(
    stateDirElsewhere(files, listed, false),
    files,
    options(more),
  );
  return { backup, request: request as unknown as Request };
}

/** The state folder there after these files were written to it. */
function folderWith(...lists: readonly WireFile[][]) {
  const held = new Map<string, Uint8Array>();
  for (const { path, base64, append } of lists.flat()) {
    if (base64 === null) held.delete(path);
    else if (!append) held.set(path, new Uint8Array(Buffer.from(base64, 'base64')));
  }
  const files = [...held].map(([path, bytes]) => ({ path, bytes }));
  const listed = [...held.keys()].filter((path) => path.startsWith('backups/')).map((path) => path.slice(8));
  return { names: [...held.keys()].sort(), ...stateDirElsewhere(files, listed, true) };
}

describe('a change for another machine', () => {
  it('has its backup before its journal, and both before the first write', async () => {
    const { backup, request } = await compose();
    expect(backup).toBe('0001');
    expect(request.exists).toBe(false);
    expect(request.before.map(({ path }) => path)).toEqual([
      'backups/last-number',
      'backups/0001.json',
      'journal.json',
    ]);
    const { dir } = folderWith(request.before);
    expect(await readJournal(dir)).toMatchObject({
      backup: '0001',
      machine: IDENTITY,
      startedAt: NOW.toISOString(),
    });
    expect((await readBackup(dir, '0001', IDENTITY)).values).toEqual([
      { key: KEY, name: 'WinHttpSettings', value: VALUE(1) },
    ]);
  });

  it('leaves the journal for last, and nothing but the backup where it was rolled back', async () => {
    const { request } = await compose();
    expect(request.after.at(-1)).toMatchObject({ path: 'journal.json', base64: null });
    expect(folderWith(request.before, request.after).names).toEqual([
      expect.stringMatching(/^applied-[0-9a-f]{32}\.json$/),
      'backups/0001.json',
      'backups/last-number',
    ]);
    expect(folderWith(request.before, request.rolledBack).names).toEqual([
      'backups/0001.json',
      'backups/last-number',
    ]);
  });

  it('counts on from what is there, and is bound to what was seen', async () => {
    const seen = { path: 'backups/last-number', bytes: new Uint8Array(Buffer.from('0007\n')) };
    const { backup, request } = await compose({}, [seen], ['0003.json']);
    expect(backup).toBe('0008');
    expect(request.seen).toEqual([{ path: 'backups/last-number', base64: 'MDAwNwo=', append: false }]);
  });

  it('that has to be confirmed carries its rollback, which is refused when the saved record differs', async () => {
    const confirm = {
      withinMs: 600_000,
      folder: 'C:\\Program Files\\p2s-fix\\state',
      script: new Uint8Array([65]),
    };
    const { request } = await compose({ confirm });
    expect(request.task).toBe('create');
    const { dir, names } = folderWith(request.before, request.after);
    expect(names).toEqual(expect.arrayContaining(['put-back-task.xml', 'put-back.json', 'put-back.ps1']));
    expect(await readUnconfirmed(dir)).toMatchObject({
      backup: '0001',
      deadline: '2026-11-26T10:10:00.000Z',
    });
    const file = (name: string) => {
      const found = request.before.find(({ path }) => path === name)?.base64;
      return Buffer.from(found ?? '', 'base64');
    };
    const restoring = JSON.parse(file('put-back.json').toString('ascii')) as Request;
    expect(restoring.seen).toEqual([
      { path: 'unconfirmed.json', base64: file('unconfirmed.json').toString('base64'), append: false },
    ]);
    expect(restoring.writes).toMatchObject([
      { expected: request.writes[0]?.next, next: request.writes[0]?.expected },
    ]);
    expect(restoring).toMatchObject({ task: 'remove', exists: true });
    const back = folderWith(request.before, request.after, restoring.after);
    expect(back.names.filter((name) => /^(?:put-back|applied)/.test(name))).toEqual([]);
    expect(await readUnconfirmed(back.dir)).toMatchObject({ putBackAt: '2026-11-26T10:10:00.000Z' });
    // When the change itself is rolled back, nothing of it is left.
    expect(folderWith(request.before, request.rolledBack).names).toEqual([
      'backups/0001.json',
      'backups/last-number',
    ]);
    const xml = file('put-back-task.xml').toString('utf16le');
    expect(xml.charCodeAt(0)).toBe(0xfeff);
    expect(xml).toContain('<StartBoundary>2026-11-26T10:10:00Z</StartBoundary>');
    // Repeats for an hour, and then without an end.
    expect(xml.match(/<Interval>.*?<\/Interval>|<Duration>.*?<\/Duration>/g)).toEqual([
      '<Interval>PT5M</Interval>',
      '<Duration>PT1H</Duration>',
      '<Interval>PT1H</Interval>',
    ]);
    expect(() => new SaxesParser().write(xml.slice(1)).close()).not.toThrow();
  });

  it('that stays removes the record of one that was rolled back', async () => {
    const back = stateDirElsewhere([], [], true);
    const intent = { id: 'x#0', key: KEY, name: 'WinHttpSettings', expected: VALUE(1), next: VALUE(2) };
    const change: Unconfirmed = {
      backup: '0001',
      machine: IDENTITY,
      armedAt: NOW.toISOString(),
      deadline: NOW.toISOString(),
      steps: [intent],
      putBackAt: NOW.toISOString(),
      left: [{ key: KEY, name: 'WinHttpSettings' }],
    };
    await writeUnconfirmed(back.dir, change);
    const note = back.taken();
    const { request } = await compose({}, note);
    expect(request.after).toContainEqual({ path: 'unconfirmed.json', base64: null, append: false });
    expect((await compose()).request.after.map(({ path }) => path)).not.toContain('unconfirmed.json');
    const state = { folder: 'C:\\x', exists: true, files: note, backups: [], other: null };
    expect(await isWaiting({ state })).toBe(false);
    await writeUnconfirmed(back.dir, { ...change, putBackAt: null, left: [] });
    expect(await isWaiting({ state: { ...state, files: back.taken() } })).toBe(true);
    const damaged = [{ path: 'unconfirmed.json', bytes: Buffer.from('{}') }];
    expect(await isWaiting({ state: { ...state, files: damaged } })).toBe(true);
    const reported = async (byte: number) => {
      const values = new Map([['WinHttpSettings', VALUE(byte)]]);
      const registry = new RegistrySnapshot([{ path: KEY, visibility: 'present', values }]);
      const observation = { registry, collectedAt: NOW.toISOString() } as Observation;
      return changesWaiting({ state, observation });
    };
    expect(await reported(1)).toEqual([]);
    expect(await reported(3)).toMatchObject([
      { code: 'values-not-put-back', severity: 'warning', evidence: { backup: '0001' } },
    ]);
  });

  it('that rolls back takes away what waits', async () => {
    const { request } = await compose({ reason: 'rollback', planId: null });
    expect(request.task).toBe('remove');
    const gone = request.after.filter(({ base64 }) => base64 === null).map(({ path }) => path);
    expect(gone).toEqual(expect.arrayContaining(['unconfirmed.json', 'put-back.json', 'journal.json']));
  });

  it('remembers the keys that it makes, each once, so that its rollback removes them', async () => {
    const confirm = {
      withinMs: 600_000,
      folder: 'C:\\Program Files\\p2s-fix\\state',
      script: new Uint8Array([65]),
    };
    const made = `${KEY}2`;
    const absent = { path: made, visibility: 'absent' as const, values: new Map() };
    const { steps, registry } = options();
    const write = (name: string) => ({ key: made, name, expected: null, next: VALUE(2) });
    const change = {
      registry: new RegistrySnapshot([...registry.keys, absent]),
      steps: [...steps, { id: 'a#0', write: write('a') }, { id: 'a#1', write: write('b') }],
    };
    const { request } = await compose({ ...change, confirm });
    const { dir } = folderWith(request.before);
    expect((await readBackup(dir, '0001', IDENTITY)).createdKeys).toEqual([made]);
    const restoring = request.before.find(({ path }) => path === 'put-back.json')?.base64;
    const { writes } = JSON.parse(Buffer.from(restoring ?? '', 'base64').toString('ascii')) as Request;
    const removed = Object.fromEntries(writes.map(({ key, removeKeyIfEmpty }) => [key, removeKeyIfEmpty]));
    expect(removed).toEqual({ [KEY]: false, [made]: true });
  });

  it('skips values of others only where it restores', async () => {
    const apply = (await compose()).request;
    const rollback = (await compose({ reason: 'rollback', planId: null })).request;
    expect(
      [apply, rollback].map((one) => (one as unknown as { leaveForeign?: boolean }).leaveForeign ?? false),
    ).toEqual([false, true]);
    const restore = composeRestore(options().steps, [], []) as unknown as Request & { leaveForeign: boolean };
    expect(restore).toMatchObject({
      task: 'remove',
      exists: true,
      leaveForeign: true,
      before: [],
      rolledBack: [],
    });
    expect((await compose({ confirm: null })).request.task).toBeNull();
  });
});
