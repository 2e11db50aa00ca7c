import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal } from '../../src/change/state/journal.ts';
import type { Mismatch } from '../../src/core/decide/readback.ts';
import { type ErrorCode, P2sError } from '../../src/core/model/errors.ts';
import { say } from '../../src/core/model/say.ts';
import type { Machine, StepOutcome, StepStatus, WriteStep } from '../../src/machine/port.ts';
import { carryOutScene, OLD, OURS, stepOf, THEIRS } from './carry-out-scene.ts';
import { type Held, valuesMachine } from './values-machine.ts';

const A = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A';
const B = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\B';
const STEPS = [A, B].map(stepOf);
const old = (): Held => new Map([A, B].map((key) => [key, OLD]));
const mismatch: Mismatch = { store: 's', where: 'the place', expected: 'this', found: 'that' };

let scene: Awaited<ReturnType<typeof carryOutScene>>;
beforeEach(async () => {
  scene = await carryOutScene();
});
afterEach(() => scene.remove());

const failure = (machine: Machine, steps: readonly WriteStep[] = STEPS, more = {}) =>
  scene.carry(machine, steps, more).then(
    () => null,
    (error) => error,
  );
const waits = async () => (await readJournal(scene.store.dir)) !== null;
/** The first write ends like this, and all later ones are made. */
const first = (statuses: Partial<Record<string, StepStatus>>) => (step: WriteStep, call: number) =>
  (call === 0 && statuses[step.write.key]) || 'written';

describe('a change', () => {
  it('is written, reported, checked and finished, in this order', async () => {
    const over = valuesMachine(old());
    const order: unknown[] = [];
    const outcomes = await scene.carry(over.machine, STEPS, {
      onWritten: (ended, notified) =>
        order.push(
          ended.map(({ status }) => status),
          notified,
        ),
      check: async () => {
        order.push([...over.held.values()], (await readJournal(scene.store.dir))?.steps.length);
        return [];
      },
    });
    expect(order).toEqual([['written', 'written'], null, [OURS, OURS], 2]);
    expect(outcomes.map(({ id }) => id)).toEqual([`${A}#0`, `${B}#0`]);
    expect(over.options).toMatchObject([{ notify: true }]);
    expect([scene.events, await waits()]).toEqual([[], false]);
  });

  it('stays written where its journal cannot be removed, and its error says so', async () => {
    const over = valuesMachine(old());
    const check = async () => {
      scene.store.dir.files.remove = () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' }));
      return [];
    };
    expect(await failure(over.machine, STEPS, { check })).toMatchObject({
      code: 'state-dir',
      message: expect.stringMatching(/^All values were written and checked\. .* permission is denied\.$/),
    });
    expect([[...over.held.values()], await waits()]).toEqual([[OURS, OURS], true]);
  });

  it('may find values that need no write', async () => {
    const over = valuesMachine(old(), first({ [A]: 'unchanged' }));
    const outcomes = await scene.carry(over.machine, STEPS);
    expect(outcomes.map(({ status }) => status)).toEqual(['unchanged', 'written']);
  });

  it.each<[StepStatus, ErrorCode, string, string]>([
    ['changed', 'stale', 'It was not overwritten', 'Run the same command again'],
    ['denied', 'needs-elevation', 'Windows denied the write', 'as an administrator'],
    ['failed', 'write-failed', 'A write failed', 'blocks the write'],
    ['not-done', 'write-failed', 'A write failed', 'blocks the write'],
  ])('whose second value is %s ends with %s, and restores the first', async (status, code, message, next) => {
    const over = valuesMachine(old(), first({ [B]: status }));
    const error = await failure(over.machine);
    expect(error).toMatchObject({
      ...{ code, where: `${B}\\x`, evidence: { status, hresult: null } },
      ...{ message: expect.stringContaining(message), next: expect.stringContaining(next) },
    });
    expect(error.message).toMatch(/\. All values were restored\.$/);
    expect([...over.held.values()]).toEqual([OLD, OLD]);
    expect([await waits(), scene.events]).toEqual([
      false,
      [
        { type: 'step', step: 'restore', status: 'started' },
        { type: 'write', store: A, status: 'restored' },
        { type: 'step', step: 'restore', status: 'done' },
      ],
    ]);
  });

  it('logs what it writes and what it restores', async () => {
    await failure(valuesMachine(old(), first({ [B]: 'failed' })).machine);
    const log = await readFile(join(scene.store.dir.path, 'writes.ndjson'), 'utf8');
    const lines = log.trimEnd().split('\n');
    const logged = lines.map((line) => JSON.parse(line)).map(({ key, status }) => `${key} ${status}`);
    expect(logged).toEqual([`${A} written`, `${B} failed`, `${A} written`]);
  });

  it('that wrote nothing says so, and reports no restore', async () => {
    const over = valuesMachine(old(), first({ [A]: 'changed' }));
    const error = await failure(over.machine);
    expect(error.message).toMatch(/\. Nothing was changed\.$/);
    expect([over.calls.length, scene.events, await waits()]).toEqual([1, [], false]);
  });

  it('names the values that another program has changed since', async () => {
    const over = valuesMachine(old());
    const check = async () => {
      over.held.set(B, THEIRS);
      return [mismatch, { ...mismatch, where: 'another place' }];
    };
    const error = await failure(over.machine, STEPS, { check });
    expect(error).toMatchObject({
      ...{ code: 'write-failed', where: 'the place', next: expect.stringContaining('Group Policy') },
      evidence: { mismatches: [mismatch, { ...mismatch, where: 'another place' }] },
    });
    expect(error.message).toMatch(/the place is that instead of this.*another place is that/);
    expect(error.message).toContain(`have changed since or cannot be written: ${B}\\x.`);
    expect([...over.held.values()]).toEqual([OLD, THEIRS]);
  });

  it('that only another program has changed again says so, too', async () => {
    const over = valuesMachine(old());
    const check = async () => {
      for (const key of [A, B]) over.held.set(key, THEIRS);
      return [mismatch];
    };
    expect((await failure(over.machine, STEPS, { check })).message).toContain(`${B}\\x, ${A}\\x`);
  });
});

