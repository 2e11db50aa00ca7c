import { describe, expect, it } from 'vitest';
import { personsHive, restore, rollbackBeside, rollbackSteps } from '../../../src/change/backup/restore.ts';
import type { Intent } from '../../../src/change/backup/restore-plan.ts';
import { type ErrorCode, P2sError } from '../../../src/core/model/errors.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import type { Machine, RecordingFile, WriteStep } from '../../../src/machine/port.ts';
import { type Ending, type Held, valuesMachine } from '../values-machine.ts';

const A = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A';
const B = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\B';
const EVE = 'HKEY_USERS\\S-1-5-21-1-2-3-1009';
const EVES = `${EVE}\\Software\\A`;
const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const [OLD, OURS, THEIRS] = [text('old'), text('ours'), text('theirs')];

const intent = (key: string, more: Partial<Intent> = {}): Intent => ({
  ...{ id: key, key, name: 'x', expected: OLD, next: OURS },
  ...more,
});
const held = (...keys: string[]): Held => new Map(keys.map((key) => [key, OURS]));
const keysOf = (steps: readonly WriteStep[]) => steps.map(({ write }) => write.key);

describe('the hive of a person', () => {
  it.each([
    [EVES, EVE.toLowerCase()],
    [`hkey_users\\s-1-12-1-1-2\\Software`, 'hkey_users\\s-1-12-1-1-2'],
    ['HKEY_USERS\\S-1-5-21-1', 'hkey_users\\s-1-5-21-1'],
    ['HKEY_USERS\\S-1-5-18\\Software', null],
    ['HKEY_USERS\\.DEFAULT\\Software', null],
    [`x${EVES}`, null],
    [A, null],
  ])('of %s is %s', (place, hive) => {
    expect(personsHive(place)).toBe(hive);
  });
});

describe('the steps of a rollback', () => {
  const snapshot = (values: [string, RegistryValue | null | undefined][]) =>
    new RegistrySnapshot(
      values.map(([path, value]) => ({
        path,
        visibility: value === undefined ? 'unseen' : 'present',
        values: new Map(value == null ? [] : [['x', value]]),
      })),
    );
  const backup = (values: [string, RegistryValue | null][], createdKeys: string[] = []) => ({
    ...{ createdKeys, values: values.map(([key, value]) => ({ key, name: 'x', value })) },
  });

  it('write the values of the backup, last first, in place of those just read', () => {
    const now = snapshot([
      [A, THEIRS],
      [B, null],
      [EVES, undefined],
    ]);
    const steps = rollbackSteps(
      now,
      backup([
        [A, OLD],
        [B, OLD],
        [EVES, OLD],
      ]),
    );
    const write = { name: 'x', next: OLD };
    expect(steps).toEqual([
      { id: `${EVES}\\x#0`, write: { key: EVES, expected: null, ...write }, removeKeyIfEmpty: false },
      { id: `${B}\\x#1`, write: { key: B, expected: null, ...write }, removeKeyIfEmpty: false },
      { id: `${A}\\x#2`, write: { key: A, expected: THEIRS, ...write }, removeKeyIfEmpty: false },
    ]);
  });

  it.each<[string, RegistryValue | null | undefined, RegistryValue | null, string[], number]>([
    ['an equal value', OLD, OLD, [], 0],
    ['a value that was absent, and is', null, null, [], 0],
    ['a key that was created, and is left empty', null, null, [A], 1],
    ['a key that was created, and cannot be seen', undefined, null, [A], 0],
    ['a value that was absent', OURS, null, [A], 1],
    ['an equal value in a key that is said to be created', OLD, OLD, [A], 0],
  ])('for %s', (_, now, value, createdKeys, count) => {
    const steps = rollbackSteps(snapshot([[A, now]]), backup([[A, value]], createdKeys));
    expect(steps.map(({ removeKeyIfEmpty }) => removeKeyIfEmpty)).toEqual(
      new Array(count).fill(createdKeys.length > 0),
    );
  });

  it.each<[string, string[], boolean, RegistryValue | null | undefined, string[], string[]]>([
    ['all values without a closed hive', [], false, OURS, [EVES, A], []],
    ['all others beside a closed hive', [EVE.toLowerCase()], false, OURS, [A], [EVES]],
    ['nothing left where the closed hive has the old value', [EVE.toLowerCase()], false, OLD, [A], []],
    ['all others beside a hive that an administrator cannot read', [], true, undefined, [A], [EVES]],
    ['all values of a user who cannot read them', [], false, undefined, [EVES, A], []],
    ['all values that an administrator can read', [], true, OURS, [EVES, A], []],
  ])('are %s', (_, closed, elevated, eves, steps, left) => {
    const now = snapshot([
      [A, OURS],
      [EVES, eves],
    ]);
    const both = backup([
      [A, OLD],
      [EVES, OLD],
    ]);
    const beside = rollbackBeside(now, both, new Set(closed), elevated);
    expect(keysOf(beside.steps)).toEqual(steps);
    expect(beside.left).toEqual(left.map((key) => ({ key, name: 'x', expected: OLD })));
  });

  it('leave a value of a type that cannot be written, and restore REG_NONE', () => {
    const typed = (type: number): RegistryValue => ({ kind: 'other', type, bytes: new Uint8Array([1]) });
    const now = snapshot([A, B].map((key) => [key, OURS]));
    const back = backup([
      [A, typed(0)],
      [B, typed(0x63)],
    ]);
    const { steps, left } = rollbackBeside(now, back, new Set(), true);
    expect(keysOf(steps)).toEqual([A]);
    expect(left).toEqual([{ key: B, name: 'x', expected: typed(0x63) }]);
  });

  it('include a value of the machine that an administrator cannot read', () => {
    const now = snapshot([[A, undefined]]);
    const { steps, left } = rollbackBeside(now, backup([[A, OLD]]), new Set(), true);
    expect([keysOf(steps), left]).toEqual([[A], []]);
  });
});

