import { isReachable } from '../../causes/verdicts.ts';
import type { Assessment } from '../../decide/assess.ts';
import { urlParts } from '../../decide/routes.ts';
import type { Gateway, Verdict } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import { type BypassTarget, bypassEntry } from '../../proxy/bypass-list.ts';
import type { Store } from '../../proxy/settings.ts';
import type { Store as ProxyStore } from '../../stores/stores.ts';

/**
 * Entries of a bypass list that exclude a gateway or a revocation host from the proxy. This may be intended; if
 * that part of the path fails, it is the likely cause.
 */
export function bypassFindings(
  { winInet, winHttp }: Assessment,
  gateways: readonly Gateway[],
  urls: readonly string[],
  verdicts: readonly Verdict[],
): Finding[] {
  const failing = verdicts.filter((one) => one.stores === 'current' && !isReachable(one));
  const tunnelFails = failing.some(({ stage }) => stage !== null && stage !== 'revocation');
  const revocationFails = failing.some(({ stage }) => stage === 'revocation');
  const tunnels = gateways.map(({ host, port }) => ({ scheme: 'https', host, port }));
  const fetches = urls.flatMap((url) => urlParts(url) ?? []);
  return [
    ...matching(winInet, 'wininet', tunnels, tunnelFails),
    ...matching(winHttp.native, 'winhttp', fetches, revocationFails),
  ];
}

function matching(
  store: ProxyStore | null,
  api: Store,
  targets: readonly BypassTarget[],
  fails: boolean,
): Finding[] {
  const settings = store?.settings ?? null;
  if (store === null || settings?.proxy.enabled !== true) return [];
  const found = new Map<string, Finding>();
  for (const target of targets) {
    const entry = bypassEntry(settings.bypass, target, api);
    if (entry === null) continue;
    const evidence = { entry, host: target.host };
    const severity = fails ? 'warning' : 'info';
    found.set(target.host, { code: 'bypass-matches', severity, store: store.id, evidence });
  }
  return [...found.values()];
}
