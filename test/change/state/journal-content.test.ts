import { describe, expect, it } from 'vitest';
import { type FileElsewhere, stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import { beginJournal, readJournal, removeJournal } from '../../../src/change/state/journal.ts';
import { seal } from '../../../src/change/state/sealed.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { readUnconfirmed } from '../../../src/change/state/unconfirmed.ts';
import { failing } from '../../support/files.ts';
import { MACHINE, NOW } from '../folder.ts';

const AT = NOW.toISOString();
const KEY = 'HKEY_CURRENT_USER\\A';
const STEP = { id: 'a', key: KEY, name: 'x', expected: null, next: { kind: 'dword', number: 1 } };
const TEXTS = { id: 1, key: null, name: [], expected: 'x', next: { kind: 'x' } };
const folderWith = (path: string, content: unknown) =>
  stateDirElsewhere([{ path, bytes: seal(content) }], [], true).dir;
const start = {
  ...{ backup: '0001', planId: null, machine: MACHINE },
  steps: [{ id: 'a', write: { key: KEY, name: 'x', expected: null, next: null } }],
};

const MACHINES: [string, object][] = [
  ['no machine', { machine: null }],
  ['a machine of no kind', { machine: { ...MACHINE, kind: 'x' } }],
  ['a machine without a name', { machine: { ...MACHINE, id: '' } }],
];

describe('the content of a journal', () => {
  const read = (content: object) => readJournal(folderWith('journal.json', content));
  const steps = [{ ...STEP, status: 'pending' }];
  const rest = { startedAt: AT, backup: '0001', planId: null, machine: MACHINE };
  const content = { schemaVersion: 1, ...rest, steps };

  it('is taken as it is, with steps in any state', async () => {
    const statuses = ['pending', 'written', 'unchanged', 'changed', 'denied', 'failed', 'not-done'];
    const all = statuses.map((status) => ({ ...STEP, status }));
    expect(await read({ ...content, steps: all })).toEqual({ ...rest, steps: all });
    expect(await read({ ...content, planId: 'p', steps: [] })).toEqual({ ...rest, planId: 'p', steps: [] });
  });

  it.each<[string, object]>([
    ['another version', { schemaVersion: 2 }],
    ['no start', { startedAt: undefined }],
    ['a start that is no time', { startedAt: 'today' }],
    ['no backup', { backup: null }],
    ['a plan that is no text', { planId: 1 }],
    ...MACHINES,
    ['no list of steps', { steps: {} }],
    ['a step of an unknown state', { steps: [{ ...STEP, status: 'done' }] }],
    ...Object.entries(TEXTS).map(([name, wrong]): [string, object] => [
      `a step with a wrong ${name}`,
      { steps: [{ ...STEP, status: 'pending', [name]: wrong }] },
    ]),
  ])('is damaged where it has %s', async (_, wrong) => {
    await expect(read({ ...content, ...wrong })).rejects.toMatchObject({
      code: 'interrupted-change',
      message:
        'A change was interrupted, and its journal is damaged: it is not a journal of a supported version.',
      next: expect.stringContaining('p2s-fix rollback --list'),
      evidence: { damaged: true },
    });
  });

  it('may have the 64 MB of many values, and not one byte more', async () => {
    const asked: number[] = [];
    const { dir } = stateDirElsewhere([], [], true);
    const none = Object.assign(new Error('not there'), { code: 'ENOENT' });
    const read = async (_: string, maxBytes: number) => {
      asked.push(maxBytes);
      throw none;
    };
    await readJournal({ ...dir, files: { ...dir.files, read } });
    await readUnconfirmed({ ...dir, files: { ...dir.files, read } });
    expect(asked).toEqual([67_108_864, 67_108_864]);
  });
});

describe('the content of the record of an unconfirmed change', () => {
  const read = (content: object) => readUnconfirmed(folderWith('unconfirmed.json', content));
  const rest = { backup: '0001', machine: MACHINE, armedAt: AT, deadline: AT, putBackAt: null };
  const content = { schemaVersion: 1, ...rest, steps: [STEP], left: [{ key: KEY, name: 'x' }] };

  it('is taken as it is', async () => {
    const { schemaVersion: _, ...whole } = content;
    expect(await read(content)).toEqual(whole);
  });

  it.each<[string, object]>([
    ['another version', { schemaVersion: 2 }],
    ['no backup', { backup: null }],
    ...MACHINES,
    ['a start that is no time', { armedAt: 'today' }],
    ['an end that is no time', { deadline: '' }],
    ['a rollback at no time', { putBackAt: 'today' }],
    ['nothing about a rollback', { putBackAt: undefined }],
    ['no list of steps', { steps: null }],
    ['no list of what was left', { left: {} }],
    ['a place without a key', { left: [{ name: 'x' }] }],
    ['a place without a name', { left: [{ key: KEY }] }],
    ...Object.entries(TEXTS).map(([name, wrong]): [string, object] => [
      `a step with a wrong ${name}`,
      { steps: [{ ...STEP, [name]: wrong }] },
    ]),
  ])('is damaged where it has %s', async (_, wrong) => {
    await expect(read({ ...content, ...wrong })).rejects.toMatchObject({
      code: 'interrupted-change',
      message: 'There is an unconfirmed change, but its record is damaged: its version is not supported.',
      next: expect.stringContaining('p2s-fix rollback --list'),
      evidence: { damaged: true },
    });
  });
});

describe('the file of a journal', () => {
  it('is for us alone, and replaced at each mark', async () => {
    const { dir, taken } = stateDirElsewhere([], [], true);
    const modes: unknown[] = [];
    const replace: StateDir['files']['replace'] = (path, bytes, options) => {
      modes.push(options);
      return dir.files.replace(path, bytes, options);
    };
    const journal = await beginJournal({ ...dir, files: { ...dir.files, replace } }, start, NOW);
    await journal.mark([
      { id: 'other', status: 'failed' },
      { id: 'a', status: 'written' },
    ]);
    expect(modes).toEqual([{ mode: 0o600 }, { mode: 0o600 }]);
    const files: FileElsewhere[] = taken();
    expect(files.map(({ path }) => path)).toEqual(['journal.json', 'journal.json']);
    expect((await readJournal(dir))?.steps.map(({ status }) => status)).toEqual(['written']);
  });

  it('names the command that rolls an earlier change back', async () => {
    const { dir } = stateDirElsewhere([], [], true);
    await beginJournal(dir, start, NOW);
    await expect(beginJournal(dir, start, NOW)).rejects.toMatchObject({
      where: expect.stringMatching(/journal\.json$/),
      next: 'p2s-fix rollback rolls it back.',
    });
  });

  it.each([
    ['replace', 'written', (dir: StateDir) => beginJournal(dir, start, NOW)],
    ['remove', 'removed', (dir: StateDir) => removeJournal(dir)],
  ] as const)('says why it cannot be changed (%s)', async (operation, done, work) => {
    const { dir } = stateDirElsewhere([], [], true);
    const error = await work({ ...dir, files: failing(dir.files, { [operation]: 'ENOSPC' }) }).catch(
      (e) => e,
    );
    expect(error).toMatchObject({
      code: 'state-dir',
      message: `The journal cannot be ${done}: the disk is full.`,
      where: expect.stringMatching(/journal\.json$/),
      evidence: { errno: 'ENOSPC' },
      cause: { code: 'ENOSPC' },
    });
    const fault = new TypeError('made to fail');
    const broken = { ...dir.files, [operation]: () => Promise.reject(fault) };
    await expect(work({ ...dir, files: broken })).rejects.toBe(fault);
  });
});
