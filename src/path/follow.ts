import { StageFailure } from './failure.ts';
import { type FetchRequest, fetchBody, Redirect } from './fetch.ts';
import type { Lifetime } from './lifetime.ts';

/** As many as WinHTTP follows by default (WINHTTP_OPTION_MAX_HTTP_AUTOMATIC_REDIRECTS). */
const MAX_REDIRECTS = 10;

/**
 * Fetches like fetchBody, and follows redirects of a GET from http to http as WinHTTP does, each by the way of its own
 * address. `evidence.redirects` lists the hosts. Where nothing comes of it, the redirect is the failure, and `followed`
 * why; an https address is not followed: what is there cannot be told from a login page.
 */
export async function fetchFollowing(
  request: FetchRequest,
  lifetime: Lifetime,
  evidence: Record<string, unknown>,
): Promise<Buffer> {
  const first = await attempt(request, lifetime, evidence);
  if (!('redirect' in first)) return first.body;
  const redirects: unknown[] = [];
  for (let { redirect } = first; ; ) {
    const next = redirects.length < MAX_REDIRECTS ? nextOf(request, redirect) : null;
    if (next === null) throw redirects.length === 0 ? redirect : ended(first.redirect, redirects, redirect);
    redirects.push(redirect.evidence.locationHost);
    const seen: Record<string, unknown> = {};
    try {
      const there = await attempt(next, lifetime, seen);
      if ('body' in there) {
        Object.assign(evidence, seen, { redirects });
        return there.body;
      }
      redirect = there.redirect;
    } catch (failure) {
      if (!(failure instanceof StageFailure) || failure.reason === 'timeout') throw failure;
      throw ended(
        first.redirect,
        redirects,
        new StageFailure(failure.reason, { ...seen, ...failure.evidence }),
      );
    }
  }
}

async function attempt(
  request: FetchRequest,
  lifetime: Lifetime,
  evidence: Record<string, unknown>,
): Promise<{ body: Buffer } | { redirect: Redirect }> {
  try {
    return { body: await fetchBody(request, lifetime, evidence) };
  } catch (failure) {
    if (failure instanceof Redirect) return { redirect: failure };
    throw failure;
  }
}

function nextOf({ routeOf, post, ...request }: FetchRequest, { to }: Redirect): FetchRequest | null {
  if (routeOf === undefined || post !== null || to?.protocol !== 'http:') return null;
  if (to.username !== '' || to.password !== '') return null;
  const route = routeOf(to.href);
  return route.unsupported === null ? { ...request, post, url: to, route } : null;
}

function ended(
  first: Redirect,
  redirects: readonly unknown[],
  { reason, evidence }: StageFailure,
): StageFailure {
  return new StageFailure('redirect', { ...first.evidence, redirects, followed: { reason, ...evidence } });
}
