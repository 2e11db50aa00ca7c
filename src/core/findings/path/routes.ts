import type { PathSettings } from '../../decide/routes.ts';
import { type Gateway, gatewayName, type StageResult, type Verdict } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import { deadRoutes, skipped } from '../../path/deciding-route.ts';
import { proxyForUrl } from '../../proxy/proxy-for-url.ts';

/**
 * Gateways whose name does not resolve on the direct route of WinINET, while WinHTTP has a proxy: with a proxy,
 * the proxy resolves names, so the name may be correct but not known to this DNS server.
 */
export function nameFindings(
  gateways: readonly Gateway[],
  verdicts: readonly Verdict[],
  { winInet, winHttp }: PathSettings,
): Finding[] {
  const { settings } = winHttp;
  if (settings === null) return [];
  return gateways.flatMap(({ host, port }): Finding[] => {
    const gateway = gatewayName({ host, port });
    const isIt = (one: Verdict) => one.gateway === gateway && one.stores === 'current';
    if (verdicts.find(isIt)?.verdict !== 'dns-failed') return [];
    const other = proxyForUrl(settings, { scheme: 'https', host, port }, 'winhttp');
    if (other.kind !== 'proxy') return [];
    const evidence = { gateway, proxyStore: winHttp.id, proxy: `${other.host}:${other.port}` };
    return [{ code: 'name-needs-proxy', severity: 'warning', store: winInet.id, evidence }];
  });
}

/**
 * Routes of a list that failed to connect while a later one succeeded. The path works if the client falls back as
 * WinINET does; `store` is the setting with the list.
 */
export function skippedFindings(gateway: Gateway, results: readonly StageResult[], store: string): Finding[] {
  const dead = skipped(results);
  const taken = results.find(({ stage, status }) => stage === 'tcp' && status === 'pass')?.via;
  if (dead.length === 0 || taken === undefined || deadRoutes(results).length > 0) return [];
  const routes = dead.map(({ via, stage, evidence: { reason } }) => ({ via, stage, reason }));
  const evidence = { gateway: gatewayName(gateway), ways: routes, via: taken };
  return [{ code: 'proxy-passed-over', severity: 'warning', store, evidence }];
}
