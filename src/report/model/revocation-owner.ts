import type { Check, Verdict } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { ofDecidingRoute, skipped } from '../../core/path/deciding-route.ts';
import { gotNowhere } from '../../core/path/verdict.ts';
import { atItsEnd } from '../facts/redirect-end.ts';
import { openFetches } from '../facts/revocation-failures.ts';

/** Teams for steps that p2s-fix cannot take. */
export const REQUEST_TEAMS = ['proxy-team', 'network-team', 'vpn-team'] as const;
export type RequestTo = (typeof REQUEST_TEAMS)[number];

/** The owner of a failed revocation check. */
export interface RevocationOwner {
  to: RequestTo;
  /** `HOST:PORT` of the proxy in question, or `null` on the direct route. */
  proxy: string | null;
  /** The fetches in question. */
  fetches: Check<'revocation'>[];
  /** In addition: invalid answers, which their publisher must fix. */
  besides: Check<'revocation'>[];
  /**
   * The check uses another route than with aligned settings, which may fix it. The proposed settings are aligned.
   */
  byAnotherRoute: boolean;
  /** No fetch got past the proxy, which does not reply. */
  proxyUnreachable: boolean;
  /**
   * What the route must do: allow the servers; resolve and reach them, if the proxy reports them as unreachable or,
   * on the direct route, their names do not resolve; refresh the cache of the proxy; or deliver completely what
   * arrives only in part.
   */
  need: 'allow' | 'reach' | 'refresh' | 'complete';
  /** It is unknown whether an error came from the route or from the server, which its publisher must fix. */
  mayBeServer: boolean;
}

/** Reasons in the answer of a revocation server, not on the route to it. */
export const ANSWERS = [
  'expired',
  'not-yet-valid',
  'wrong-issuer',
  'bad-signature',
  'other-key',
  'wrong-scope',
  'wrong-certificate',
  'wrong-signer',
  'signer-out-of-date',
  'delta-crl',
  'not-a-delta',
  'wrong-base',
  'ocsp-unknown',
  'ocsp-malformed-request',
  'ocsp-internal-error',
  'ocsp-try-later',
  'ocsp-sig-required',
  'ocsp-unauthorized',
  'ocsp-error',
];

/** `HOST:PORT` of the tunnel's proxy, with control characters removed; `null` on the direct route. */
export function tunnelProxy(checks: readonly Check[]): string | null {
  const tunnel = checks.filter(({ stage }) => stage !== 'revocation');
  return proxyOf((tunnel.find(({ stage }) => stage !== 'dns') ?? tunnel[0])?.via);
}

/**
 * `HOST:PORT` of WinHTTP's proxy when it is aligned with the tunnel's setting; `null` for none. A manual list is
 * copied unchanged, and WinHTTP uses its first proxy, whichever the tunnel used. From a PAC result it gets the
 * route that connected. `seen` still includes skipped routes.
 */
export function alignedProxy(seen: readonly Check[]): string | null {
  const [first] = skipped(seen);
  const byHand = first !== undefined && first.evidence.ofAnswer !== true;
  return byHand ? proxyOf(first.via) : tunnelProxy(ofDecidingRoute(seen));
}

/** Whether the proxy itself did not reply or its name is unknown, before any request to it. */
export function endsAtProxy(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, status, evidence }) =>
      status === 'fail' && (stage === 'dns' || stage === 'tcp') && evidence.of === 'proxy',
  );
}

/** Whether the missing reply came after TLS: packets pass in both directions, but SSTP is not answered. */
export function givesNoReplyInTls(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, status, evidence }) =>
      status === 'fail' && (stage === 'http' || stage === 'sstp') && evidence.reason === 'timeout',
  );
}

/**
 * Whether only a reset answered the ClientHello on the direct route. A firewall that blocks the name sends it,
 * and so does a gateway without SSTP; the route is checked first. Behind a proxy that granted CONNECT, the reset
 * is from the far end.
 */
