import type { MigrationRoute, Outlook } from './model.ts';
import { routeRow } from './route-verdict.ts';

/** RFC 7296 begins on 500; with NAT everything moves to 4500, and without NAT ESP is a separate IP protocol. */
export const IKE_PORT = 500;
export const NAT_TRAVERSAL_PORT = 4500;

/**
 * Both ports must answer. If the profile does not offer IKEv2, no reply proves nothing:
 * the gateway need not answer.
 */
export function ikeOutlook(routes: readonly MigrationRoute[], offered: boolean | null): Outlook {
  if (routes.length > 0 && routes.every(isReached)) return 'works';
  const unheard = routes.every(({ verdict }) => verdict === 'silent' || routeRow(verdict).isUntested);
  return unheard && (offered === false || routes.length === 0) ? 'unknown' : 'blocked';
}

/** The direct route works for every client; a proxy route only for clients that support a proxy. */
export function openVpnOutlook(routes: readonly MigrationRoute[]): Outlook {
  const reached = routes.filter(isReached);
  if (reached.some(({ via }) => via === 'direct')) return 'works';
  if (reached.length > 0) return 'works-through-proxy';
  const reported = decidingRoutes(routes).filter(
    ({ verdict }) => !routeRow(verdict).isUntested && verdict !== 'gateway-speaks-sstp',
  );
  return reported.length === 0 || routes.some(({ verdict }) => verdict === 'gateway-speaks-sstp')
    ? 'unknown'
    : 'blocked';
}

/**
 * The routes that decide, if proxies of a list were tried in turn: the direct one, and that of the proxy that was
 * reached; if none was reached, that of the first proxy.
 */
export function decidingRoutes(routes: readonly MigrationRoute[]): readonly MigrationRoute[] {
  const proxied = routes.filter(({ via }) => via !== 'direct');
  const used = proxied.find(({ evidence }) => evidence.passedOver !== true);
  const counts = used === undefined || routeRow(used.verdict).proxy === 'dead' ? proxied[0] : used;
  return routes.filter((route) => route.via === 'direct' || route === counts);
}

function isReached({ verdict }: MigrationRoute): boolean {
  return routeRow(verdict).isReached === true;
}
