import { describe, expect, it } from 'vitest';
import { stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import {
  forgetLeft,
  intentsToConfirm,
  readUnconfirmed,
  removeUnconfirmed,
  stillLeft,
  timeLeft,
  type Unconfirmed,
  writeUnconfirmed,
} from '../../../src/change/state/unconfirmed.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import { failing } from '../../support/files.ts';
import { MACHINE, NOW } from '../folder.ts';

const KEY = 'HKEY_CURRENT_USER\\Software\\A';
const OTHER = 'HKEY_CURRENT_USER\\Software\\B';
const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const [OLD, OURS, THEIRS] = [text('old'), text('ours'), text('theirs')];
const AT = NOW.toISOString();
const after = (ms: number) => new Date(NOW.getTime() + ms);

const intent = (key: string, name: string) => ({
  ...{ id: `${key}\\${name}`, key, name },
  ...{ expected: OLD, next: OURS },
});
const CHANGE: Unconfirmed = {
  ...{ backup: '0001', machine: MACHINE, armedAt: AT, deadline: after(600_000).toISOString() },
  ...{ steps: [intent(KEY, 'x'), intent(KEY, 'y'), intent(OTHER, 'x')], putBackAt: AT },
  left: [
    { key: KEY, name: 'y' },
    { key: OTHER, name: 'x' },
  ],
};

/** What the values of both keys are now; without a list, a key that nobody can see. */
function registry(inKey: [string, RegistryValue][] | null, inOther: [string, RegistryValue][]) {
  return new RegistrySnapshot([
    { path: KEY, visibility: inKey === null ? 'unseen' : 'present', values: new Map(inKey ?? []) },
    { path: OTHER, visibility: 'present', values: new Map(inOther) },
  ]);
}

describe('what an automatic rollback left', () => {
  it.each<[string, RegistrySnapshot, string[]]>([
    ['is all that differs still', registry([['y', THEIRS]], [['x', OURS]]), [`${KEY}\\y`, `${OTHER}\\x`]],
    ['is less where a value is as before again', registry([['y', OLD]], [['x', THEIRS]]), [`${OTHER}\\x`]],
    ['counts a value that is gone', registry([], [['x', OLD]]), [`${KEY}\\y`]],
    ['counts a value that cannot be seen', registry(null, [['x', OLD]]), [`${KEY}\\y`]],
    [
      'is none of what it restored',
      registry(
        [
          ['x', THEIRS],
          ['y', OLD],
        ],
        [
          ['x', OLD],
          ['y', THEIRS],
        ],
      ),
      [],
    ],
  ])('%s', (_, now, left) => {
    expect(stillLeft(CHANGE, now).map(({ id }) => id)).toEqual(left);
  });

  it('is nothing before the rollback', () => {
    expect(stillLeft({ ...CHANGE, putBackAt: null }, registry(null, []))).toEqual([]);
  });

  it('is no matter after another change of that machine', async () => {
    const { dir } = stateDirElsewhere([], [], true);
    await writeUnconfirmed(dir, CHANGE);
    await forgetLeft(dir, MACHINE);
    expect(await readUnconfirmed(dir)).toBeNull();
    await forgetLeft(dir, MACHINE);
  });

  it.each<[string, Unconfirmed]>([
    ['waits for its confirmation', { ...CHANGE, putBackAt: null }],
    ['was made on another machine', { ...CHANGE, machine: { ...MACHINE, id: 'other' } }],
    ['was made on a recording', { ...CHANGE, machine: { ...MACHINE, kind: 'recorded' } }],
  ])('stays where the change %s', async (_, change) => {
    const { dir } = stateDirElsewhere([], [], true);
    await writeUnconfirmed(dir, change);
    await forgetLeft(dir, MACHINE);
    expect(await readUnconfirmed(dir)).toEqual(change);
  });

  it('may stay when its record is damaged or cannot be removed, but hides no fault of the program', async () => {
    const torn = stateDirElsewhere([{ path: 'unconfirmed.json', bytes: new Uint8Array() }], [], true);
    await forgetLeft(torn.dir, MACHINE);
    const { dir } = stateDirElsewhere([], [], true);
    await writeUnconfirmed(dir, CHANGE);
    await forgetLeft({ ...dir, files: failing(dir.files, { remove: 'EACCES' }) }, MACHINE);
    const fault = new TypeError('made to fail');
    const broken: StateDir = { ...dir, files: { ...dir.files, remove: () => Promise.reject(fault) } };
    await expect(forgetLeft(broken, MACHINE)).rejects.toBe(fault);
  });
});

describe('the record of an unconfirmed change', () => {
  it('holds its steps without what only the writer needs', () => {
    const write = { key: KEY, name: 'x', expected: null, next: OURS };
    const steps = [{ id: 'a', write, removeKeyIfEmpty: true, winHttp: { proxy: null, bypass: null } }];
    expect(intentsToConfirm(steps)).toEqual([{ id: 'a', ...write }]);
  });

  it('is for us alone', async () => {
    const { dir } = stateDirElsewhere([], [], true);
    const modes: unknown[] = [];
    const replace: StateDir['files']['replace'] = async (_, __, options) => modes.push(options) > 0;
    await writeUnconfirmed({ ...dir, files: { ...dir.files, replace } }, CHANGE);
    expect(modes).toEqual([{ mode: 0o600 }]);
  });

  it('leaves out what the steps and places have beside it', async () => {
    const { dir, taken } = stateDirElsewhere([], [], true);
    const [step] = CHANGE.steps;
    const more = { ...CHANGE, steps: [{ ...step, left: THEIRS }], left: [{ key: KEY, name: 'y', more: 1 }] };
    await writeUnconfirmed(dir, more as Unconfirmed);
    const json = JSON.parse(Buffer.from(taken()[0]?.bytes ?? []).toString());
    expect(json.content.steps).toEqual([
      { ...step, expected: { kind: 'string', text: 'old' }, next: { kind: 'string', text: 'ours' } },
    ]);
    expect(json.content.left).toEqual([{ key: KEY, name: 'y' }]);
  });

  it.each([
    ['replace', 'cannot be recorded', (dir: StateDir) => writeUnconfirmed(dir, CHANGE)],
    ['remove', 'cannot be removed', (dir: StateDir) => removeUnconfirmed(dir)],
  ] as const)('says why it cannot be changed (%s)', async (operation, what, work) => {
    const { dir } = stateDirElsewhere([], [], true);
    const error = await work({ ...dir, files: failing(dir.files, { [operation]: 'EROFS' }) }).catch((e) => e);
    expect(error).toMatchObject({
      code: 'state-dir',
      message: expect.stringContaining(what),
      where: expect.stringMatching(/unconfirmed\.json$/),
      evidence: { errno: 'EROFS' },
      cause: { code: 'EROFS' },
    });
    const fault = new TypeError('made to fail');
    const broken = { ...dir.files, [operation]: () => Promise.reject(fault) };
    await expect(work({ ...dir, files: broken })).rejects.toBe(fault);
  });
});

describe('the time left to confirm', () => {
  it.each([
    ['a minute before it was made', -60_000, 600_000],
    ['more than a minute before it was made', -60_001, 0],
    ['a millisecond before its end', 599_999, 1],
    ['after a long sleep', 1_200_000, -600_000],
  ])('%s', (_, ms, left) => {
    expect(timeLeft(CHANGE, after(ms))).toBe(left);
  });
});
