import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RegistryValue, sameValue } from '../../src/core/model/registry.ts';
import type { Machine, StepOutcome, WriteStep } from '../../src/machine/port.ts';

/** A writable machine, with the facts that the suite needs. */
export interface ContractMachine {
  machine: Machine;
  /** A `…\Internet Settings\Connections` key that exists and can be written. */
  key: string;
  /** Another one that is missing and can be created. */
  missingKey: string;
  /** Reads a value by other means than the machine's own code. */
  read(key: string, name: string): Promise<RegistryValue | null>;
  close(): Promise<void>;
}

const text = (t: string): RegistryValue => ({ kind: 'string', text: t });
const KINDS: Record<string, RegistryValue> = {
  binary: { kind: 'binary', bytes: Uint8Array.from({ length: 300 }, (_, i) => i & 0xff) },
  'empty binary': { kind: 'binary', bytes: new Uint8Array() },
  string: text('a "quoted" \\ text;é日本'),
  'empty string': text(''),
  'expand string': { kind: 'expand-string', text: '%SystemRoot%\\x' },
  'multi-string': { kind: 'multi-string', texts: ['one', 'zwei'] },
  dword: { kind: 'dword', number: 0xfffffffe },
  qword: { kind: 'qword', number: 0xfedcba9876543210n },
};

/** What is there, and what a write expects instead. */
const SURPRISES: [what: string, there: RegistryValue | null, expected: RegistryValue | null][] = [
  ['another kind with the same number', { kind: 'dword', number: 1 }, { kind: 'qword', number: 1n }],
  ['another kind with the same text', text('x'), { kind: 'expand-string', text: 'x' }],
  [
    'one byte more',
    { kind: 'binary', bytes: new Uint8Array(4) },
    { kind: 'binary', bytes: new Uint8Array(5) },
  ],
  ['a value that should be absent', text('x'), null],
  ['an absent value', null, text('x')],
];
const BYTES: RegistryValue = { kind: 'binary', bytes: new Uint8Array([1, 2]) };

/** What the tests find there, by name. */
const THERE: Record<string, RegistryValue | null> = {
  'contract Case': text('old'),
  'contract A': text('theirs'),
  'contract U': BYTES,
  ...Object.fromEntries(SURPRISES.map(([what, there]) => [`contract ${what}`, there])),
};

/**
 * The common behaviour of every kind of machine. Tests use their own value names, and one write makes what they find:
 * each starts a program on a live machine.
 */
