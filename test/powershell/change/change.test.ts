import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import { writeRestore } from '../../../src/change/backup/restore-elsewhere.ts';
import { changeRequest } from '../../../src/change/change-request.ts';
import { composeChange } from '../../../src/change/compose.ts';
import { intentsToConfirm, readUnconfirmed } from '../../../src/change/state/unconfirmed.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { parseTargetChange } from '../../../src/machine/fleet/target-wire.ts';
import type { WriteStep } from '../../../src/machine/port.ts';
import { toWireOrNull } from '../../../src/machine/wire/value.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { folderForTest } from '../../support/files.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER = `HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\${INTERNET}`;
const binary = (...bytes: number[]): RegistryValue => ({ kind: 'binary', bytes: new Uint8Array(bytes) });
const step = (
  id: string,
  key: string,
  name: string,
  [expected, next]: [RegistryValue | null, RegistryValue | null],
): WriteStep => ({ id, write: { key, name, expected, next } });
const STEPS = [
  step('wininet#0', `${USER}\\Connections`, 'DefaultConnectionSettings', [binary(1), binary(2)]),
  step('wininet#1', USER, 'ProxyServer', [null, { kind: 'string', text: 'proxy:8080' }]),
  step(
    'winhttp/wow64#0',
    `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections`,
    'WinHttpSettings',
    [binary(3), binary(4)],
  ),
  step('winhttp/native#0', `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections`, 'WinHttpSettings', [
    binary(5),
    binary(6),
  ]),
];
type Values = Record<string, ReturnType<typeof toWireOrNull>>;
const valuesOf = (which: 'expected' | 'next'): Values =>
  Object.fromEntries(STEPS.map(({ write }) => [placeOf(write), toWireOrNull(write[which])]));
const [BEFORE, AFTER] = [valuesOf('expected'), valuesOf('next')];
/** In the order of {@link STEPS}. */
const PLACES = Object.keys(BEFORE);
const MACHINE = { kind: 'local', id: '11111111-2222-3333-4444-555555555555' } as const;
const THEIRS = { kind: 'string', text: 'theirs:3128' } as const;

/** Absolute, upwards, a device, a share, a drive's current folder, a stream; and endings that Windows drops. */
const ELSEWHERE = [
  '../../Windows/System32/x.json',
  '..\\..\\Windows\\x.json',
  'backups/../../x.json',
  'backups\\0001.json',
  'C:\\Windows\\x.json',
  'c:x.json',
  '/etc/x.json',
  '\\\\server\\share\\x.json',
  '//server/share/x.json',
  '\\\\?\\C:\\x.json',
  '\\\\.\\pipe\\x',
  'con',
  'nul.json',
  'backups/com1.json',
  'journal.json:stream',
  'journal.json::$data',
  'journal.json ',
  'journal.json.',
  'journal.json\n',
  '.',
  '',
  null,
];

