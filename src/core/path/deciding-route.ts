import type { StageResult } from '../model/check.ts';

/**
 * The results that decide, where a list of ways was tried: those of the way that gave a connection; where none did,
 * those of the first, which is the one that was meant, and its failure is the path's. Everything else is as it was.
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

/** Why each way that another one followed gave no connection, in order. */
export function skipped<T extends StageResult>(results: readonly T[]): T[] {
  return results.filter(({ evidence }) => evidence.passedOver === true);
}

/** The ways that gave no connection, where none did: `HOST:PORT`, or `direct`; empty where only one was tried. */
export function deadRoutes(results: readonly StageResult[]): string[] {
  if (skipped(results).length === 0 || isReached(results)) return [];
  return [...new Set(results.filter(isOfProbe).map(({ via }) => via))];
}

/** Proxies of a list that gave no connection on these probes while a later route did: `HOST:PORT`. */
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

/** Other clients tell of stages, too. */
function isOfProbe({ stage, evidence }: StageResult): boolean {
  return stage !== 'revocation' && evidence.client === undefined;
}
