import { describe, expect, it } from 'vitest';
import { type Intent, intentsOf, planRestore } from '../../../src/change/backup/restore-plan.ts';
import { RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import type { StepOutcome, WriteStep } from '../../../src/machine/port.ts';

const KEY = 'HKEY_CURRENT_USER\\Software\\A';
const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const typed = (type: number): RegistryValue => ({ kind: 'other', type, bytes: new Uint8Array([1]) });
const [OLD, OURS, THEIRS] = [text('old'), text('ours'), text('theirs')];

function step(id: string): WriteStep {
  return { id, write: { key: KEY, name: id, expected: OLD, next: OURS }, removeKeyIfEmpty: true };
}
const outcome = (status: StepOutcome['status'], how: StepOutcome['how'] = null): StepOutcome => ({
  ...{ id: 'x', status, how, found: OLD, now: THEIRS, createdKey: false, hresult: null },
});
const intent = (id: string, more: Partial<Intent> = {}): Intent => ({
  ...{ id, key: KEY, name: id, expected: OLD, next: OURS },
  ...more,
});

describe('what a change may have written', () => {
  it('is everything when the writer gave no answer', () => {
    expect(intentsOf([step('x'), step('y')], null)).toEqual([intent('x'), intent('y')]);
    expect(intentsOf([step('x')], [])).toEqual([intent('x')]);
  });

  it.each(['unchanged', 'changed', 'not-done'] as const)('is nothing of a step that ended %s', (status) => {
    expect(intentsOf([step('x'), step('y')], [outcome(status), outcome('denied')])).toEqual([intent('y')]);
  });

  it.each([
    ['written', 'registry', undefined],
    ['written', 'file', undefined],
    ['denied', null, undefined],
    ['written', 'winhttp-api', THEIRS],
    ['failed', null, THEIRS],
    ['failed', 'registry', THEIRS],
  ] as const)('of a step that ended %s (%s) has what was found after it: %j', (status, how, left) => {
    const [found] = intentsOf([step('x')], [outcome(status, how)]);
    expect(found).toEqual(intent('x', left === undefined ? {} : { left }));
    expect(Object.keys(found ?? {}).includes('left')).toBe(left !== undefined);
  });
});

describe('the steps of a restore', () => {
  const registry = (
    values: Record<string, RegistryValue>,
    visibility: 'present' | 'absent' | 'unseen' = 'present',
  ) => new RegistrySnapshot([{ path: KEY, visibility, values: new Map(Object.entries(values)) }]);
  const ids = (plan: ReturnType<typeof planRestore>) =>
    [plan.steps, plan.foreign].map((list) => list.map(({ id }) => id));

  it('write the old values, last first, each in place of the one just read', () => {
    const { steps, foreign } = planRestore(
      registry({ x: OURS, y: OURS }),
      [intent('x'), intent('y', { expected: null })],
      [],
    );
    const write = { key: KEY, expected: OURS };
    expect(steps).toEqual([
      { id: 'y', write: { ...write, name: 'y', next: null }, removeKeyIfEmpty: false },
      { id: 'x', write: { ...write, name: 'x', next: OLD }, removeKeyIfEmpty: false },
    ]);
    expect(foreign).toEqual([]);
  });

  it.each<[string, RegistrySnapshot, Partial<Intent>, string[][]]>([
    ['a value of ours is restored', registry({ x: OURS }), {}, [['x'], []]],
    ['a value of another program stays', registry({ x: THEIRS }), {}, [[], ['x']]],
    ['a value that is gone stays gone', registry({}), {}, [[], ['x']]],
    ['a value that we removed is restored', registry({}), { next: null }, [['x'], []]],
    ['an old value is not written again', registry({ x: OLD }), {}, [[], []]],
    ['a value that was absent and is absent is not written', registry({}), { expected: null }, [[], []]],
    ['a value that cannot be seen stays', registry({}, 'unseen'), { expected: null }, [[], ['x']]],
    ['what a failed write left is restored', registry({ x: THEIRS }), { left: THEIRS }, [['x'], []]],
    ['a failed write that removed the value', registry({}), { left: null }, [['x'], []]],
    ['REG_NONE is restored', registry({ x: OURS }), { expected: typed(0) }, [['x'], []]],
    ['a type that cannot be written stays', registry({ x: OURS }), { expected: typed(0x63) }, [[], ['x']]],
    ['an old value of such a type', registry({ x: typed(0x63) }), { expected: typed(0x63) }, [[], []]],
    ['another value after a failed write stays', registry({ x: text('z') }), { left: THEIRS }, [[], ['x']]],
  ])('%s', (_, now, more, expected) => {
    expect(ids(planRestore(now, [intent('x', more)], []))).toEqual(expected);
  });

  it('remove a key that the change created', () => {
    const absent = intent('x', { expected: null });
    const plan = (now: RegistrySnapshot, created = [KEY]) => planRestore(now, [absent], created).steps;
    expect(plan(registry({ x: OURS }))).toEqual([
      {
        ...{ id: 'x', write: { key: KEY, name: 'x', expected: OURS, next: null } },
        removeKeyIfEmpty: true,
      },
    ]);
    expect(plan(registry({}))).toMatchObject([{ write: { expected: null, next: null } }]);
    expect(plan(registry({}, 'absent'))).toEqual([]);
    expect(plan(registry({}), ['HKEY_CURRENT_USER\\Software'])).toEqual([]);
  });

  it('leave an old value alone in a key of the list of created ones', () => {
    expect(ids(planRestore(registry({ x: OLD }), [intent('x')], [KEY]))).toEqual([[], []]);
  });

  it('count a restored value that Windows has rewritten as restored', () => {
    const blob = (counter: number): RegistryValue => ({
      kind: 'binary',
      bytes: new Uint8Array([0x46, 0, 0, 0, counter, ...new Uint8Array(51)]),
    });
    const own = intent('DefaultConnectionSettings', { expected: blob(1), next: OURS });
    const now = registry({ DefaultConnectionSettings: blob(2) });
    expect(ids(planRestore(now, [own], []))).toEqual([[], [own.id]]);
    expect(ids(planRestore(now, [own], [], new Set([own.id])))).toEqual([[], []]);
    expect(ids(planRestore(now, [own], [], new Set(['other'])))).toEqual([[], [own.id]]);
  });
});
