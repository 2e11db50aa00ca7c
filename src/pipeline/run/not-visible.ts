import type { Assessment } from '../../core/decide/assess.ts';
import { notJudgedError } from '../../core/findings/not-visible.ts';
import type { Machine } from '../../machine/port.ts';

/**
 * The settings that this run needs and that Windows denies access to. Settings missing from a recording are not
 * denied.
 */
export function deniedStores(machine: Pick<Machine, 'kind'>, { unseen }: Assessment): string[] {
  return machine.kind === 'recorded' ? [] : unseen.map(({ store }) => store);
}

/** @throws P2sError if a setting that the judgement needs is not visible (see `notJudgedError`) */
export function refuseNotJudged(machine: Pick<Machine, 'kind'>, assessment: Assessment): void {
  const error = notJudgedError(machine.kind, assessment);
  if (error !== null) throw error;
}
