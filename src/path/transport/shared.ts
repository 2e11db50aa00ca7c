import type { Route } from '../../core/model/check.ts';
import { routeKey } from './authority.ts';

type RouteOf = (url: string) => Route;

interface Work<T> {
  outcome: Promise<T>;
  /** The route to each URL that the work has requested so far. */
  routes: Map<string, string>;
}

/**
 * Runs work once per key for all callers whose settings give the same routes. An answer can lead to further URLs
 * (redirects, delta CRLs), so the relevant routes are known only when the work has ended: later callers wait for
 * that, and run their own work if a route differs.
 */
export function createShared<T>({ keep }: { keep: boolean }) {
  const started = new Map<string, Set<Work<T>>>();
  return async (key: string, routeOf: RouteOf, start: (routeOf: RouteOf) => Promise<T>): Promise<T> => {
    const known = started.get(key) ?? new Set();
    started.set(key, known);
    // Iteration over a set includes entries that are added meanwhile.
    for (const { outcome, routes } of known) {
      await outcome;
      if ([...routes].every(([url, route]) => routeKey(routeOf(url)) === route)) return outcome;
    }
    const routes = new Map<string, string>();
    const outcome = start((url) => {
      const route = routeOf(url);
      routes.set(url, routeKey(route));
      return route;
    });
    const work = { outcome: keep ? outcome : outcome.finally(() => known.delete(work)), routes };
    known.add(work);
    return work.outcome;
  };
}
