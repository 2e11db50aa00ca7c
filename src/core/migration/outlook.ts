import type { MigrationWay, Outlook } from './model.ts';

/** RFC 7296 begins on 500; with NAT on the way all goes on 4500, and without it ESP is an IP protocol of its own. */
export const IKE_PORT = 500;
export const NAT_TRAVERSAL_PORT = 4500;

/**
 * Both ports have to answer. Where the profile does not offer IKEv2 silence proves nothing: the gateway has no reason to
 * answer.
 */
export function ikeOutlook(ways: readonly MigrationWay[], offered: boolean | null): Outlook {
  if (ways.length > 0 && ways.every(({ verdict }) => verdict === 'reachable')) return 'works';
  const unheard = ways.every(({ verdict }) => verdict === 'silent' || verdict === 'not-tested');
  return unheard && (offered === false || ways.length === 0) ? 'unknown' : 'blocked';
}

/** The direct way serves every client; the way through a proxy those that can go through one. */
export function openVpnOutlook(ways: readonly MigrationWay[]): Outlook {
  const reached = ways.filter(({ verdict }) => verdict === 'reachable');
  if (reached.some(({ via }) => via === 'direct')) return 'works';
  if (reached.length > 0) return 'works-through-proxy';
  const told = decidingWays(ways).filter(
    ({ verdict }) => verdict !== 'not-tested' && verdict !== 'gateway-speaks-sstp',
  );
  return told.length === 0 || ways.some(({ verdict }) => verdict === 'gateway-speaks-sstp')
    ? 'unknown'
    : 'blocked';
}

/**
 * The ways that count, where proxies of a list were tried in turn: beside the direct one that of the proxy which was
 * reached; where none was, that of the first, which is the one that was meant.
 */
export function decidingWays(ways: readonly MigrationWay[]): readonly MigrationWay[] {
  const proxied = ways.filter(({ via }) => via !== 'direct');
  const used = proxied.find(({ evidence }) => evidence.passedOver !== true);
  const counts = used === undefined || used.verdict === 'proxy-unreachable' ? proxied[0] : used;
  return ways.filter((way) => way.via === 'direct' || way === counts);
}