export function isResetInTransit(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, status, via, evidence }) =>
      stage === 'tls' &&
      status === 'fail' &&
      proxyOf(via) === null &&
      evidence.reason === 'reset-at-client-hello',
  );
}

/**
 * Unreachable servers, by the end of a fetch's redirects, are a problem of the route: of the proxy that the check
 * uses, or, on the direct route, of the tunnel's proxy. Invalid answers are a problem of their publisher.
 * `aligned`: see {@link alignedProxy}.
 */
export function revocationOwner(
  checks: readonly Check[],
  aligned: string | null = tunnelProxy(checks),
): RevocationOwner {
  const own = tunnelProxy(checks);
  const failed = openFetches(checks);
  const blocked = failed.filter((check) => whoseAnswer(atItsEnd(check)) !== 'server');
  const ends = blocked.map(atItsEnd);
  const nobodys = {
    byAnotherRoute: false,
    proxyUnreachable: false,
    need: 'allow',
    mayBeServer: false,
  } as const;
  if (failed.length > 0 && blocked.length === 0)
    return { to: 'vpn-team', proxy: own, fetches: failed, besides: [], ...nobodys };
  const proxies = ends.map(({ via }) => proxyOf(via));
  const proxy = proxies.find((one) => one !== null) ?? own;
  return {
    to: proxy === null ? 'network-team' : 'proxy-team',
    proxy,
    fetches: blocked,
    besides: failed.filter((check) => isInvalidAnswer(atItsEnd(check))),
    byAnotherRoute: ends.some(({ via, stores }) => stores === 'current' && proxyOf(via) !== aligned),
    proxyUnreachable: ends.length > 0 && ends.every(({ evidence }) => evidence.of === 'proxy'),
    need: needOf(ends, proxy),
    mayBeServer: blocked.some(mayBeOfServer),
  };
}

/** Whether it is unknown if the error came from the route or from the server itself. */
export function mayBeOfServer(check: Check<'revocation'>): boolean {
  return whoseAnswer(atItsEnd(check)) === 'unknown';
}

/** It came from the server itself and is invalid. */
function isInvalidAnswer(end: Check<'revocation'>): boolean {
  return whoseAnswer(end) === 'server' && ANSWERS.includes(String(end.evidence.reason));
}

/** The need that all failures share; `allow` is part of each. */
function needOf(ends: readonly Check<'revocation'>[], proxy: string | null): RevocationOwner['need'] {
  if (ends.length > 0 && ends.every(isOutOfCache)) return 'refresh';
  if (ends.length > 0 && ends.every(isPart)) return 'complete';
  const isFar = ({ via, evidence }: Check<'revocation'>) =>
    proxyOf(via) !== null &&
    evidence.reason === 'http-status' &&
    (gotNowhere(evidence) || OF_GATEWAY.includes(evidence.httpStatus));
  return ends.length > 0 && ends.every(proxy === null ? isUnresolved : isFar) ? 'reach' : 'allow';
}

/** Whether the name of the server does not resolve on the direct route. */
function isUnresolved({ via, evidence }: Check<'revocation'>): boolean {
  const { reason } = evidence;
  return proxyOf(via) === null && (reason === 'not-found' || reason === 'dns-unavailable');
}

/** Whether the answer came from the proxy's cache: the server may have a newer one. */
function isOutOfCache({ via, evidence }: Check<'revocation'>): boolean {
  return proxyOf(via) !== null && typeof evidence.cachedBy === 'string';
}

/** The verdict's facts about the proposal. */
export type ProposalFlags = Partial<Pick<Verdict, 'failsByProposal' | 'notProposed' | 'stores'>>;

/**
 * The same with the proposal considered: asks nobody for what is not proposed or fails with the proposal, and
 * nobody for a proxy that was not tested, unless an apply may lead there. The proposed settings are aligned.
 */
