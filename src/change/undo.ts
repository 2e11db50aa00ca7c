import { type RegistrySnapshot, type RegistryValue, sameValue } from '../core/model/registry.ts';
import { isAsWritten, sameSetting } from '../core/stores/same-setting.ts';
import type { StepOutcome, WriteStep } from '../machine/port.ts';

/** A value that a change wants to write, with what it was before. A change writes each value once. */
export interface Intent {
  id: string;
  key: string;
  name: string;
  /** What was there, and what goes back. */
  expected: RegistryValue | null;
  next: RegistryValue | null;
  /** What the writer found there after its own write, where that is not `next`. */
  left?: RegistryValue | null;
}

/** What the steps may have written. Without outcomes, because the writer fell silent, that is any of them. */
export function intentsOf(steps: readonly WriteStep[], outcomes: readonly StepOutcome[] | null): Intent[] {
  return steps.flatMap(({ id, write }, index): Intent[] => {
    const outcome = outcomes?.[index];
    if (outcome === undefined) return [{ id, ...write }];
    const untouched = ['unchanged', 'changed', 'not-done'].includes(outcome.status);
    if (untouched) return [];
    // What Windows' setter wrote, or what became of a write at once. Elsewhere another value is somebody else's.
    const odd = outcome.how === 'winhttp-api' || outcome.status === 'failed';
    return [{ id, ...write, ...(odd ? { left: outcome.now } : {}) }];
  });
}

/**
 * What brings the values back to what they were, from how they are now, last first. A value that holds neither its
 * old content nor ours, or cannot be read, is somebody else's by now and left alone. Each step expects what was just seen.
 *
 * @param restored ids of steps that wrote the old bytes already, which Windows may have touched since
 */
export function planUndo(
  registry: RegistrySnapshot,
  intents: readonly Intent[],
  createdKeys: readonly string[],
  restored: ReadonlySet<string> = new Set(),
): { undo: WriteStep[]; foreign: Intent[] } {
  const undo: WriteStep[] = [];
  const foreign: Intent[] = [];
  for (const intent of intents.toReversed()) {
    const { id, key, name, expected } = intent;
    const now = registry.value(key, name);
    // Not seen is not back: its user may have closed the key, or signed out.
    if (now === undefined) {
      foreign.push(intent);
      continue;
    }
    const created = createdKeys.includes(key);
    const emptyKeyLeft = created && now === null && registry.key(key).visibility === 'present';
    const isRestored = restored.has(id) ? isAsWritten(name, now, expected) : sameValue(now, expected);
    if (isRestored && !emptyKeyLeft) continue;
    if (isRestored || isOurs(now, intent)) {
      undo.push({ id, write: { key, name, expected: now, next: expected }, removeKeyIfEmpty: created });
    } else foreign.push(intent);
  }
  return { undo, foreign };
}

function isOurs(now: RegistryValue | null, { next, left, name }: Intent): boolean {
  return sameSetting(name, now, next) || (left !== undefined && sameValue(now, left));
}
