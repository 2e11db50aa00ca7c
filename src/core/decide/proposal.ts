import { candidateFailure, worksToday } from '../findings/settings/candidate.ts';
import type { Verdict } from '../model/check.ts';
import { type Assessment, isRefused } from './assess.ts';

/**
 * What an apply would do with the result of an audit. Remedies, headline and exit code depend only on this.
 * - `nothing`: there is nothing to change
 * - `refused`: a needed change is blocked, so nothing is written
 * - `does-not-help`: the tested change fixes no failing path, or breaks a working one; written only with `--yes`
 * - `change`: it is written
 */
export type Proposal = 'nothing' | 'refused' | 'does-not-help' | 'change';

/** `verdicts`: results of the path check; empty if it did not run. */
export function proposalOf(assessment: Assessment, verdicts: readonly Verdict[]): Proposal {
  if (isRefused(assessment) && isNeeded(assessment, verdicts)) return 'refused';
  if (assessment.plan.changes.length === 0) return 'nothing';
  return candidateFailure(verdicts) === null ? 'change' : 'does-not-help';
}

/**
 * Whether the blocked change is needed: its state was named, or the path check did not succeed with the current
 * settings. If a policy blocks part of a change, the rest is not written alone.
 */
function isNeeded({ desired, plan, blocked }: Assessment, verdicts: readonly Verdict[]): boolean {
  if (desired.source === null || !worksToday(verdicts)) return true;
  return blocked.length > 0 && plan.changes.length > 0;
}

/** Whether an apply replaces an unreadable value, which it does only after a prompt or with `--yes`. */
export function needsYes({ plan }: Pick<Assessment, 'plan'>): boolean {
  return plan.changes.some(({ action }) => action === 'replace');
}
