import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listBackups } from '../../../src/change/backup/backup.ts';
import type { Backup } from '../../../src/change/backup/backup-schema.ts';
import { rollBack } from '../../../src/change/backup/roll-back.ts';
import { readJournal } from '../../../src/change/state/journal.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import type { Machine, RecordingFile } from '../../../src/machine/port.ts';
import { carryOutScene, OLD, OURS } from '../carry-out-scene.ts';
import { MACHINE, NOW } from '../folder.ts';
import { type Ending, valuesMachine } from '../values-machine.ts';

const A = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A';
const B = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\B';
const EVES = 'HKEY_USERS\\S-1-5-21-1-2-3-1009\\Software\\A';
const FILE = { bytes: new Uint8Array([1]), sha256: 'before', leftSha256: 'after' };

let scene: Awaited<ReturnType<typeof carryOutScene>>;
beforeEach(async () => {
  scene = await carryOutScene();
});
afterEach(() => scene.remove());

const held = (...keys: string[]) => new Map<string, RegistryValue | null>(keys.map((key) => [key, OURS]));
const backupOf = (keys: readonly string[], more: Partial<Backup> = {}): Backup => ({
  ...{ number: '0001', createdAt: NOW.toISOString(), reason: 'apply', planId: null, machine: MACHINE },
  ...{ values: keys.map((key) => ({ key, name: 'x', value: OLD })), createdKeys: [], file: null },
  ...more,
});
const roll = (machine: Machine, backup: Backup, damagedJournal = false) =>
  rollBack(machine, backup, scene.store, damagedJournal, (event) => scene.events.push(event));

describe('a rollback value by value', () => {
  it('backs up, writes and reads back, and reports each step', async () => {
    const over = valuesMachine(held(A, B));
    const rolled = await roll(over.machine, backupOf([A, B]));
    expect(rolled).toEqual({ changed: [`${B}\\x`, `${A}\\x`], backup: '0001', left: [], notices: [] });
    expect([...over.held.values()]).toEqual([OLD, OLD]);
    const [safety] = await listBackups(scene.store.dir);
    expect(safety).toMatchObject({ number: '0001', reason: 'rollback', planId: null });
    expect(scene.events).toEqual([
      { type: 'backup', number: '0001', path: safety?.path },
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'step', step: 'restore', status: 'done' },
    ]);
    expect(over.deadlines).toEqual([60_000, 60_000]);
    expect(await readJournal(scene.store.dir)).toBeNull();
  });

  it('leaves out the values that are as in the backup', async () => {
    const over = valuesMachine(held(A).set(B, OLD));
    expect((await roll(over.machine, backupOf([A, B]))).changed).toEqual([`${A}\\x`]);
    scene.events.length = 0;
    expect(await roll(over.machine, backupOf([A, B]))).toEqual({
      ...{ changed: [], backup: null, left: [], notices: [] },
    });
    expect([scene.events, (await listBackups(scene.store.dir)).length]).toEqual([[], 1]);
  });

  it('names the values that have no effect, and restores the others', async () => {
    const over = valuesMachine(held(A, B), ({ write: { key } }) => (key === A ? 'lost' : 'written'));
    await expect(roll(over.machine, backupOf([A, B]))).rejects.toMatchObject({
      ...{ code: 'write-failed', where: `${A}\\x` },
      message: expect.stringContaining(`${A}\\x is "ours" instead of "old"`),
    });
    expect([...over.held.values()]).toEqual([OURS, OURS]);
  });

  it('reports programs of the user that were not notified, by who runs it', async () => {
    const over = valuesMachine(held(EVES));
    const as = (sid: string, notified: boolean | null): Machine => ({
      ...over.machine,
      observe: async (options) => ({
        ...(await over.machine.observe(options)),
        user: { name: null, domain: null, sid, elevated: true } as never,
      }),
      write: async (...args) => ({ ...(await over.machine.write(...args)), notified }),
    });
    const notified = async (sid: string, answer: boolean | null) => {
      over.held.set(EVES, OURS);
      const { notices } = await roll(as(sid, answer), backupOf([EVES]));
      return notices.map(({ code, evidence }) => [code, evidence.reason]);
    };
    expect(await notified('S-1-5-18', true)).toEqual([['written-not-notified', 'other-user']]);
    expect(await notified('S-1-5-21-1-2-3-1009', true)).toEqual([]);
    expect(await notified('S-1-5-21-1-2-3-1009', false)).toEqual([['written-not-notified', 'refused']]);
    expect(await notified('S-1-5-18', null)).toEqual([]);
  });

  it('of a live machine needs no file, and of a recording without one neither', async () => {
    const live = valuesMachine(held(A));
    expect((await roll(live.machine, backupOf([A], { file: FILE }))).changed).toEqual([`${A}\\x`]);
    const recording = { path: '/m.reg', read: async () => FILE.bytes, edit: () => FILE.bytes };
    const recorded = valuesMachine(held(A), undefined, { recording: recording as never });
    expect((await roll(recorded.machine, backupOf([A]))).changed).toEqual([`${A}\\x`]);
  });

  it('starts no second journal beside a damaged one', async () => {
    const journals: unknown[] = [];
    const over = valuesMachine(held(A));
    const write: Machine['write'] = async (...args) => {
      journals.push(await readJournal(scene.store.dir));
      return over.machine.write(...args);
    };
    await roll({ ...over.machine, write }, backupOf([A]), true);
    over.held.set(A, OURS);
    await roll({ ...over.machine, write }, backupOf([A]));
    expect(journals).toMatchObject([null, { backup: '0002', planId: null }]);
  });
});

