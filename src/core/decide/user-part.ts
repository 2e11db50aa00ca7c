import type { Verdict } from '../model/check.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { makePlan, type Plan } from './plan.ts';

/**
 * The part of a plan that needs no administrator, if that alone is an improvement: it repairs values without changing
 * where requests go, or the tunnel fails now and gets through by the setting that is proposed. `null` otherwise: a user's
 * setting without the machine's may be worse than neither.
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

/** No gateway's tunnel gets worse, and one that fails gets through. */
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
