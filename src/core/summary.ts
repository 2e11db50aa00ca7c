import { shownPacUrl } from './proxy/pac-url.ts';
import type { ProxyServer, ProxySettings } from './proxy/settings.ts';

/** Settings in one line for people, e.g. `proxy proxy.contoso.example:8080, bypass <local>`. */
export function settingsSummary(settings: ProxySettings | null): string {
  if (settings === null) return 'unknown';
  const parts: string[] = [];
  if (settings.autoDetect === true) parts.push('auto-detect');
  if (settings.pac?.enabled === true) parts.push(`PAC ${shownPacUrl(settings.pac.url ?? '')}`.trim());
  if (settings.proxy.enabled) {
    const servers = settings.proxy.servers.map(serverText).join('; ');
    parts.push(servers === '' ? 'a proxy without a server' : `proxy ${servers}`);
    if (settings.bypass.length > 0) parts.push(`bypass ${settings.bypass.join('; ')}`);
  }
  return parts.length === 0 ? 'direct' : parts.join(', ');
}

function serverText({ scheme, host, port }: ProxyServer): string {
  const address = `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`;
  return scheme === 'all' ? address : `${scheme}=${address}`;
}
