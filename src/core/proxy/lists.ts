import { parseBypassList } from './bypass-list.ts';
import { parseProxyList } from './proxy-list.ts';
import type { ProxySettings, Store } from './settings.ts';

/** The settings from the proxy list and the bypass list, with their issues. */
export function parseLists(
  texts: { proxy: string; bypass: string },
  enabled: boolean,
  store: Store,
): Pick<ProxySettings, 'proxy' | 'bypass' | 'bypassIssues'> {
  const proxy = parseProxyList(texts.proxy, { store });
  const bypass = parseBypassList(texts.bypass, { store });
  return {
    proxy: { enabled, servers: proxy.servers, ...(proxy.issues.length > 0 ? { issues: proxy.issues } : {}) },
    bypass: bypass.entries,
    ...(bypass.issues.length > 0 ? { bypassIssues: bypass.issues } : {}),
  };
}
