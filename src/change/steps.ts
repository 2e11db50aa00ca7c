import type { StoreChange } from '../core/plan.ts';
import { type RegistryWrite, sameValue } from '../core/registry.ts';
import type { StepOutcome, WriteStep } from '../machine/port.ts';

/** The writes of a plan in order, each with an id that names its store. */
export function stepsOf(changes: readonly StoreChange[]): WriteStep[] {
  return changes.flatMap(({ store, writes, winHttp }) =>
    writes.map((write, index) => ({ id: `${store}#${index}`, write, winHttp: index === 0 ? winHttp : null })),
  );
}

export function storeOfStep(id: string): string {
  return id.slice(0, id.lastIndexOf('#'));
}

/**
 * The steps that put back what `done` changed, last first. Each expects what was read back, so that somebody else's
 * later write is never overwritten.
 */
export function undoSteps(steps: readonly WriteStep[], outcomes: readonly StepOutcome[]): WriteStep[] {
  const undo: WriteStep[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const step = steps[index];
    const touched = outcome.status === 'written' || outcome.status === 'failed';
    if (step === undefined || !touched || sameValue(outcome.now, outcome.found)) continue;
    undo.unshift({
      id: step.id,
      write: { ...step.write, expected: outcome.now, next: outcome.found } satisfies RegistryWrite,
      removeKeyIfEmpty: outcome.createdKey,
      winHttp: null,
    });
  }
  return undo;
}
