import { TUNNEL_STAGES } from '../causes/trace.ts';
import type { Check, Stage } from '../model/check.ts';

const STAGES: readonly Stage[] = [...TUNNEL_STAGES, 'revocation'];

/** What a check belongs to, whichever client ran it. */
interface Place {
  stage: Stage;
  url: string | null;
  client: string | null;
}

/**
 * The order of the checks of a path in reports: the tunnel as probed, route by route, then each URL in the order
 * of the tests, then other clients. The order of results differs from run to run; the order of the tests does
 * not.
 */
export function byPlace(a: Place, b: Place): number {
  return (
    compare(a.client ?? '', b.client ?? '') ||
    (isOfProbe(a) && isOfProbe(b) ? 0 : STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage)) ||
    compare(a.url ?? '', b.url ?? '')
  );
}

function isOfProbe({ stage, client }: Place): boolean {
  return stage !== 'revocation' && client === null;
}

/** The checks of a path in the order of {@link byPlace}. */
export function inPlace(checks: readonly Check[]): Check[] {
  return checks.toSorted((a, b) => byPlace(placeOf(a), placeOf(b)));
}

function placeOf({ stage, url, evidence }: Check): Place {
  return { stage, url, client: evidence.client ?? null };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Finds the checks of a path. Checks shared by both variants run once and are listed under the first. */
export function checksByPath(checks: readonly Check[]): (path: Pick<Check, 'gateway' | 'stores'>) => Check[] {
  const groups = new Map<string, Check[]>();
  for (const check of checks) {
    const group = groups.get(check.gateway);
    if (group === undefined) groups.set(check.gateway, [check]);
    else group.push(check);
  }
  return ({ gateway, stores }) => checksOf(groups.get(gateway) ?? [], stores);
}

function checksOf(all: readonly Check[], stores: Check['stores']): Check[] {
  const mine = all.filter((check) => check.stores === stores);
  const own = { tunnel: mine.filter((check) => !isFetch(check)), fetches: mine.filter(isFetch) };
  const tunnel = own.tunnel.length > 0 ? own.tunnel : all.filter((check) => !isFetch(check));
  const getsThere = tunnel.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
  const fetches = own.fetches.length > 0 || !getsThere ? own.fetches : all.filter(isFetch);
  return [...tunnel, ...fetches];
}

function isFetch({ stage }: Check): boolean {
  return stage === 'revocation';
}
