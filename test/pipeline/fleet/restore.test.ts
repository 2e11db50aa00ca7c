import { expect, it } from 'vitest';
import { stateDirElsewhere } from '../../../src/change/backup/files-elsewhere.ts';
import {
  intentsToConfirm,
  readUnconfirmed,
  writeUnconfirmed,
} from '../../../src/change/state/unconfirmed.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import type { StepOutcome, WriteStep } from '../../../src/machine/port.ts';
import { toWireOrNull } from '../../../src/machine/wire/value.ts';
import { restoreWaiting } from '../../../src/pipeline/fleet/restore.ts';
import { observe, SETTINGS, sample, withValue } from '../../core/stores/registry-scene.ts';

const MACHINE = { kind: 'local', id: '11111111-2222-3333-4444-555555555555' } as const;
const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const [OLD, OURS, THEIRS] = [text('old'), text('ours'), text('theirs')];
const NAMES = ['foreign', 'restored', 'raced', 'denied', 'back-already'] as const;
type Name = (typeof NAMES)[number];
const STEPS: WriteStep[] = NAMES.map((name) => ({
  id: name,
  write: { key: SETTINGS, name, expected: OLD, next: OURS },
}));

/** An unconfirmed change on a computer where all values but the first are still as written. */
async function waiting() {
  const state = stateDirElsewhere([], [], true);
  const at = '2026-11-24T10:00:00.000Z';
  await writeUnconfirmed(state.dir, {
    ...{ backup: '0001', machine: MACHINE, armedAt: at, deadline: at, putBackAt: null, left: [] },
    steps: intentsToConfirm(STEPS),
  });
  state.taken();
  const registry = STEPS.reduce(
    (seen, { write: { key, name } }) => withValue(seen, key, name, name === 'foreign' ? THEIRS : OURS),
    sample(),
  );
  const unconfirmed = await readUnconfirmed(state.dir);
  const found = { observation: observe(registry), identity: MACHINE, state, seen: [] };
  const composed = await restoreWaiting(
    { ...found, journal: null, unconfirmed, restored: null, backups: [] },
    new Date('2026-11-24T11:00:00.000Z'),
  );
  if (composed === null) throw new Error('nothing to put back');
  return composed;
}

/** The answer of the computer, with the values in the order of the request. */
function reply(request: Record<string, unknown>, outcomes: Partial<Record<Name, Partial<StepOutcome>>>) {
  const writes = request.writes as { id: Name }[];
  const wire = (value: RegistryValue | null = null) => toWireOrNull(value);
  const all = writes.map(({ id }) => {
    const { found = OURS, now = OLD, ...rest } = outcomes[id] ?? {};
    const done = { id, status: 'written', how: 'registry', createdKey: false, hresult: null, ...rest };
    return { ...done, found: wire(found), now: wire(now) };
  });
  return { outcomes: all, ending: 'written', notified: null };
}

const left = (...names: Name[]) => ({
  code: 'values-not-put-back',
  severity: 'warning',
  evidence: { backup: '0001', values: names.map((name) => `${SETTINGS}\\${name}`) },
});

it('names what somebody else had changed before, and nothing that was restored', async () => {
  const { request, leftBy } = await waiting();
  expect(leftBy(reply(request, {}))).toMatchObject(left('foreign'));
});

it('names what was changed meanwhile, or denied, and not what holds its old value again', async () => {
  const { request, leftBy } = await waiting();
  const answer = reply(request, {
    raced: { status: 'changed', found: THEIRS, now: THEIRS },
    denied: { status: 'denied', found: OURS, now: OURS },
    'back-already': { status: 'changed', found: OLD, now: OLD },
  });
  expect(leftBy(answer)).toMatchObject(left('foreign', 'denied', 'raced'));
});

it('records the rollback before it removes the files of its task: a full disk keeps both', async () => {
  const { request } = await waiting();
  const after = request.after as { path: string; base64: string | null }[];
  expect(after[0]).toMatchObject({ path: 'unconfirmed.json', base64: expect.any(String) });
  expect(after.slice(1).map(({ path, base64 }) => [path, base64])).toEqual(
    expect.arrayContaining([
      ['put-back.ps1', null],
      ['put-back.json', null],
    ]),
  );
});
