import type { Verdict } from '../model/check.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { makePlan, type Plan } from './plan.ts';

/**
 * The part of a plan that needs no administrator, if it alone is an improvement: it repairs values without
 * changing a route, or it makes a failing tunnel work. Otherwise `null`: the user's setting without the
 * machine-wide one may be worse than no change.
 */
export function userPart(plan: Plan, verdicts: readonly Verdict[]): Plan | null {
  const own = plan.changes.filter(({ needsElevation }) => !needsElevation);
  if (own.length === 0 || own.some(({ action }) => action === 'replace')) return null;
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
      return found?.verdict === 'reachable' || found?.stage === 'revocation';
    };
    if (through('current') && !through('proposed')) return false;
    if (!through('current') && through('proposed')) better++;
  }
  return better > 0;
}
