import type { MigrationRoute, Outlook } from './model.ts';

/** RFC 7296 begins on 500; with NAT on the way all goes on 4500, and without it ESP is an IP protocol of its own. */
export const IKE_PORT = 500;
export const NAT_TRAVERSAL_PORT = 4500;

/**
 * Both ports have to answer. Where the profile does not offer IKEv2 silence proves nothing: the gateway has no reason to
 * answer.
 */
export function ikeOutlook(routes: readonly MigrationRoute[], offered: boolean | null): Outlook {
  if (routes.length > 0 && routes.every(({ verdict }) => verdict === 'reachable')) return 'works';
  const unheard = routes.every(({ verdict }) => verdict === 'silent' || verdict === 'not-tested');
  return unheard && (offered === false || routes.length === 0) ? 'unknown' : 'blocked';
}

/** The direct way serves every client; the way through a proxy those that can go through one. */
export function openVpnOutlook(routes: readonly MigrationRoute[]): Outlook {
  const reached = routes.filter(({ verdict }) => verdict === 'reachable');
  if (reached.some(({ via }) => via === 'direct')) return 'works';
  if (reached.length > 0) return 'works-through-proxy';
  const reported = decidingRoutes(routes).filter(
    ({ verdict }) => verdict !== 'not-tested' && verdict !== 'gateway-speaks-sstp',
  );
  return reported.length === 0 || routes.some(({ verdict }) => verdict === 'gateway-speaks-sstp')
    ? 'unknown'
    : 'blocked';
}

/**
 * The ways that count, where proxies of a list were tried in turn: beside the direct one that of the proxy which was
 * reached; where none was, that of the first, which is the one that was meant.
 */
export function decidingRoutes(routes: readonly MigrationRoute[]): readonly MigrationRoute[] {
  const proxied = routes.filter(({ via }) => via !== 'direct');
  const used = proxied.find(({ evidence }) => evidence.passedOver !== true);
  const counts = used === undefined || used.verdict === 'proxy-unreachable' ? proxied[0] : used;
  return routes.filter((route) => route.via === 'direct' || route === counts);
}