export function ownerBeside(
  owner: RevocationOwner,
  { failsByProposal, notProposed, stores }: ProposalFlags,
): RevocationOwner {
  const isFinal = notProposed === true || stores === 'proposed';
  if (failsByProposal !== true && !isFinal) return owner;
  const asked = owner.fetches.some((fetch) => proxyOf(atItsEnd(fetch).via) !== null);
  const isUnasked = isFinal && owner.to === 'proxy-team' && !asked;
  return {
    ...owner,
    byAnotherRoute: false,
    ...(isUnasked
      ? { to: 'network-team' as const, proxy: null, need: needOf(owner.fetches.map(atItsEnd), null) }
      : {}),
  };
}

/**
 * On the direct route, a body that is neither the requested type nor a page, or is empty, comes from the server.
 */
const ANSWERS_OF_SERVER = ['not-a-crl', 'not-ocsp', 'not-a-certificate', 'empty'];

/**
 * Statuses from the server itself, behind any proxy: it requires a sign-in (a proxy sends 407), or has no file
 * there.
 */
const OF_SERVER: readonly unknown[] = [401, 404, 410];
/** Statuses of a proxy that cannot reach a server, and those that only the route sends (RFC 6585 6). */
const OF_GATEWAY: readonly unknown[] = [502, 504];
const OF_ROUTE: readonly unknown[] = [407, 511];
/** Filters refuse with these, also in the server's name. */
const FORBIDDEN: readonly unknown[] = [403, 451];
const LOOPS: readonly unknown[] = ['redirect-loop', 'too-many-redirects'];
/** Product names of proxies and filters. */
const FILTER =
  /squid|tinyproxy|privoxy|zscaler|bluecoat|proxysg|forcepoint|mcafee|skyhigh|netskope|ironport|fortigate|fortiproxy|sophos|trafficserver|proxy/i;

/** The origin of an answer: the server, the route, or unknown. */
function whoseAnswer(check: Check<'revocation'>): 'server' | 'route' | 'unknown' {
  const whose = whoseOwn(check);
  return whose === 'server' && isOutOfCache(check) ? 'unknown' : whose;
}

function whoseOwn({ via, evidence }: Check<'revocation'>): 'server' | 'route' | 'unknown' {
  const { reason, httpStatus: status, squidError, server } = evidence;
  const word = String(reason);
  const isDirect = proxyOf(via) === null;
  if (ANSWERS.includes(word)) return 'server';
  if (isDirect && ANSWERS_OF_SERVER.includes(word)) return 'server';
  if (evidence.sameHost === true && reason === 'redirect') return 'server';
  if (isPart({ evidence })) return 'unknown';
  // A login page is elsewhere, so redirects of a host to itself that do not end count as its status.
  const isStatus = reason === 'http-status' || (evidence.sameHost === true && LOOPS.includes(reason));
  if (!isStatus || OF_ROUTE.includes(status)) return 'route';
  const name = typeof server === 'string' ? server : null;
  if (squidError !== undefined || (name !== null && FILTER.test(name))) return 'route';
  if (OF_SERVER.includes(status)) return 'server';
  if (isDirect) return FORBIDDEN.includes(status) ? 'unknown' : 'server';
  return OF_GATEWAY.includes(status) || (FORBIDDEN.includes(status) && name === null) ? 'route' : 'unknown';
}

/** Whether the route delivered only a part: it is open, and the cause of the cut or delay is unknown. */
function isPart({ evidence }: Pick<Check<'revocation'>, 'evidence'>): boolean {
  const { reason, httpStatus, bytesReceived } = evidence;
  const arrived = httpStatus === 200 || typeof bytesReceived === 'number';
  return arrived && (reason === 'cut-off' || reason === 'timeout');
}

function proxyOf(via: string | undefined): string | null {
  return via === undefined || via === 'direct' || via === 'unknown' ? null : neutralise(via);
}
