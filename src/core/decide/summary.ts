import { type Message, say, toText } from '../model/say.ts';
import { shownPacUrl } from '../proxy/pac-url.ts';
import type { ProxyServer, ProxySettings } from '../proxy/settings.ts';

/** Settings in one line, e.g. `proxy proxy.contoso.example:8080, bypass <local>`, to be told in any language. */
export function settingsMessage(settings: ProxySettings | null): Message {
  if (settings === null) return say`unknown`;
  const parts: Message[] = [];
  if (settings.autoDetect === true) parts.push(say`auto-detect`);
  if (settings.pac?.enabled === true) {
    const url = shownPacUrl(settings.pac.url ?? '');
    parts.push(url === '' ? say`PAC` : say`PAC ${url}`);
  }
  if (settings.proxy.enabled) {
    const servers = settings.proxy.servers.map(serverText).join('; ');
    parts.push(servers === '' ? say`a proxy without a server` : say`proxy ${servers}`);
    if (settings.bypass.length > 0) parts.push(say`bypass ${settings.bypass.join('; ')}`);
  }
  return parts.length === 0 ? say`direct` : say`${parts}`;
}

/** The same in English. */
export function settingsSummary(settings: ProxySettings | null): string {
  return toText(settingsMessage(settings));
}

function serverText({ scheme, host, port }: ProxyServer): string {
  const address = `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`;
  return scheme === 'all' ? address : `${scheme}=${address}`;
}
