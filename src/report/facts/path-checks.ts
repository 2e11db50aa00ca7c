import type { Check, Stage } from '../../core/model/check.ts';

/** The stages of a tunnel in the order in which they run; revocation follows, one fetch for each URL. */
export const TUNNEL_STAGES = ['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp'] as const;
const STAGES: readonly Stage[] = [...TUNNEL_STAGES, 'revocation'];

/** What a check is of, whoever tells it. */
interface Place {
  stage: Stage;
  url: string | null;
  client: string | null;
}

/**
 * The order in which the checks of a path are told: the tunnel as it was probed, way by way, then each URL at its
 * place, and last what other clients say. The order in which answers come in differs from run to run; that of a walk
 * does not.
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
  return { stage, url, client: clientOf(evidence) };
}

/** Which client looked, where that is not the program itself. */
export function clientOf({ client }: Check['evidence']): string | null {
  return typeof client === 'string' ? client : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The checks of one path. What both variants share is walked or fetched once and told under the first. */
export function checksOf(checks: readonly Check[], gateway: string, stores: Check['stores']): Check[] {
  const all = checks.filter((check) => check.gateway === gateway);
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

/** The host of a gateway's name, without brackets and port. */
export function hostOfGateway(gateway: string): string {
  const [, bracketed, named] = /^\[([^\]]+)\]|^([^:]+)(?::\d+)?$/.exec(gateway) ?? [];
  return bracketed ?? named ?? gateway;
}

/** `HOST:PORT`, as a firewall rule needs it. */
export function targetOf(gateway: string): string {
  if (/^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(gateway)) return `[${gateway}]:443`;
  return gateway.includes(':') ? gateway : `${gateway}:443`;
}