describe('a restore', () => {
  const logged: [string[], string[]][] = [];
  const options = {
    ...{ createdKeys: [] as string[], file: null },
    log: async (steps: readonly WriteStep[], outcomes: readonly { status: string }[]) => {
      logged.push([keysOf(steps), outcomes.map(({ status }) => status)]);
    },
  };

  it('writes the old values last first, logs that, and proves it with another read', async () => {
    logged.length = 0;
    const over = valuesMachine(held(A, B));
    const { restored, foreign } = await restore(over.machine, [intent(A), intent(B)], options);
    expect([keysOf(restored), foreign]).toEqual([[B, A], []]);
    expect([...over.held.values()]).toEqual([OLD, OLD]);
    expect(logged).toEqual([
      [
        [B, A],
        ['written', 'written'],
      ],
    ]);
    expect(over.options).toMatchObject([{ notify: true }]);
    expect(over.deadlines).toEqual([60_000, 60_000]);
  });

  it('of nothing only reads', async () => {
    const over = valuesMachine(held(A));
    expect(await restore(over.machine, [], options)).toEqual({ restored: [], foreign: [] });
    expect([over.calls.length, over.deadlines.length]).toEqual([0, 1]);
  });

  it('names what another program has changed, and writes the rest', async () => {
    const over = valuesMachine(
      new Map([
        [A, THEIRS],
        [B, OURS],
      ]),
    );
    const { restored, foreign } = await restore(over.machine, [intent(A), intent(B)], options);
    expect([keysOf(restored), foreign]).toEqual([[B], [intent(A)]]);
  });

  it.each<[Ending, ErrorCode, number]>([
    ['failed', 'restore-failed', 3],
    ['lost', 'restore-failed', 3],
    ['changed', 'restore-failed', 3],
    ['denied', 'needs-elevation', 1],
  ])('of a value whose write ends %s is tried often enough (%s)', async (ending, code, tries) => {
    const over = valuesMachine(held(A, B), ({ write }) => (write.key === A ? ending : 'written'));
    const error = await restore(over.machine, [intent(A), intent(B)], options).catch((e) => e);
    expect(error).toMatchObject({ code, where: `${A}\\x`, next: expect.stringContaining('backup is kept') });
    expect(over.calls.flat().filter(({ write }) => write.key === A)).toHaveLength(tries);
    expect(over.held.get(B)).toEqual(OLD);
  });

  it('does not count the attempts that an earlier step stopped', async () => {
    const ends = ({ write }: WriteStep, call: number) => (write.key === B && call < 2 ? 'failed' : 'written');
    const over = valuesMachine(held(A, B), ends);
    const { restored } = await restore(over.machine, [intent(A), intent(B)], options);
    expect(keysOf(restored)).toEqual([B, A]);
  });

  it.each([
    ['does nothing', false],
    ['answers nothing', true],
  ])('ends where the writer %s', async (_, empty) => {
    const over = valuesMachine(held(A, B), () => 'not-done');
    const write: Machine['write'] = async (steps, asked) => {
      if (over.calls.length > 9) throw new Error('asked without end');
      const report = await over.machine.write(steps, asked);
      return empty ? { ...report, outcomes: [] } : report;
    };
    const error = await restore({ ...over.machine, write }, [intent(A), intent(B)], options).catch((e) => e);
    expect(error).toMatchObject({ code: 'restore-failed', where: `${B}\\x, ${A}\\x` });
    expect(over.calls).toHaveLength(3);
  });

  it('that is denied in part and fails in part has failed, with all of its values', async () => {
    const ends = ({ write }: WriteStep) => (write.key === A ? 'failed' : 'denied');
    const error = await restore(
      valuesMachine(held(A, B), ends).machine,
      [intent(A), intent(B)],
      options,
    ).catch((e) => e);
    expect(error).toMatchObject({ code: 'restore-failed', where: `${B}\\x, ${A}\\x` });
  });

  it('ends where only a key cannot be removed', async () => {
    const absent = intent(A, { expected: null });
    const over = valuesMachine(held(A));
    const result = await restore(over.machine, [absent], { ...options, createdKeys: [A] });
    expect([keysOf(result.restored), result.foreign, over.held.get(A)]).toEqual([[A], [], null]);
    expect(over.calls.flat().every(({ removeKeyIfEmpty }) => removeKeyIfEmpty)).toBe(true);
  });

  it('leaves what a person reverts at once, and counts it as left, not as restored', async () => {
    const over = valuesMachine(held(A, EVES), ({ write }) => (write.key === EVES ? 'lost' : 'written'), {
      elevated: true,
    });
    const { restored, foreign } = await restore(over.machine, [intent(A), intent(EVES)], options);
    expect([keysOf(restored), foreign]).toEqual([[A], [intent(EVES)]]);
  });
});

