import { notJudged, ofStage } from '../model/check.ts';
import { neutralise } from '../model/neutralise.ts';
import { parseUrl } from '../model/parse-url.ts';
import { ofDecidingRoute, skipped } from '../path/deciding-route.ts';
import { revokedIn, unsettled } from '../path/revocation-answers.ts';
import { reasonText } from './reason.ts';
import { atItsEnd, urlsToAllow } from './redirect-end.ts';
import type { Fetch, Trace } from './trace.ts';
import type { Seen } from './trace-of.ts';
import { whoseFailure } from './whose-failure.ts';

type SeenFetch = Extract<Seen, { stage: 'revocation' }>;
type OfFetches = Pick<
  Trace,
  | 'revoked'
  | 'openRevocation'
  | 'failedFetches'
  | 'notJudged'
  | 'skippedFetches'
  | 'lacksRevocationUrl'
  | 'alignsElsewhere'
>;

/** `HOST:PORT` of a proxy, safe to show; `null` on the direct route. */
export function proxyOf(via: string | undefined): string | null {
  return via === undefined || via === 'direct' || via === 'unknown' ? null : neutralise(via);
}

/**
 * `HOST:PORT` of WinHTTP's proxy when it is aligned with the tunnel's setting; `null` for none. A manual list is
 * copied unchanged, and WinHTTP uses its first proxy, whichever the tunnel used. From a PAC result it gets the
 * route that connected. `seen` still includes skipped routes.
 */
export function alignedProxy(seen: readonly Seen[]): string | null {
  const [first] = skipped(seen);
  if (first !== undefined && first.evidence.ofAnswer !== true) return proxyOf(first.via);
  const tunnel = ofDecidingRoute(seen).filter(({ stage }) => stage !== 'revocation');
  return proxyOf((tunnel.find(({ stage }) => stage !== 'dns') ?? tunnel[0])?.via);
}

/** What the fetches found about the certificates. `aligning`: where an aligned setting leads, if it may still come. */
export function fetchesOf(
  results: readonly Seen[],
  aligning: { alignedTo: string | null } | null,
): OfFetches {
  const all = ofStage(results, 'revocation');
  const judged = asWindowsSees(all);
  const open = unsettled(judged);
  const revoked = revokedIn(all).map(({ evidence }) => evidence);
  const ofIssuers = revoked
    .filter(({ position = 0 }) => position > 0)
    .sort((a, b) => (b.position ?? 0) - (a.position ?? 0));
  const failed = openFetches(all);
  const isAligned = failed.every(
    (one) => one.stores !== 'current' || proxyOf(atItsEnd(one).via) === aligning?.alignedTo,
  );
  return {
    revoked:
      revoked.length === 0
        ? null
        : {
            issuer: ofIssuers[0]?.subject ?? null,
            isOnHold: revoked.every(({ hold }) => hold === true),
          },
    openRevocation:
      open.length === 0 ? 'none' : open.every(({ status }) => status === 'skip') ? 'untested' : 'failed',
    failedFetches: failed.map(fetchOf),
    notJudged: notJudged(unsettled(all)).map(fetchOf),
    skippedFetches: all
      .filter(({ status }) => status !== 'pass')
      .map(({ evidence }) => String(evidence.reason)),
    lacksRevocationUrl: all.some(({ evidence }) => evidence.reason === 'no-revocation-url'),
    alignsElsewhere: aligning !== null && !isAligned,
  };
}

/** This program's own results; a fetch that Windows' own client failed by the same setting counts as failed. */
export function asWindowsSees<T extends SeenFetch>(all: readonly T[]): T[] {
  const failed = all.filter((one) => one.status === 'fail' && !isOwn(one));
  return all.filter(isOwn).map((one) => {
    const refuting = failed.find(
      ({ url, evidence }) => url === one.url && evidence.decidedBy === one.evidence.decidedBy,
    );
    return refuting === undefined || one.status !== 'pass'
      ? one
      : { ...one, status: 'fail', evidence: refuting.evidence };
  });
}

/**
 * The failed fetches that make the revocation check fail. Ignores a failed URL if another one answers for the
 * certificate. Windows' own client counts only where p2s-fix's, which has more details, did not fail too.
 */
export function openFetches<T extends SeenFetch>(all: readonly T[]): T[] {
  const open = unsettled(asWindowsSees(all));
  const failed = all.filter(({ status, url }) => status === 'fail' && url !== null);
  const urls = new Set(open.map(({ url }) => url));
  const ofOpen = failed.filter(({ url }) => urls.has(url));
  const relevant = ofOpen.length > 0 ? ofOpen : failed;
  const ownHosts = new Set(relevant.filter(isOwn).map(({ url }) => hostOfUrl(url)));
  return relevant.filter((one) => isOwn(one) || !ownHosts.has(hostOfUrl(one.url)));
}

export function isOwn({ evidence }: Seen): boolean {
  return evidence.client === undefined;
}

/** With the port, unless it is 80. */
export function hostOfUrl(url: string | null): string | null {
  return url === null ? null : (parseUrl(url)?.host ?? null);
}

/** Where the failure of a fetch came from. */
export function whoseCheck(asked: SeenFetch): ReturnType<typeof whoseFailure> {
  return whoseFailure(fetchOf(asked));
}

/** A fetch as it ended, after its redirects. */
function fetchOf(asked: SeenFetch): Fetch {
  const { via, evidence } = atItsEnd(asked);
  const proxy = proxyOf(via);
  const { reason = null, httpStatus, bytesReceived } = evidence;
  const arrived = httpStatus === 200 || bytesReceived !== undefined;
  return {
    url: asked.url,
    host: hostOfUrl(asked.url) ?? asked.url,
    urls: urlsToAllow(asked).filter((url) => url !== null),
    isPost: asked.evidence.method === 'POST',
    isOfIssuer: asked.evidence.kind === 'issuer',
    proxy,
    endsAtProxy: evidence.of === 'proxy',
    reason,
    status: httpStatus ?? null,
    server: evidence.server ?? null,
    squidError: evidence.squidError ?? null,
    isFromCache: proxy !== null && evidence.cachedBy !== undefined,
    isPart: arrived && (reason === 'cut-off' || reason === 'timeout'),
    staysOnHost: evidence.sameHost === true,
    why: reasonText(asked.evidence),
  };
}
