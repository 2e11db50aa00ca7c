import type { StageResult } from '../model/check.ts';

/**
 * The results that decide, if a list of routes was tried: those of the route that connected. If none connected,
 * those of the first route, and its failure is the failure of the path. All other results are unchanged.
 */
export function ofDecidingRoute<T extends StageResult>(results: readonly T[]): T[] {
  const [first] = skipped(results);
  if (first === undefined) return [...results];
  const dead = new Set(skipped(results).map(({ via }) => via));
  if (isReached(results)) return results.filter((one) => !isOfProbe(one) || !dead.has(one.via));
  return results
    .filter((one) => !isOfProbe(one) || one.via === first.via)
    .map((one) => (one === first ? { ...one, status: 'fail' } : one));
}

/** The failure of each skipped route, in order. */
export function skipped<T extends StageResult>(results: readonly T[]): T[] {
  return results.filter(({ evidence }) => evidence.passedOver === true);
}

/** The routes that failed to connect, if none connected: `HOST:PORT`, or `direct`; empty if only one was tried. */
export function deadRoutes(results: readonly StageResult[]): string[] {
  if (skipped(results).length === 0 || isReached(results)) return [];
  return [...new Set(results.filter(isOfProbe).map(({ via }) => via))];
}

/** Proxies of a list that failed to connect on these probes while a later route succeeded: `HOST:PORT`. */
export function deadProxiesOf(probes: readonly (readonly StageResult[])[]): string[] {
  const reached = new Set(probes.flatMap((results) => results.filter(isConnected).map(({ via }) => via)));
  const dead = probes
    .filter((results) => isReached(results))
    .flatMap(skipped)
    .map(({ via }) => via);
  return [...new Set(dead)].filter((via) => via !== 'direct' && !reached.has(via));
}

function isReached(results: readonly StageResult[]): boolean {
  return results.some(isConnected);
}

function isConnected(one: StageResult): boolean {
  return one.stage === 'tcp' && one.status === 'pass' && isOfProbe(one);
}

/** Other clients report stages, too. */
function isOfProbe({ stage, evidence }: StageResult): boolean {
  return stage !== 'revocation' && evidence.client === undefined;
}