describe('the restore of a recording', () => {
  const file = { bytes: new Uint8Array([1]), sha256: 'before', leftSha256: 'after' };
  /** Its file can be restored, or that fails when the value is this one. */
  function recorded(fails: unknown = null, meanwhile: RegistryValue = OURS) {
    const asked: unknown[][] = [];
    const over = valuesMachine(held(A), undefined, {
      recording: {
        restore: async (...args: unknown[]) => {
          asked.push(args);
          over.held.set(A, fails === null ? OLD : meanwhile);
          if (fails !== null) throw fails;
        },
      } as unknown as RecordingFile,
    });
    return { ...over, asked };
  }
  const options = { createdKeys: [], log: async () => undefined };

  it('writes the old bytes, in place of those of the change or the old ones', async () => {
    const { machine, asked, calls } = recorded();
    const { restored } = await restore(machine, [intent(A)], { ...options, file });
    expect(keysOf(restored)).toEqual([A]);
    expect(asked).toEqual([[file.bytes, ['after', 'before']]]);
    expect(calls).toEqual([]);
  });

  it('is one of its values where the file was changed outside p2s-fix, or is not in the backup', async () => {
    const changed = recorded(new P2sError('backup-unusable', say('It was changed.')));
    const { restored } = await restore(changed.machine, [intent(A)], { ...options, file });
    expect([keysOf(restored), changed.asked.length, changed.calls.length]).toEqual([[A], 1, 1]);
    const none = recorded();
    await restore(none.machine, [intent(A)], { ...options, file: null });
    expect([none.asked.length, none.calls.length]).toEqual([0, 1]);
  });

  it('of a live machine is one of its values', async () => {
    const over = valuesMachine(held(A));
    expect(keysOf((await restore(over.machine, [intent(A)], { ...options, file })).restored)).toEqual([A]);
  });

  it('counts nothing as restored where the file was changed at that moment', async () => {
    const over = recorded(new P2sError('backup-unusable', say('It was changed.')), THEIRS);
    const { restored, foreign } = await restore(over.machine, [intent(A)], { ...options, file });
    expect([restored, foreign, over.calls.length]).toEqual([[], [intent(A)], 0]);
  });

  it('ends with any other error', async () => {
    for (const fault of [new P2sError('restore-failed', say('The disk is full.')), new TypeError('mine')]) {
      const { machine, calls } = recorded(fault);
      await expect(restore(machine, [intent(A)], { ...options, file })).rejects.toBe(fault);
      expect(calls).toEqual([]);
    }
  });
});
