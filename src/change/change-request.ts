import type { WriteStep } from '../machine/port.ts';
import { toWireOrNull } from '../machine/wire/value.ts';
import type { FileElsewhere } from './backup/files-elsewhere.ts';

/** Files of the state folder on the target computer, by when they are checked or written. */
export interface ChangeFiles {
  /** Whether the folder existed when it was checked; a folder created since then is refused. */
  exists: boolean;
  /** Files that must be unchanged; otherwise nothing is written. */
  seen: readonly FileElsewhere[];
  /** Written before the first write. */
  before: readonly FileElsewhere[];
  /** Written after the last write. */
  after: readonly FileElsewhere[];
  /** Written after a restore. */
  rolledBack: readonly FileElsewhere[];
}

/** The times in the files of an unconfirmed change. The target computer counts from its first write. */
export interface ConfirmTimes {
  /** ISO 8601. */
  armedAt: string;
  deadline: string;
  withinMs: number;
}

/**
 * The request of `Invoke-P2SChange`. `task`: whether the task that rolls back an unconfirmed change is created
 * before the first write, or removed at the end. `leaveForeign`: skips a value that is not the expected one, or
 * that a user's hive does not accept; without it, such a value fails the whole change. `confirm`: the computer
 * replaces these times by its own, because its clock may differ and the request may wait long before it runs.
 */
export function changeRequest(
  steps: readonly WriteStep[],
  { exists, seen, before, after, rolledBack }: ChangeFiles,
  task: 'create' | 'remove' | null,
  { leaveForeign = false, confirm = null }: { leaveForeign?: boolean; confirm?: ConfirmTimes | null } = {},
): Record<string, unknown> {
  const writes = steps.map(({ id, write, removeKeyIfEmpty = false }) => ({
    id,
    key: write.key,
    name: write.name,
    expected: toWireOrNull(write.expected),
    next: toWireOrNull(write.next),
    removeKeyIfEmpty,
    winHttp: null,
  }));
  const wire = (list: readonly FileElsewhere[]) =>
    list.map(({ path, bytes, append = false }) => ({
      path,
      base64: bytes === null ? null : Buffer.from(bytes).toString('base64'),
      append,
    }));
  const files = { seen: wire(seen), before: wire(before), after: wire(after), rolledBack: wire(rolledBack) };
  return { writes, notify: true, task, leaveForeign, confirm, exists, ...files };
}
