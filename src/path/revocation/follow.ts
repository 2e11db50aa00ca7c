import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { routeName } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import { type FetchRequest, fetchBody, Redirect } from './fetch.ts';

/** As many as WinHTTP follows by default (WINHTTP_OPTION_MAX_HTTP_AUTOMATIC_REDIRECTS). */
const MAX_REDIRECTS = 10;

/**
 * Fetches like fetchBody, and follows redirects of a GET from http to http as WinHTTP does, each on the route of
 * its own URL. `evidence.redirects` lists the hosts, and `redirectVia` their routes. If all of this fails, the
 * first redirect is the failure, and `followed` is the evidence from the last host with its reason:
 * `redirect-loop` or `too-many-redirects` if the redirects do not end. If a route is not supported, the failure is
 * `route-unsupported`. An https URL is not followed: its content cannot be distinguished from a login page.
 */
export async function fetchFollowing(
  request: FetchRequest,
  lifetime: Lifetime,
  evidence: AnyFields,
): Promise<Buffer> {
  const first = await attempt(request, lifetime, evidence);
  if (!('redirect' in first)) return first.body;
  const hosts: (string | null)[] = [];
  const routes: string[] = [];
  const taken = { redirects: hosts, redirectVia: routes };
  const seenAt = new Set([request.url.href]);
  for (let { redirect } = first; ; ) {
    const next = nextOf(request, redirect);
    if (next === null) throw hosts.length === 0 ? redirect : ended(first.redirect, taken, redirect);
    const { unsupported } = next.route;
    if (unsupported !== null) {
      const redirects = [...hosts, redirect.locationHost];
      throw new StageFailure('route-unsupported', { ...taken, redirects, detail: unsupported });
    }
    if (hosts.length === MAX_REDIRECTS) {
      const reason = seenAt.has(next.url.href) ? 'redirect-loop' : 'too-many-redirects';
      const sameHost = [...hosts, redirect.locationHost].every((host) => host === request.url.host);
      const seen = { ...redirect.evidence, ...(sameHost ? { sameHost } : {}) };
      throw ended(first.redirect, taken, new StageFailure(reason, seen));
    }
    seenAt.add(next.url.href);
    hosts.push(redirect.locationHost);
    routes.push(routeName(next.route));
    const seen: AnyFields = {};
    try {
      const there = await attempt(next, lifetime, seen);
      if ('body' in there) {
        replace(evidence, { ...seen, ...taken });
        return there.body;
      }
      redirect = new Redirect(there.redirect.to, next.url, { ...seen, ...there.redirect.evidence });
    } catch (failure) {
      if (!(failure instanceof StageFailure)) throw failure;
      const whole = new StageFailure(failure.reason, { ...seen, ...failure.evidence });
      if (failure.reason !== 'too-large') throw ended(first.redirect, taken, whole);
      // A body was received, as without a redirect; stopping was our own choice.
      replace(evidence, { ...seen, ...taken });
      throw failure;
    }
  }
}

async function attempt(
  request: FetchRequest,
  lifetime: Lifetime,
  evidence: AnyFields,
): Promise<{ body: Buffer } | { redirect: Redirect }> {
  try {
    return { body: await fetchBody(request, lifetime, evidence) };
  } catch (failure) {
    if (failure instanceof Redirect) return { redirect: failure };
    throw failure;
  }
}

/** What the first server sent with its redirect is no evidence about the one that sent the body. */
export function replace(evidence: AnyFields, by: AnyFields): void {
  for (const name of Object.keys(evidence)) delete evidence[name as keyof AnyFields];
  Object.assign(evidence, by);
}

function nextOf({ routeOf, post, ...request }: FetchRequest, { to }: Redirect): FetchRequest | null {
  if (routeOf === undefined || post !== null || to?.protocol !== 'http:') return null;
  if (to.username !== '' || to.password !== '') return null;
  return { ...request, post, url: to, route: routeOf(to.href) };
}

function ended(first: Redirect, taken: AnyFields, { reason, evidence }: StageFailure): StageFailure {
  return new StageFailure('redirect', { ...first.evidence, ...taken, followed: { reason, ...evidence } });
}
