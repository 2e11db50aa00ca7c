import type { Route } from '../../core/model/check.ts';
import { routeKey } from './authority.ts';

type RouteOf = (url: string) => Route;

interface Work<T> {
  outcome: Promise<T>;
  /** The way to each address that the work asked for until now. */
  routes: Map<string, string>;
}

/**
 * Does work under a key once for all whose settings give the same ways. An answer may lead to further addresses
 * (redirects, delta lists), so which ways count is known only when the work has ended: who comes later waits for that,
 * and does its own where one of them is another.
 */
export function createShared<T>({ keep }: { keep: boolean }) {
  const started = new Map<string, Set<Work<T>>>();
  return async (key: string, routeOf: RouteOf, start: (routeOf: RouteOf) => Promise<T>): Promise<T> => {
    const known = started.get(key) ?? new Set();
    started.set(key, known);
    // A set also gives what is added while it is gone through.
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