export function machineContract(name: string, setup: () => Promise<ContractMachine>): void {
  describe(`${name}: what every machine does`, () => {
    let subject: ContractMachine;
    beforeAll(async () => {
      subject = await setup();
      const there = Object.entries(THERE).filter(([, value]) => value !== null);
      const outcomes = await write(...there.map(([name, value]) => step(name, name, null, value)));
      expect(outcomes.map(({ status }) => status)).toEqual(there.map(() => 'written'));
    });
    afterAll(() => subject.close());

    const step = (
      id: string,
      valueName: string,
      expected: RegistryValue | null,
      next: RegistryValue | null,
    ): WriteStep => ({
      id,
      write: { key: subject.key, name: valueName, expected, next },
    });
    const write = async (...steps: WriteStep[]): Promise<StepOutcome[]> =>
      (await subject.machine.write(steps, { notify: false })).outcomes;
    const observed = async (key: string, valueName: string) =>
      (await subject.machine.observe({ deadlineMs: 60_000 })).registry.value(key, valueName) ?? null;

    it('has one identity', async () => {
      const identity = await subject.machine.identity();
      expect(identity.kind).toBe(subject.machine.kind);
      expect(identity.id).not.toBe('');
      expect(await subject.machine.identity()).toEqual(identity);
    });

    it('is observed: a present key, a key that is not there, a moment', async () => {
      const observation = await subject.machine.observe({ deadlineMs: 60_000 });
      expect(observation.registry.key(subject.key).visibility).toBe('present');
      expect(observation.registry.key(subject.missingKey).visibility).not.toBe('present');
      expect(Number.isNaN(Date.parse(observation.collectedAt))).toBe(false);
    });

    it('writes values of every kind that both its own look and other code then see, and deletes them', async () => {
      const entries = Object.entries(KINDS);
      const outcomes = await write(
        ...entries.map(([kind, value]) => step(kind, `contract ${kind}`, null, value)),
      );
      for (const [i, [kind, value]] of entries.entries()) {
        expect(outcomes[i]).toMatchObject({ id: kind, status: 'written', found: null, createdKey: false });
        expect(outcomes[i]?.how).not.toBeNull();
        expect({ kind, now: outcomes[i]?.now }).toEqual({ kind, now: value });
        expect({ kind, read: await subject.read(subject.key, `contract ${kind}`) }).toEqual({
          kind,
          read: value,
        });
      }
      const { registry } = await subject.machine.observe({ deadlineMs: 60_000 });
      for (const [kind, value] of entries)
        expect(registry.value(subject.key, `contract ${kind}`)).toEqual(value);

      const deleted = await write(
        ...entries.map(([kind, value]) => step(kind, `contract ${kind}`, value, null)),
      );
      for (const [i, [kind, value]] of entries.entries()) {
        expect(deleted[i]).toMatchObject({ id: kind, status: 'written', now: null });
        expect(deleted[i]?.found).toEqual(value);
        expect(await subject.read(subject.key, `contract ${kind}`)).toBeNull();
      }
    });

    it('replaces what it expects, whatever the case of the name', async () => {
      const [outcome] = await write(step('2', 'CONTRACT case', text('old'), text('new')));
      expect(outcome).toMatchObject({ status: 'written', found: text('old'), now: text('new') });
      expect(await observed(subject.key, 'contract Case')).toEqual(text('new'));
    });

    it('writes nothing over a surprise, and nothing after it', async () => {
      const outcomes = await write(
        step('first', 'contract B', null, text('ours')),
        step('second', 'contract A', text('expected'), text('ours')),
        step('third', 'contract C', null, text('ours')),
      );
      expect(outcomes.map(({ id, status }) => [id, status])).toEqual([
        ['first', 'written'],
        ['second', 'changed'],
        ['third', 'not-done'],
      ]);
      expect(outcomes[1]).toMatchObject({ how: null, found: text('theirs'), now: text('theirs') });
      expect(outcomes[2]).toMatchObject({ how: null, found: null, now: null });
      expect(await subject.read(subject.key, 'contract A')).toEqual(text('theirs'));
      expect(await subject.read(subject.key, 'contract C')).toBeNull();
    });

    it.each(SURPRISES)('is surprised by %s', async (what, there, expected) => {
      const name = `contract ${what}`;
      const [outcome] = await write(step('1', name, expected, text('ours')));
      expect(outcome).toMatchObject({ status: 'changed', how: null });
      expect(sameValue(await subject.read(subject.key, name), there)).toBe(true);
    });

    it('does not write what is there already', async () => {
      const outcomes = await write(
        step('1', 'contract U', BYTES, BYTES),
        step('2', 'contract V', null, null),
      );
      expect(outcomes[0]).toMatchObject({
        status: 'unchanged',
        how: null,
        found: BYTES,
        now: BYTES,
        createdKey: false,
      });
      expect(outcomes[1]).toMatchObject({
        status: 'unchanged',
        how: null,
        found: null,
        now: null,
        createdKey: false,
      });
    });

    it('creates a missing key, reports it, and removes it again when asked to', async () => {
      const make = {
        id: 'make',
        write: { key: subject.missingKey, name: 'contract', expected: null, next: text('x') },
      };
      const more = {
        id: 'more',
        write: { key: subject.missingKey, name: 'contract 2', expected: null, next: text('y') },
      };
      const outcomes = await write(make, more);
      expect(outcomes).toMatchObject([
        { status: 'written', createdKey: true, now: text('x') },
        { status: 'written', createdKey: false, now: text('y') },
      ]);
      expect(await subject.read(subject.missingKey, 'contract')).toEqual(text('x'));
      const restored = await write(
        { id: '2', write: { ...more.write, expected: text('y'), next: null }, removeKeyIfEmpty: true },
        { id: '1', write: { ...make.write, expected: text('x'), next: null }, removeKeyIfEmpty: true },
      );
      expect(restored.map(({ status }) => status)).toEqual(['written', 'written']);
      const { registry } = await subject.machine.observe({ deadlineMs: 60_000 });
      expect(registry.key(subject.missingKey).visibility).not.toBe('present');
    });

    it('keeps a key that still holds something', async () => {
      const key = subject.missingKey;
      const at = (
        id: string,
        valueName: string,
        expected: RegistryValue | null,
        next: RegistryValue | null,
      ) => ({
        id,
        write: { key, name: valueName, expected, next },
        removeKeyIfEmpty: true,
      });
      await write(
        at('1', 'contract', null, text('x')),
        at('2', 'kept', null, text('y')),
        at('3', 'contract', text('x'), null),
      );
      expect(await subject.read(key, 'contract')).toBeNull();
      expect(await subject.read(key, 'kept')).toEqual(text('y'));
    });

    it('reports each step as it is done, in order', async () => {
      const reported: [string, string][] = [];
      const onStep = ({ id, status }: { id: string; status: string }) => void reported.push([id, status]);
      const steps = [step('a', 'contract T', null, text('1')), step('b', 'contract T', text('1'), text('2'))];
      const { outcomes, notified } = await subject.machine.write(steps, { notify: false, onStep });
      expect(reported).toEqual(outcomes.map(({ id, status }) => [id, status]));
      expect(reported).toEqual([
        ['a', 'written'],
        ['b', 'written'],
      ]);
      expect(notified).toBeNull();
    });

    it('does nothing when there is nothing to do', async () => {
      expect(await write()).toEqual([]);
    });
  });
}
