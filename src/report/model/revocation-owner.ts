import type { Check, Verdict } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { ofDecidingRoute, skipped } from '../../core/path/deciding-route.ts';
import { gotNowhere } from '../../core/path/proxy-word.ts';
import { atItsEnd } from '../facts/redirect-end.ts';
import { openFetches } from '../facts/revocation-failures.ts';

/** Who can take a step that p2s-fix cannot. */
export type RequestTo = 'proxy-team' | 'network-team' | 'vpn-team';

/** Who has to do something about a revocation check that fails. */
export interface RevocationOwner {
  to: RequestTo;
  /** `HOST:PORT` of the proxy that is asked about, or `null` on the direct way. */
  proxy: string | null;
  /** The fetches that it is about. */
  fetches: Check<'revocation'>[];
  /** Beside them: answers that came and do not hold, which who publishes them mends. */
  besides: Check<'revocation'>[];
  /**
   * The check goes another way than it would with the stores aligned, which may mend it. What is proposed is aligned.
   */
  byAnotherRoute: boolean;
  /** No fetch came further than the proxy, which does not answer. */
  proxyUnreachable: boolean;
  /**
   * What the proxy has to do: let through; get to the servers, which it says it does not; or fetch again what it
   * caches.
   */
  need: 'allow' | 'reach' | 'refresh';
  /**
   * It cannot be told whether an error came from the way or from the server behind it, which who publishes there mends.
   */
  mayBeServer: boolean;
}

/** Reasons that lie in what a revocation server says, and not on the way to it. */
export const ANSWERS = [
  'expired',
  'not-yet-valid',
  'wrong-issuer',
  'bad-signature',
  'other-key',
  'wrong-scope',
  'wrong-certificate',
  'wrong-signer',
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

/** `HOST:PORT` of the proxy that the tunnel takes, neutralised; `null` on the direct way. */
export function tunnelProxy(checks: readonly Check[]): string | null {
  const tunnel = checks.filter(({ stage }) => stage !== 'revocation');
  return proxyOf((tunnel.find(({ stage }) => stage !== 'dns') ?? tunnel[0])?.via);
}

/**
 * `HOST:PORT` of the proxy that WinHTTP has where it is aligned with the tunnel's setting; `null`: none. A list that
 * was set by hand is carried over as it is, and WinHTTP takes its first proxy, whichever the tunnel went by; of a PAC
 * answer it is given the way that gave a connection. `seen` still has the ways that were passed over.
 */
export function alignedProxy(seen: readonly Check[]): string | null {
  const [first] = skipped(seen);
  const byHand = first !== undefined && first.evidence.ofAnswer !== true;
  return byHand ? proxyOf(first.via) : tunnelProxy(ofDecidingRoute(seen));
}

/** Whether it was the proxy that stayed silent or has no such name, before anything was asked of it. */
export function endsAtProxy(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, status, evidence }) =>
      status === 'fail' && (stage === 'dns' || stage === 'tcp') && evidence.of === 'proxy',
  );
}

/** Whether the silence began behind TLS: packets go there and come back, and SSTP is what is not answered. */
export function givesNoReplyInTls(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, status, evidence }) =>
      status === 'fail' && (stage === 'http' || stage === 'sstp') && evidence.reason === 'timeout',
  );
}

/**
 * Whether nothing but a reset answered the ClientHello on the direct way. A firewall that forbids the name sends it as
 * well as a gateway without SSTP, and the way can be asked about first. Behind a proxy that granted CONNECT it is the
 * far end's.
 */
export function isResetOnTheWay(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, status, via, evidence }) =>
      stage === 'tls' &&
      status === 'fail' &&
      proxyOf(via) === null &&
      evidence.reason === 'reset-at-client-hello',
  );
}

/**
 * Servers that are not reached, judged by the end of a fetch's redirects, are a matter of the way: of the proxy that
 * the check goes through, or, where it goes direct, of the one that the tunnel has. Answers that do not hold are a
 * matter of who publishes them. `aligned`: see {@link alignedProxy}.
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
    need: needOf(ends),
    mayBeServer: ends.some((end) => whoseAnswer(end) === 'unknown'),
  };
}

/** It came from the server itself, and does not hold. */
function isInvalidAnswer(end: Check<'revocation'>): boolean {
  return whoseAnswer(end) === 'server' && ANSWERS.includes(String(end.evidence.reason));
}