describe('a rollback beside a hive of a user', () => {
  const elevated = { elevated: true };
  const ending = (end: Ending, ...keys: string[]) =>
    valuesMachine(held(A, EVES), ({ write }) => (keys.includes(write.key) ? end : 'written'), elevated);
  const denied = (...keys: string[]) => ending('denied', ...keys);

  it.each<Ending>(['denied', 'failed', 'changed', 'lost'])(
    'that is closed (%s) restores the others, and names what is left',
    async (end) => {
      const { machine, held: now, deadlines } = ending(end, EVES);
      const rolled = await roll(machine, backupOf([A, EVES]));
      expect(rolled).toMatchObject({ changed: [`${A}\\x`], left: [{ key: EVES, name: 'x' }] });
      expect([...now.values()]).toEqual([OLD, OURS]);
      expect(new Set(deadlines)).toEqual(new Set([60_000]));
    },
  );

  it('that is all of it changes nothing, and names what is left', async () => {
    const rolled = await roll(denied(EVES).machine, backupOf([EVES]));
    expect(rolled).toMatchObject({
      changed: [],
      backup: null,
      left: [{ key: EVES, name: 'x' }],
      notices: [],
    });
  });

  it('fails where the computer’s own value is denied, too', async () => {
    const error = await roll(denied(A, EVES).machine, backupOf([A, EVES])).catch((e) => e);
    expect(error).toMatchObject({ code: 'needs-elevation', where: `${A}\\x` });
  });

  it.each([
    new P2sError('powershell-failed', say('It failed.'), { where: `${EVES}\\x` }),
    new P2sError('write-failed', say('It failed.')),
    new TypeError('made to fail'),
  ])('ends with an error that no user can cause: %s', async (fault) => {
    const over = denied();
    let calls = 0;
    const write: Machine['write'] = (...args) =>
      calls++ === 0 ? Promise.reject(fault) : over.machine.write(...args);
    const error = await roll({ ...over.machine, write }, backupOf([A, EVES])).catch((e) => e);
    expect([error, error.cause]).toContain(fault);
    expect(calls).toBe(1);
  });

  it('ends with the error where the run is not elevated', async () => {
    const { machine, calls } = valuesMachine(held(A, EVES), ({ write }) =>
      write.key === EVES ? 'denied' : 'written',
    );
    await expect(roll(machine, backupOf([A, EVES]))).rejects.toMatchObject({ code: 'needs-elevation' });
    expect(calls).toHaveLength(1);
  });
});

describe('a rollback of a recording', () => {
  function recorded(now: Uint8Array) {
    const asked: unknown[] = [];
    const restore = async (...args: unknown[]) => void asked.push(args);
    const recording = { path: '/m.reg', read: async () => now, restore } as unknown as RecordingFile;
    return { ...valuesMachine(held(A), undefined, { recording }), asked };
  }

  it.each([
    ['replaces the file by the old bytes', new Uint8Array([2]), ['/m.reg']],
    ['changes nothing where the file has the old bytes', FILE.bytes, []],
  ])('%s', async (_, now, changed) => {
    const { machine, asked, calls } = recorded(now);
    const rolled = await roll(machine, backupOf([A], { file: FILE }));
    expect(rolled).toEqual({ changed, backup: null, left: [], notices: [] });
    expect(asked).toEqual([[FILE.bytes, ['after', 'before']]]);
    expect(calls).toEqual([]);
    expect(scene.events).toEqual([
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'step', step: 'restore', status: 'done' },
    ]);
  });
});
