import { isReachable } from '../causes/verdicts.ts';
import type { Verdict } from '../model/check.ts';
import { isWritable, typeOf } from '../model/registry.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { type Assessment, isRefused } from './assess.ts';
import { candidateFailure, worksToday } from './compare.ts';
import { makePlan, type Plan, type StoreChange } from './plan.ts';

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

/** Whether an apply makes a change that it makes only after a prompt or with `--yes`. */
export function needsYes({ plan }: Pick<Assessment, 'plan'>): boolean {
  return plan.changes.some(isAsked);
}

/** Whether a change replaces an unreadable value, or one that no rollback can restore. */
export function isAsked(change: StoreChange): boolean {
  return change.action === 'replace' || lostValues(change).length > 0;
}

/** The values that a change replaces and that cannot be written back, with their types. */
export function lostValues({ writes }: Pick<StoreChange, 'writes'>): { value: string; type: string }[] {
  return writes.flatMap(({ name, expected }) =>
    expected === null || isWritable(expected) ? [] : [{ value: name, type: typeOf(expected) }],
  );
}

/**
 * The part of a plan that needs no administrator, if it alone is an improvement: it repairs values without
 * changing a route, or it makes a failing tunnel work. Otherwise `null`: the user's setting without the
 * machine-wide one may be worse than no change.
 */
export function userPart(plan: Plan, verdicts: readonly Verdict[]): Plan | null {
  const own = plan.changes.filter(({ needsElevation }) => !needsElevation);
  if (own.length === 0 || own.some(isAsked)) return null;
  const onlyRepairs = own.every(
    ({ before, after }) =>
      before !== null && before.direct === after.direct && sameEffectiveProxy(before, after),
  );
  return onlyRepairs || improvesTunnel(verdicts) ? makePlan(own) : null;
}

/** No gateway's tunnel gets worse, and at least one that fails now succeeds. */
function improvesTunnel(verdicts: readonly Verdict[]): boolean {
  const gateways = new Set(verdicts.map(({ gateway }) => gateway));
  let better = 0;
  for (const gateway of gateways) {
    const through = (stores: Verdict['stores']) => {
      const found = verdicts.find((verdict) => verdict.gateway === gateway && verdict.stores === stores);
      return found !== undefined && (isReachable(found) || found.stage === 'revocation');
    };
    if (through('current') && !through('proposed')) return false;
    if (!through('current') && through('proposed')) better++;
  }
  return better > 0;
}
