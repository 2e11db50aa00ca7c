import { gotNowhere, isProxyProduct } from './proxy-words.ts';
import type { Fetch } from './trace.ts';

/** Reasons in the answer of a revocation server, not on the route to it. */
export const INVALID_ANSWERS = [
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
/** On the direct route, a body that is neither the requested type nor a page, or is empty, is the server's. */
const BODIES = ['not-a-crl', 'not-ocsp', 'not-a-certificate', 'empty'];
/** Statuses from the server itself, behind any proxy: a sign-in (a proxy sends 407), or no file there. */
const OF_SERVER: readonly (number | null)[] = [401, 404, 410];
/** Statuses of a proxy that cannot reach a server, and those that only the route sends (RFC 6585 6). */
const OF_GATEWAY: readonly (number | null)[] = [502, 504];
const OF_ROUTE: readonly (number | null)[] = [407, 511];
/** Filters refuse with these, also in the server's name. */
const FORBIDDEN: readonly (number | null)[] = [403, 451];
const LOOPS = ['redirect-loop', 'too-many-redirects'];

/** Where a failure came from. An answer out of a proxy's cache says nothing about the server today. */
export function whoseFailure(fetch: Fetch): 'server' | 'route' | 'unknown' {
  const whose = whoseAnswer(fetch);
  return whose === 'server' && fetch.isFromCache ? 'unknown' : whose;
}

/** An invalid answer of the server itself: its publisher has to correct it, whatever the route does. */
export function isInvalidAnswer(fetch: Fetch): boolean {
  return whoseFailure(fetch) === 'server' && INVALID_ANSWERS.includes(fetch.reason ?? '');
}

function whoseAnswer(fetch: Fetch): 'server' | 'route' | 'unknown' {
  const { status, proxy, server } = fetch;
  const reason = fetch.reason ?? '';
  if (INVALID_ANSWERS.includes(reason)) return 'server';
  if (proxy === null && BODIES.includes(reason)) return 'server';
  if (fetch.staysOnHost && reason === 'redirect') return 'server';
  if (fetch.isPart) return 'unknown';
  // A login page is elsewhere, so redirects of a host to itself that do not end count as its status.
  const isStatus = reason === 'http-status' || (fetch.staysOnHost && LOOPS.includes(reason));
  if (!isStatus || OF_ROUTE.includes(status)) return 'route';
  if (isProxyProduct(fetch)) return 'route';
  if (OF_SERVER.includes(status)) return 'server';
  if (proxy === null) return FORBIDDEN.includes(status) ? 'unknown' : 'server';
  return OF_GATEWAY.includes(status) || (FORBIDDEN.includes(status) && server === null) ? 'route' : 'unknown';
}

/** The name does not resolve, on the direct route; or the proxy reports that it does not reach the server. `asked`: the proxy in question. */
export function isNotReached(fetch: Fetch, asked: string | null): boolean {
  const { proxy, reason } = fetch;
  if (asked === null) return reason === 'not-found' || reason === 'dns-unavailable';
  return (
    proxy !== null && reason === 'http-status' && (gotNowhere(fetch) || OF_GATEWAY.includes(fetch.status))
  );
}
