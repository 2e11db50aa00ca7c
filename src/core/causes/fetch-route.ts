import { parseUrl } from '../model/parse-url.ts';
import { clauses, command, type Phrase, say } from '../model/say.ts';
import { type HttpAccess, httpStep, type Step, step } from './rule.ts';
import type { Fetch, Trace } from './trace.ts';
import { isInvalidAnswer, isNotReached, whoseFailure } from './whose-failure.ts';
import { inService } from './words.ts';

/** Hosts of URLs, each once and sorted; with the port, unless it is the scheme's default. */
function hostsOfUrls(urls: readonly (string | null)[]): string[] {
  return [...new Set(urls.flatMap((url) => (url === null ? [] : (parseUrl(url)?.host ?? []))))].sort();
}

/** The route of failed fetches. */
export interface FetchRoute {
  readonly failed: readonly Fetch[];
  /** Those that failed on the route; not the answers of the servers themselves. */
  readonly blocked: readonly Fetch[];
  readonly access: HttpAccess;
  /** The hosts to allow. */
  readonly hosts: readonly string[];
  /** A change of WinHTTP's setting may lead them to another route. */
  readonly mayAlign: boolean;
}

type OfFetches = Pick<Trace, 'failedFetches' | 'alignsElsewhere'>;

export function blockedIn({ failedFetches, alignsElsewhere }: OfFetches): FetchRoute {
  const blocked = failedFetches.filter((one) => whoseFailure(one) !== 'server');
  const urls = blocked.flatMap((one) => one.urls);
  const proxy = blocked.find((one) => one.proxy !== null)?.proxy ?? null;
  return {
    failed: failedFetches,
    blocked,
    access: { urls, proxy, isPost: blocked.some(({ isPost }) => isPost) },
    hosts: hostsOf(urls),
    mayAlign: alignsElsewhere,
  };
}

/** A URL that cannot be parsed names itself. */
function hostsOf(urls: readonly string[]): readonly string[] {
  const hosts = hostsOfUrls(urls);
  return hosts.length === 0 ? urls : hosts;
}

/** The step of the route's team: behind a change that may settle it, and before what the publisher has to do. */
export function stepsOn({ failed, mayAlign }: FetchRoute, ofRoute: Step): Step[] {
  const invalid = failed.filter(isInvalidAnswer);
  const mayBeServer = failed.some((one) => whoseFailure(one) === 'unknown');
  return [
    ...(mayAlign
      ? [step('administrator', say('align WinHTTP ({command})', { command: command('apply') }))]
      : []),
    ofRoute,
    ...(mayBeServer
      ? [step('vpn-team', say("if the error is the server's own, have the certificate authority fix it"))]
      : []),
    ...(invalid.length > 0 ? [publish(invalid)] : []),
  ];
}

/** The steps for a missing issuer whose fetch failed on the route; none if it did not. */
export function issuerSteps(trace: OfFetches): Step[] {
  const route = blockedIn(trace);
  const { blocked, access } = route;
  if (!blocked.some(({ isOfIssuer }) => isOfIssuer)) return [];
  if (access.proxy !== null && blocked.every(({ endsAtProxy }) => endsAtProxy))
    return stepsOn(route, inService(access.proxy));
  return stepsOn(
    route,
    blocked.every((one) => isNotReached(one, access.proxy)) ? reach(route) : allow(route),
  );
}

export function allow({ access, hosts }: FetchRoute): Step {
  return httpStep(
    access,
    access.proxy === null
      ? say('allow http to {hosts}', { hosts })
      : say('allow http to {hosts} without authentication', { hosts }),
  );
}

export function reach({ access, hosts }: FetchRoute): Step {
  const client = access.proxy ?? say('this computer');
  return httpStep(access, say('let {client} resolve and reach {hosts} by http', { client, hosts }));
}

export function publish(failed: readonly Fetch[]): Step {
  return step(
    'vpn-team',
    say('have the certificate authority publish valid lists and answers ({hosts})', {
      hosts: hostsOf(failed.flatMap(({ url }) => url ?? [])),
    }),
  );
}

/** `: HOST, HOST: REASON; HOST: REASON`: where fetches failed, and why. */
export function causesOf(failed: readonly Fetch[]): Phrase {
  const byReason = new Map<string, { reason: Phrase; hosts: string[] }>();
  // The order of results differs from run to run.
  for (const { host, why } of failed.toSorted((a, b) => compare(a.host ?? '', b.host ?? ''))) {
    if (host === null) continue;
    const key = JSON.stringify(why);
    const { hosts } = byReason.get(key) ?? { hosts: [] };
    byReason.set(key, { reason: why, hosts: [...new Set([...hosts, host])] });
  }
  const all = [...byReason.values()].map((one) => say('{hosts}: {reason}', one));
  return all.length === 0 ? '' : say(': {causes}', { causes: clauses(all) });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Windows fetches the issuer or the root by the route of its WinHTTP setting, which is not known here. */
export function allowForWindows(urls: readonly string[]): Step | null {
  const hosts = hostsOfUrls(urls);
  return hosts.length === 0
    ? null
    : httpStep(
        { urls, proxy: null, isPost: false },
        say('allow http to {hosts} from the target computer, without authentication', { hosts }),
        say('Where WinHTTP has a proxy, the proxy team has to do so.'),
      );
}