describe('a write that ends badly', () => {
  /** The outcome of one step, whatever its id. */
  const ending = (outcome: Partial<StepOutcome>, recording: unknown = null): Machine => {
    const { machine } = valuesMachine(old());
    const whole = { id: `${A}#0`, status: 'failed', how: null, found: OLD, now: OLD, hresult: 5 };
    const write = async () => ({ outcomes: [{ ...whole, createdKey: false, ...outcome }], notified: null });
    return { ...machine, recording, write } as unknown as Machine;
  };
  const recording = {
    path: '/machine.reg',
    read: async () => new Uint8Array(),
    edit: () => new Uint8Array(),
  };
  const reason = say('the disk is full');

  it.each<[string, Machine, object]>([
    [
      'in a recording',
      ending({ reason }, recording),
      {
        ...{ code: 'input', where: '/machine.reg', evidence: { status: 'failed' } },
        ...{ message: expect.stringContaining('the disk is full'), next: expect.stringContaining('--out') },
      },
    ],
    ['in a recording that was changed', ending({ reason, status: 'changed' }, recording), { code: 'stale' }],
    ['in a recording, without a reason', ending({}, recording), { code: 'write-failed', where: `${A}\\x` }],
    ['on a live machine, with a reason', ending({ reason }), { code: 'write-failed', where: `${A}\\x` }],
    ['with its result', ending({}), { evidence: { status: 'failed', hresult: 5 } }],
    ['without a step', ending({ id: 'winhttp/native#1' }), { where: 'winhttp/native' }],
  ])('is reported %s', async (_, machine, expected) => {
    expect(await failure(machine, [stepOf(A)])).toMatchObject(expected);
  });
});

