import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createBackup } from '../../../src/change/backup/backup.ts';
import { openChangeStore } from '../../../src/change/change-store.ts';
import { beginJournal } from '../../../src/change/state/journal.ts';
import type { RollbackOptions } from '../../../src/pipeline/pending/restore-backup.ts';
import { captureText, SETTINGS } from '../../machine/samples.ts';
import { onWindows, tempFolder } from '../../support/files.ts';
import { desiredFor, rollback } from '../../support/stories/runs.ts';

const ORIGINAL = Buffer.from(captureText());
/** Two entries of one key, as an edit once left them. */
const BROKEN = Buffer.from(captureText().replaceAll('Settings\\\\Connections', 'Settings'));
const NOW = new Date('2026-11-24T10:00:00.000Z');
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let remove: () => Promise<void>;
let count = 0;
let file: string;
let state: string;
beforeAll(async () => ({ path: folder, remove } = await tempFolder()));
afterAll(() => remove());
beforeEach(async () => {
  count += 1;
  file = join(folder, `machine-${count}.json`);
  state = join(folder, `state-${count}`);
  await writeFile(file, BROKEN);
});

/** Backup and journal of a change that left these bytes and was then interrupted. */
async function interrupted(left: Uint8Array, id = file): Promise<void> {
  const { dir } = await openChangeStore({
    ...{ explicit: state, platform: process.platform, env: {}, elevated: false },
    wallClock: () => NOW,
  });
  const machine = { kind: 'recorded' as const, id };
  const [key, name, number] = [SETTINGS, 'ProxyEnable', 1];
  const expected = { kind: 'dword' as const, number };
  const content = {
    reason: 'apply' as const,
    planId: null,
    machine,
    values: [{ key, name, value: expected }],
  };
  const kept = { bytes: ORIGINAL, sha256: hash(ORIGINAL), leftSha256: hash(left) };
  const { number: backup } = await createBackup(dir, { ...content, createdKeys: [], file: kept }, NOW);
  const steps = [{ id: '1', write: { key, name, expected, next: { kind: 'dword' as const, number: 0 } } }];
  await beginJournal(dir, { backup, planId: null, machine, steps }, NOW);
}
const run = (more: Partial<RollbackOptions> = {}) =>
  rollback({
    ...{ machine: { file, write: { inPlace: true } }, user: null, stateDir: state, backup: null },
    desired: desiredFor({ kind: 'direct' }),
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    ...more,
  });

it.skipIf(onWindows).each([[null], ['1']])(
  'a recording that a change left unreadable is restored as a whole (backup %s)',
  async (backup) => {
    await interrupted(BROKEN);
    const document = await run({ backup });
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    expect(document.result).toMatchObject({ rolledBack: true });
    expect(document.summary).toMatchObject({
      ...{ state: 'restored', headline: 'The earlier values were restored.' },
    });
    expect(await readFile(file)).toEqual(ORIGINAL);
    expect(await readdir(state)).not.toContain('journal.json');
  },
);

it.skipIf(onWindows)('it stays when the user says no', async () => {
  await interrupted(BROKEN);
  const asked: unknown[] = [];
  const confirm: RollbackOptions['confirm'] = async (...question) => {
    asked.push(question);
    return false;
  };
  expect((await run({ confirm })).error).toMatchObject({ code: 'cancelled' });
  expect(asked).toEqual([[{ changes: [] }, state]]);
  expect(await readFile(file)).toEqual(BROKEN);
});

it.skipIf(onWindows)('the user is asked once', async () => {
  await interrupted(BROKEN);
  let asked = 0;
  const confirm = async () => {
    asked += 1;
    return true;
  };
  expect((await run({ confirm })).exitCode).toBe(0);
  expect(asked).toBe(1);
});

it.skipIf(onWindows).each<[string, () => Promise<void>]>([
  ['it was changed after the change', () => interrupted(Buffer.concat([BROKEN, Buffer.from('\n')]))],
  ['the backup is of another recording', () => interrupted(BROKEN, '/other.json')],
  ['there is no backup', async () => undefined],
])('it is not restored, and the error names what is wrong, where %s', async (_what, prepare) => {
  await prepare();
  const document = await run();
  expect(document.error).toMatchObject({ code: 'input', message: expect.stringContaining('listed twice') });
  expect(await readFile(file)).toEqual(BROKEN);
});
