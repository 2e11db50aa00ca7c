import {
  isWritable,
  type RegistrySnapshot,
  type RegistryValue,
  sameValue,
} from '../../core/model/registry.ts';
import { isAsWritten, sameSetting } from '../../core/stores/same-setting.ts';
import type { StepOutcome, WriteStep } from '../../machine/port.ts';

/** A value that a change intends to write, with its value before. A change writes each value once. */
export interface Intent {
  id: string;
  key: string;
  name: string;
  /** The value before the change, which a restore writes. */
  expected: RegistryValue | null;
  next: RegistryValue | null;
  /** What the writer read after its own write, where that is not `next`. */
  left?: RegistryValue | null;
}

/** A value and its content before a change. */
export type Old = Pick<Intent, 'key' | 'name' | 'expected'>;

/** What the steps may have written. Without outcomes, because the writer did not reply, that is any of them. */
export function intentsOf(steps: readonly WriteStep[], outcomes: readonly StepOutcome[] | null): Intent[] {
  return steps.flatMap(({ id, write }, index): Intent[] => {
    const outcome = outcomes?.[index];
    if (outcome === undefined) return [{ id, ...write }];
    const untouched = ['unchanged', 'changed', 'not-done'].includes(outcome.status);
    if (untouched) return [];
    // Windows' setter may write other bytes, and so may a failed write. In all other cases another value is
    // foreign.
    const odd = outcome.how === 'winhttp-api' || outcome.status === 'failed';
    return [{ id, ...write, ...(odd ? { left: outcome.now } : {}) }];
  });
}

/**
 * The steps that restore the values, last first. Skips a value that has neither its old nor our content, or
 * cannot be read, because it was changed outside p2s-fix; and one whose old type cannot be written. Each step
 * expects the value that was just read.
 *
 * @param restored ids of steps that already wrote the old bytes, which Windows may have modified since
 * @param isRecording whether the values are those of a file, which takes every type
 */
export function planRestore(
  registry: RegistrySnapshot,
  intents: readonly Intent[],
  createdKeys: readonly string[],
  restored: ReadonlySet<string> = new Set(),
  isRecording = false,
): { steps: WriteStep[]; foreign: Intent[] } {
  const steps: WriteStep[] = [];
  const foreign: Intent[] = [];
  for (const intent of intents.toReversed()) {
    const { id, key, name, expected } = intent;
    const now = registry.value(key, name);
    // Not visible is not restored: the user may have closed the key, or signed out.
    if (now === undefined) {
      foreign.push(intent);
      continue;
    }
    const created = createdKeys.includes(key);
    const emptyKeyLeft = created && now === null && registry.key(key).visibility === 'present';
    const isRestored = restored.has(id) ? isAsWritten(name, now, expected) : sameValue(now, expected);
    if (isRestored && !emptyKeyLeft) continue;
    const canWrite = isRecording || isWritable(expected);
    if (isRestored || (canWrite && isOurs(now, intent))) {
      steps.push({ id, write: { key, name, expected: now, next: expected }, removeKeyIfEmpty: created });
    } else foreign.push(intent);
  }
  return { steps, foreign };
}

function isOurs(now: RegistryValue | null, { next, left, name }: Intent): boolean {
  return sameSetting(name, now, next) || (left !== undefined && sameValue(now, left));
}
