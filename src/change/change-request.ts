import type { WriteStep } from '../machine/port.ts';
import { toWireOrNull } from '../machine/wire-value.ts';
import type { FileElsewhere } from './files-elsewhere.ts';

/** Files of the state folder there, by when they count. */
export interface ChangeFiles {
  /** Whether the folder was there when it was judged; one that is made since is refused. */
  exists: boolean;
  /** Must still be so; else nothing is written. */
  seen: readonly FileElsewhere[];
  /** Written before the first write. */
  before: readonly FileElsewhere[];
  /** Written when all is written. */
  after: readonly FileElsewhere[];
  /** Written when all was put back. */
  undone: readonly FileElsewhere[];
}

/** The times of a change that has to be confirmed, as they stand in its files: both count there, from its first write. */
export interface ConfirmTimes {
  /** ISO 8601. */
  armedAt: string;
  deadline: string;
  withinMs: number;
}

/**
 * What `Invoke-P2SChange` takes. `task`: the one that puts back a change which nobody confirms is made before the first
 * write, or taken away at the end. `leaveForeign`: a value that is not as expected, or that a user's
 * hive does not take, is left alone and the others go on; else nothing of the change stays. `confirm`: the machine puts its own times in their place, since its clock may be another
 * one, and its turn may come long after the request was put together.
 */
export function changeRequest(
  steps: readonly WriteStep[],
  { exists, seen, before, after, undone }: ChangeFiles,
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
  const files = { seen: wire(seen), before: wire(before), after: wire(after), undone: wire(undone) };
  return { writes, notify: true, task, leaveForeign, confirm, exists, ...files };
}