describeReal('the script of a fleet that changes a computer', (real) => {
  let folder: string;
  beforeEach(async () => {
    folder = await folderForTest();
  });

  /** Values that do not keep a write: denied, set again at once, or in a hive that is gone. */
  async function change(
    request: unknown,
    values: Values,
    denied: readonly string[] = [],
    how: 'denied' | 'again' | 'other' | 'gone' = 'denied',
  ) {
    const asked = { change: request, values, denied, how, folder: folder };
    const run = real.host.run('Test-Change' as ScriptName, asked, RUN);
    if (real.mode !== 'FullLanguage') {
      await expect(run).rejects.toMatchObject({ evidence: { code: 'language-mode' } });
      return null;
    }
    const { reply, ...found } = (await run).result as { reply: string; values: Values; tasks: string[] };
    const { ending, outcomes } = parseTargetChange(JSON.parse(reply).result);
    return { ...found, ending, statuses: outcomes.map(({ status }) => status) };
  }

  /** The request of the task, with the record of the unconfirmed change in the folder. */
  async function restore(steps = STEPS): Promise<unknown> {
    const state = stateDirElsewhere([], [], true);
    const waiting = {
      backup: '0001',
      machine: MACHINE,
      armedAt: '2026-11-24T10:00:00.000Z',
      deadline: '2026-11-24T10:10:00.000Z',
      steps: intentsToConfirm(steps),
      putBackAt: null,
      left: [],
    };
    await writeRestore(state, waiting, steps, [], {
      withinMs: 600_000,
      folder: 'C:\\x',
      script: Buffer.of(),
    });
    await mkdir(join(folder, 'backups'));
    const files = new Map(state.taken().map(({ path, bytes }) => [path, bytes ?? Buffer.of()]));
    await writeFile(join(folder, 'unconfirmed.json'), files.get('unconfirmed.json') ?? '');
    return JSON.parse(Buffer.from(files.get('put-back.json') ?? []).toString());
  }
  const note = () => readUnconfirmed({ path: folder, files: nodeFiles() });
  const restoredAt = async () => (await note())?.putBackAt;

  it.each([0, 2])(
    'restores an unconfirmed change but for value %i, which somebody else has changed',
    async (at) => {
      const place = PLACES[at] ?? '';
      const found = await change(await restore(), { ...AFTER, [place]: THEIRS });
      if (found === null) return;
      expect(found.values).toEqual({ ...BEFORE, [place]: THEIRS });
      expect(found).toMatchObject({ ending: 'written', tasks: ['/Delete'] });
      // The status is at the position of the value: the last write is restored first.
      expect(found.statuses.indexOf('changed')).toBe(STEPS.length - 1 - at);
      expect(found.statuses.filter((status) => status === 'written')).toHaveLength(STEPS.length - 1);
      const { key, name } = STEPS[at]?.write ?? {};
      expect(await note()).toMatchObject({ putBackAt: '2026-11-24T10:10:00.000Z', left: [{ key, name }] });
    },
  );

  it('restores what Windows has counted up since, and leaves another setting', async () => {
    const [first, ...others] = STEPS;
    if (first === undefined) throw new Error('no step');
    const { id, write } = first;
    const steps = [step(id, write.key, write.name, [blob(1, 'old:3128'), blob(2, 'proxy:8080')]), ...others];
    const place = placeOf(write);
    const request = await restore(steps);
    const counted = toWireOrNull(blob(9, 'proxy:8080', [1, 2, 3]));
    const found = await change(request, { ...AFTER, [place]: counted });
    if (found === null) return;
    const old = toWireOrNull(blob(1, 'old:3128'));
    expect(found).toMatchObject({ ending: 'written', values: { ...BEFORE, [place]: old } });
    expect(await note()).toMatchObject({ putBackAt: '2026-11-24T10:10:00.000Z', left: [] });
    // A second run finds the values restored, and reports none of them as left.
    await writeFile(join(folder, 'unconfirmed.json'), noteOf(request));
    expect(await change(request, found.values)).toMatchObject({ ending: 'written' });
    expect(await note()).toMatchObject({ left: [] });
    await writeFile(join(folder, 'unconfirmed.json'), noteOf(request));
    const theirs = toWireOrNull(blob(9, 'theirs:8080'));
    expect(await change(request, { ...AFTER, [place]: theirs })).toMatchObject({
      ending: 'written',
      values: { [place]: theirs },
    });
    expect(await note()).toMatchObject({ left: [{ key: write.key, name: write.name }] });
  });

  it.each(['denied', 'again'] as const)(
    'restores what it can when Windows does not take one value (%s), and that one when it is run again',
    async (how) => {
      const request = await restore();
      const denied = PLACES[3] ?? '';
      const found = await change(request, AFTER, [denied], how);
      if (found === null) return;
      expect(found.values).toEqual({ ...BEFORE, [denied]: AFTER[denied] });
      // The task stays, and so does the record of the unconfirmed change.
      expect(found).toMatchObject({ ending: 'kept', tasks: [] });
      expect(await restoredAt()).toBeNull();
      const again = await change(request, found.values);
      expect(again).toMatchObject({ ending: 'written', values: BEFORE, tasks: ['/Delete'] });
      expect(await restoredAt()).toBe('2026-11-24T10:10:00.000Z');
    },
  );

  // The value denies administrators, is set again at once, or its hive is gone.
  it.each(['denied', 'again', 'gone'] as const)(
    'leaves to a user the value of the own hive that takes nothing: %s',
    async (how) => {
      const denied = PLACES[0] ?? '';
      const found = await change(await restore(), AFTER, [denied], how);
      if (found === null) return;
      expect(found).toMatchObject({ ending: 'written', tasks: ['/Delete'] });
      expect(found.values).toEqual({ ...BEFORE, [denied]: AFTER[denied] });
      const { key, name } = STEPS[0]?.write ?? {};
      expect(await note()).toMatchObject({ putBackAt: '2026-11-24T10:10:00.000Z', left: [{ key, name }] });
    },
  );

  it('is rolled back but for what the user sets to something else at once, and no journal waits for that', async () => {
    await mkdir(join(folder, 'backups'));
    const registry = new RegistrySnapshot([]);
    const { request } = await composeChange(stateDirElsewhere([], [], true), [], {
      ...{ reason: 'apply', planId: null, identity: MACHINE, registry, steps: STEPS, confirm: null },
      now: new Date('2026-11-24T10:00:00.000Z'),
    });
    const steps = { ...(request as { writes: unknown[] }) };
    // The user's value is the last write.
    steps.writes = steps.writes.toReversed();
    const place = PLACES[0] ?? '';
    const found = await change(steps, BEFORE, [place], 'other');
    if (found === null) return;
    expect(found).toMatchObject({ ending: 'put-back', values: { ...BEFORE, [place]: THEIRS } });
  });

  it('counts the time to confirm by its own clock, from the change on, and rolls back by the request that it keeps', async () => {
    await mkdir(join(folder, 'backups'));
    const registry = new RegistrySnapshot([]);
    const { request } = await composeChange(stateDirElsewhere([], [], true), [], {
      ...{ reason: 'apply', planId: null, identity: MACHINE, registry, steps: STEPS },
      confirm: { withinMs: 600_000, folder: 'C:\\x', script: Buffer.of(65) },
      // The request is old, or the clock was wrong.
      now: new Date('2001-02-03T04:05:06.789Z'),
    });
    const found = await change(request, BEFORE);
    if (found === null) return;
    expect(found).toMatchObject({ ending: 'written', values: AFTER, tasks: ['/Create'] });
    const waiting = await note();
    const [from, until] = [waiting?.armedAt, waiting?.deadline].map((time) => Date.parse(time ?? ''));
    expect((until ?? 0) - (from ?? 0)).toBe(600_000);
    expect(from).toBeGreaterThan(Date.parse('2001-02-04'));
    const read = (name: string) => readFile(join(folder, name));
    const seconds = `${waiting?.deadline.slice(0, 19)}Z`;
    expect((await read('put-back-task.xml')).toString('utf16le')).toContain(
      `<StartBoundary>${seconds}</StartBoundary>`,
    );
    const back = await change(JSON.parse((await read('put-back.json')).toString()), found.values);
    expect(back).toMatchObject({ ending: 'written', values: BEFORE, tasks: ['/Delete'] });
    expect(await note()).toMatchObject({ putBackAt: waiting?.deadline, deadline: waiting?.deadline });
  });

  it('names no file but those of the state folder, in none of its lists', async () => {
    if (real.mode !== 'FullLanguage') return;
    const names = ['journal.json', 'backups/0001.json', ...ELSEWHERE];
    const asked = { names, folder: folder };
    const { result } = await real.host.run('Test-Change' as ScriptName, asked, RUN);
    const refused = ['seen', 'before', 'after', 'rolledBack'].flatMap((list) =>
      ELSEWHERE.map((name) => ({ list, name })),
    );
    expect(result).toEqual({ refused });
  });

  it("puts nothing into a folder that is somebody else's by now", async () => {
    if (real.mode !== 'FullLanguage') return;
    const before = [{ path: 'journal.json', bytes: Buffer.of(65) }];
    const files = { exists: true, seen: [], before, after: [], rolledBack: [] };
    const asked = {
      change: changeRequest(STEPS, files, null),
      values: BEFORE,
      denied: [],
      closedAt: [false],
    };
    const run = real.host.run('Test-Change' as ScriptName, { ...asked, folder: folder }, RUN);
    const { reply, values } = (await run).result as { reply: string; values: Values };
    expect(JSON.parse(reply)).toMatchObject({ error: { code: 'state-changed', target: folder } });
    expect(values).toEqual(BEFORE);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing of a change one of whose values somebody else has changed', async () => {
    await mkdir(join(folder, 'backups'));
    const files = { exists: true, seen: [], before: [], after: [], rolledBack: [] };
    const place = PLACES[2] ?? '';
    const found = await change(changeRequest(STEPS, files, null), { ...BEFORE, [place]: THEIRS });
    if (found === null) return;
    expect(found.values).toEqual({ ...BEFORE, [place]: THEIRS });
    expect(found).toMatchObject({
      ending: 'put-back',
      statuses: ['written', 'written', 'changed', 'not-done'],
    });
  });
});

/** The record as the request saw it: unconfirmed. */
function noteOf(request: unknown): Buffer {
  const { seen } = request as { seen: { path: string; base64: string }[] };
  return Buffer.from(seen.find(({ path }) => path === 'unconfirmed.json')?.base64 ?? '', 'base64');
}

/** A WinINET blob with a proxy. */
function blob(counter: number, proxy: string, tail: number[] = []): RegistryValue {
  const dword = (value: number) => [value, 0, 0, 0];
  const text = [...Buffer.from(proxy, 'latin1')];
  const head = [70, counter, 3, text.length].flatMap(dword);
  return binary(...head, ...text, ...dword(0), ...dword(0), ...tail);
}

function placeOf({ key, name }: WriteStep['write']): string {
  return `${key}\\${name}`;
}
