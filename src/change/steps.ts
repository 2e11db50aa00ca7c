import type { StoreChange } from '../core/decide/plan.ts';
import type { WriteStep } from '../machine/port.ts';

/** The writes of a plan in order, each with an id that contains its setting's id. */
export function stepsOf(changes: readonly StoreChange[]): WriteStep[] {
  return changes.flatMap(({ store, writes, winHttp }) =>
    writes.map((write, index) => ({ id: `${store}#${index}`, write, winHttp: index === 0 ? winHttp : null })),
  );
}

export function storeOfStep(id: string): string {
  return id.slice(0, id.lastIndexOf('#'));
}
