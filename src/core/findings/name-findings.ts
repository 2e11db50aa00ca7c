import type { PathSettings } from '../decide/routes.ts';
import { type Gateway, gatewayName, type Verdict } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import { proxyForUrl } from '../proxy/proxy-for-url.ts';

/**
 * Gateways whose name is not known on the direct way that WinINET gives, while WinHTTP has a proxy: behind a proxy
 * the proxy looks names up, so the name may be good and only asked for in the wrong place.
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
