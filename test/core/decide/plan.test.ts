import { expect, it } from 'vitest';
import { makePlan, type StoreChange } from '../../../src/core/decide/plan.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { winInet } from '../proxy/arbitraries.ts';

const bytes = (...list: number[]) => new Uint8Array(list);
const VALUES: readonly RegistryValue[] = [
  { kind: 'binary', bytes: bytes(1) },
  { kind: 'binary', bytes: bytes(2) },
  { kind: 'other', type: 9, bytes: bytes(1) },
  { kind: 'other', type: 8, bytes: bytes(1) },
  { kind: 'string', text: 'a' },
  { kind: 'string', text: 'b' },
  { kind: 'expand-string', text: 'a' },
  { kind: 'multi-string', texts: ['a'] },
  { kind: 'multi-string', texts: ['a', 'b'] },
  { kind: 'dword', number: 1 },
  { kind: 'dword', number: 2 },
  { kind: 'qword', number: 1n },
  { kind: 'qword', number: 2n },
];
const change = (part: Partial<StoreChange> = {}): StoreChange => ({
  ...{ store: 'winhttp/native', action: 'set', before: null, after: winInet() },
  ...{ needsElevation: true, writes: [], winHttp: null },
  ...part,
});
const writing = (part: object) =>
  change({ writes: [{ ...{ key: 'k', name: 'n', expected: null, next: null }, ...part }] });

it('has another id for each change, value and value that it replaces', () => {
  const changes = [
    change(),
    change({ store: 'winhttp/wow64' }),
    change({ action: 'clear' }),
    change({ winHttp: { proxy: 'a:1', bypass: null } }),
    change({ winHttp: { proxy: 'b:1', bypass: null } }),
    writing({}),
    writing({ key: 'l' }),
    writing({ name: 'm' }),
    ...VALUES.flatMap((value) => [writing({ next: value }), writing({ expected: value })]),
  ];
  const idsOf = () => changes.map((one) => makePlan([one]).id);
  expect(new Set(idsOf()).size).toBe(changes.length);
  expect(idsOf()).toEqual(idsOf());
  for (const id of idsOf()) expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
  const [one, other] = [change(), change({ action: 'clear' })];
  expect(makePlan([one, other]).id).not.toBe(makePlan([other, one]).id);
  expect(makePlan([one, other]).changes).toEqual([one, other]);
});