/** One thing where all that failed needs it; letting through is part of each. */
function needOf(ends: readonly Check<'revocation'>[]): RevocationOwner['need'] {
  if (ends.length > 0 && ends.every(isOutOfCache)) return 'refresh';
  const isFar = ({ via, evidence }: Check<'revocation'>) =>
    proxyOf(via) !== null &&
    evidence.reason === 'http-status' &&
    (gotNowhere(evidence) || OF_GATEWAY.includes(evidence.httpStatus));
  return ends.length > 0 && ends.every(isFar) ? 'reach' : 'allow';
}

/** Whether the proxy had the answer in its cache: the server may have another one by now. */
function isOutOfCache({ via, evidence }: Check<'revocation'>): boolean {
  return proxyOf(via) !== null && typeof evidence.cachedBy === 'string';
}

/** What is said of a proposal beside a verdict. */
export type ProposalFlags = Partial<Pick<Verdict, 'failsByProposal' | 'notProposed'>>;

/**
 * The same by what is proposed: what is not proposed, or does not get through either, is nobody's next step, and where
 * nothing is proposed a proxy that was not asked is nobody's to open.
 */
export function ownerBeside(
  owner: RevocationOwner,
  { failsByProposal, notProposed }: ProposalFlags,
): RevocationOwner {
  if (failsByProposal !== true && notProposed !== true) return owner;
  const asked = owner.fetches.some((fetch) => proxyOf(atItsEnd(fetch).via) !== null);
  const isUnasked = notProposed === true && owner.to === 'proxy-team' && !asked;
  return {
    ...owner,
    byAnotherRoute: false,
    ...(isUnasked ? { to: 'network-team' as const, proxy: null } : {}),
  };
}

/** On the direct way a body that is neither what was asked for nor a page, or none at all, is the server's own. */
const ANSWERS_OF_SERVER = ['not-a-crl', 'not-ocsp', 'not-a-certificate', 'empty'];

/** A server's own, whoever stands before it: it wants a sign-in to itself (a proxy says 407), or has nothing there. */
const OF_SERVER: readonly unknown[] = [401, 404, 410];
/** What a proxy says of a server that it does not get to, and what only somebody in the way says (RFC 6585 6). */
const OF_GATEWAY: readonly unknown[] = [502, 504];
const OF_ROUTE: readonly unknown[] = [407, 511];
/** Filters refuse so, in the name of the server too. */
const FORBIDDEN: readonly unknown[] = [403, 451];
/** What proxies and filters call themselves. */
const FILTER =
  /squid|tinyproxy|privoxy|zscaler|bluecoat|proxysg|forcepoint|mcafee|skyhigh|netskope|ironport|fortigate|fortiproxy|sophos|trafficserver|proxy/i;

/** Whose an answer is: the server's own, the way's, or either's. */
function whoseAnswer(check: Check<'revocation'>): 'server' | 'way' | 'unknown' {
  const whose = whoseOwn(check);
  return whose === 'server' && isOutOfCache(check) ? 'unknown' : whose;
}

function whoseOwn({ via, evidence }: Check<'revocation'>): 'server' | 'way' | 'unknown' {
  const { reason, httpStatus: status, squidError, server } = evidence;
  const word = String(reason);
  const isDirect = proxyOf(via) === null;
  if (ANSWERS.includes(word)) return 'server';
  if (isDirect && ANSWERS_OF_SERVER.includes(word)) return 'server';
  if (evidence.sameHost === true) return 'server';
  // The way let a part of it through: who cuts it off, or is slow, cannot be told from here.
  const isHalf = status === 200 || typeof evidence.bytesReceived === 'number';
  if (isHalf && (word === 'cut-off' || word === 'timeout')) return 'unknown';
  if (reason !== 'http-status' || OF_ROUTE.includes(status)) return 'way';
  const name = typeof server === 'string' ? server : null;
  if (squidError !== undefined || (name !== null && FILTER.test(name))) return 'way';
  if (OF_SERVER.includes(status)) return 'server';
  if (isDirect) return FORBIDDEN.includes(status) ? 'unknown' : 'server';
  return OF_GATEWAY.includes(status) || (FORBIDDEN.includes(status) && name === null) ? 'way' : 'unknown';
}

function proxyOf(via: string | undefined): string | null {
  return via === undefined || via === 'direct' || via === 'unknown' ? null : neutralise(via);
}
