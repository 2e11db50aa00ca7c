import type { PathSettings } from '../../decide/routes.ts';
import { type Gateway, gatewayName, type Verdict } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
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
