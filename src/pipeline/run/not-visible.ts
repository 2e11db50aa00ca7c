import type { Assessment } from '../../core/decide/assess.ts';
import { notJudgedError } from '../../core/findings/not-visible.ts';
import type { Machine } from '../../machine/port.ts';

/** The settings that this run needs and that Windows does not let it read. What a recording leaves out is not denied. */
export function deniedStores(machine: Pick<Machine, 'kind'>, { unseen }: Assessment): string[] {
  return machine.kind === 'recorded' ? [] : unseen.map(({ store }) => store);
}

/** @throws P2sError where something is not visible that the judgement needs (see `notJudgedError`) */
export function refuseNotJudged(machine: Pick<Machine, 'kind'>, assessment: Assessment): void {
  const error = notJudgedError(machine.kind, assessment);
  if (error !== null) throw error;
}
