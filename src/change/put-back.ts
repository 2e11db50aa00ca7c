import { decodeWinHttpBlob, settingsOfWinHttp } from '../core/codec/winhttp-blob.ts';
import { P2sError } from '../core/errors.ts';
import { WINHTTP_VALUE } from '../core/locations.ts';
import { sameEffectiveProxy } from '../core/proxy/compare.ts';
import { type RegistrySnapshot, type RegistryValue, sameValue } from '../core/registry.ts';
import type { Machine, WriteStep } from '../machine/port.ts';
import type { Backup } from './backup-schema.ts';
import type { ChangeStore } from './change-store.ts';
import type { Journal } from './journal.ts';
import { logWrites } from './write-log.ts';

const READ_DEADLINE_MS = 60_000;

/** The steps that bring the machine from what it holds now to what a backup holds; none where it holds that already. */
export function rollbackSteps(registry: RegistrySnapshot, backup: Backup): WriteStep[] {
  return backup.values.toReversed().flatMap(({ key, name, value }, index): WriteStep[] => {
    const now = registry.value(key, name) ?? null;
    const left = backup.createdKeys.includes(key) && registry.key(key).visibility === 'present';
    if (sameValue(now, value) && !(value === null && left)) return [];
    const write = { key, name, expected: now, next: value };
    return [{ id: `${key}\\${name}#${index}`, write, removeKeyIfEmpty: backup.createdKeys.includes(key) }];
  });
}

/**
 * Puts an interrupted change back: every value that holds what that change wanted to write gets its old content
 * again; a value that somebody else has changed since is left alone. Returns the values that were put back.
 *
 * @throws P2sError `restore-failed` when a value does not take its old content
 */
export async function putBackInterruptedChange(
  machine: Machine,
  registry: RegistrySnapshot,
  journal: Journal,
  backup: Backup,
  store: ChangeStore,
  now: Date,
): Promise<string[]> {
  if (machine.recording !== null) {
    if (backup.file === null)
      throw new P2sError('backup-unusable', 'The backup holds no file.', { where: backup.number });
    await machine.recording.restore(backup.file.bytes, [backup.file.leftSha256, backup.file.sha256]);
    return journal.steps.map(({ key, name }) => `${key}\\${name}`);
  }
  const ours = new Set(
    journal.steps
      .filter(({ key, name, next }) => isOurs(registry.value(key, name) ?? null, next, name))
      .map(({ key, name }) => placeOf(key, name)),
  );
  const steps = rollbackSteps(registry, backup).filter(({ write }) =>
    ours.has(placeOf(write.key, write.name)),
  );
  if (steps.length === 0) return [];
  const { outcomes } = await machine.write(steps, { notify: true });
  await logWrites(store.dir, { machine: journal.machine, backup: backup.number, now }, steps, outcomes);
  await mustHold(machine, steps);
  return steps.map(({ write }) => `${write.key}\\${write.name}`);
}

/**
 * Reads back by a fresh look that every step's value is there.
 *
 * @throws P2sError `restore-failed` that lists those that are not
 */
export async function mustHold(machine: Machine, steps: readonly WriteStep[]): Promise<void> {
  const { registry } = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
  const lost = steps.filter(
    ({ write }) => !sameValue(registry.value(write.key, write.name) ?? null, write.next),
  );
  if (lost.length === 0) return;
  const places = lost.map(({ write }) => `${write.key}\\${write.name}`).join(', ');
  throw new P2sError('restore-failed', `These values did not take their old content: ${places}.`, {
    where: places,
    next: 'Something on this machine blocks the write: a policy, missing rights, another tool. The backup is kept.',
  });
}

/** Where Windows' own setter wrote, the header is its choice and what counts is what the value says. */
function isOurs(now: RegistryValue | null, next: RegistryValue | null, name: string): boolean {
  if (sameValue(now, next)) return true;
  if (name !== WINHTTP_VALUE || now?.kind !== 'binary' || next?.kind !== 'binary') return false;
  const [a, b] = [decodeWinHttpBlob(now.bytes), decodeWinHttpBlob(next.bytes)];
  return a.ok && b.ok && sameEffectiveProxy(settingsOfWinHttp(a.blob), settingsOfWinHttp(b.blob));
}

function placeOf(key: string, name: string): string {
  return `${key}\\${name}`.toLowerCase();
}