describe('a writer that fails', () => {
  /** Writes the first value, then rejects. */
  function dying(error: unknown, recording: unknown = null) {
    const over = valuesMachine(old());
    let calls = 0;
    const write: Machine['write'] = async (steps, options) => {
      if (calls++ > 0) return over.machine.write(steps, options);
      await over.machine.write(steps.slice(0, 1), options);
      throw error;
    };
    return { ...over, machine: { ...over.machine, write, recording } as Machine };
  }

  it.each<[ErrorCode, number[]]>([
    ['powershell-timeout', [1, 0, 1]],
    ['powershell-no-result', [1, 0, 1]],
    ['powershell-overflow', [1, 0, 1]],
    ['powershell-failed', [1, 1]],
    ['powershell-blocked', [1, 1]],
  ])('with %s is waited for only where it may still run', async (code, sizes) => {
    const over = dying(new P2sError(code, say('It failed.'), { where: 'here', evidence: { n: 1 } }));
    const error = await failure(over.machine);
    expect(error).toMatchObject({ code, where: 'here', evidence: { n: 1 } });
    expect(error.message).toBe('It failed. All values were restored.');
    expect(over.calls.map((steps) => steps.length)).toEqual(sizes);
    expect(over.options.map(({ notify }) => notify)).toEqual(sizes.map((size) => size > 0));
    expect([[...over.held.values()], await waits()]).toEqual([[OLD, OLD], false]);
  });

  it('after its answer is not waited for', async () => {
    const over = valuesMachine(old());
    const check = () => Promise.reject(new P2sError('powershell-timeout', say('No answer.')));
    expect((await failure(over.machine, STEPS, { check })).message).toBe(
      'No answer. All values were restored.',
    );
    expect(over.calls.map((steps) => steps.length)).toEqual([2, 2]);
  });

  it('by a fault of the program restores the values, and hides no fault', async () => {
    const fault = new TypeError('made to fail');
    const over = dying(fault);
    expect(await failure(over.machine)).toBe(fault);
    expect([over.calls.length, [...over.held.values()], await waits()]).toEqual([2, [OLD, OLD], false]);
  });
});

describe('a restore that fails as well', () => {
  const broken = (first: unknown, second: unknown): Machine => {
    const { machine } = valuesMachine(old());
    return { ...machine, write: () => Promise.reject(first), observe: () => Promise.reject(second) };
  };
  const known = new P2sError('powershell-failed', say('First.'), { where: 'one', evidence: { a: 1, b: 1 } });
  const why = new P2sError('powershell-missing', say('Second.'), { where: 'two', evidence: { b: 2 } });
  const placeless = new P2sError('powershell-missing', say('Second.'));

  it.each<[unknown, unknown, string, string, object]>([
    [known, why, 'First. The rollback failed as well: Second.', 'two', { a: 1, b: 2 }],
    [known, placeless, 'First. The rollback failed as well: Second.', 'one', { a: 1, b: 1 }],
    [
      new TypeError('x'),
      why,
      'An unexpected error occurred: TypeError: x. The rollback failed as well: Second.',
      'two',
      { first: null, second: 'powershell-missing' },
    ],
    [
      placeless,
      'thrown',
      'Second. The rollback failed as well: An unexpected error occurred: thrown.',
      '',
      { first: 'powershell-missing', second: null },
    ],
  ])('reports both errors, and keeps the journal (%#)', async (one, two, message, where, evidence) => {
    const error = await failure(broken(one, two));
    expect(error).toMatchObject({ code: 'restore-failed', message, where, evidence });
    expect(error.next).toContain('p2s-fix rollback');
    expect(error.cause.errors).toEqual([one, two]);
    expect(await waits()).toBe(true);
    expect(scene.events).toEqual([
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'step', step: 'restore', status: 'failed' },
    ]);
  });
});
