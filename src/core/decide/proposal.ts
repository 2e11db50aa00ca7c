import { candidateFailure, worksToday } from '../findings/candidate.ts';
import type { Verdict } from '../model/check.ts';
import { type Assessment, isRefused } from './assess.ts';

/**
 * What an apply would do with what an audit found; remedies, headline and exit code follow from it alone.
 * - `nothing`: there is nothing to change
 * - `refused`: a change that is needed cannot be made, so that nothing is written
 * - `does-not-help`: the change was tested, and does not bring a failing path to work, or loses a working one; it is
 *   written with `--yes` only
 * - `change`: it is written
 */
export type Proposal = 'nothing' | 'refused' | 'does-not-help' | 'change';

/** `verdicts`: what the path check came to; empty where it was not made. */
export function proposalOf(assessment: Assessment, verdicts: readonly Verdict[]): Proposal {
  if (isRefused(assessment) && isNeeded(assessment, verdicts)) return 'refused';
  if (assessment.plan.changes.length === 0) return 'nothing';
  return candidateFailure(verdicts) === null ? 'change' : 'does-not-help';
}

/**
 * Whether what cannot be made is needed: somebody named that state, or the path was not seen to work as it is. Where a
 * policy keeps a part of the change from being made, the rest is not made alone.
 */
function isNeeded({ desired, plan, blocked }: Assessment, verdicts: readonly Verdict[]): boolean {
  if (desired.source === null || !worksToday(verdicts)) return true;
  return blocked.length > 0 && plan.changes.length > 0;
}

/** Whether an apply replaces what cannot be read, which it does after a question, or with `--yes`. */
export function needsYes({ plan }: Pick<Assessment, 'plan'>): boolean {
  return plan.changes.some(({ action }) => action === 'replace');
}
