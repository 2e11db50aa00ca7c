import { shownPacUrl } from './proxy/pac-url.ts';
import type { ProxyServer, ProxySettings } from './proxy/settings.ts';

/** The words of a summary. */
export interface SummaryWords {
  unknown: string;
  autoDetect: string;
  pac: string;
  proxy: string;
  noServer: string;
  bypass: string;
  direct: string;
  /** Between two parts. */
  comma: string;
}

const ENGLISH: SummaryWords = {
  unknown: 'unknown',
  autoDetect: 'auto-detect',
  pac: 'PAC',
  proxy: 'proxy',
  noServer: 'a proxy without a server',
  bypass: 'bypass',
  direct: 'direct',
  comma: ', ',
};

/** Settings in one line for people, e.g. `proxy proxy.contoso.example:8080, bypass <local>`. */
export function settingsSummary(settings: ProxySettings | null, words: SummaryWords = ENGLISH): string {
  if (settings === null) return words.unknown;
  const parts: string[] = [];
  if (settings.autoDetect === true) parts.push(words.autoDetect);
  if (settings.pac?.enabled === true)
    parts.push(`${words.pac} ${shownPacUrl(settings.pac.url ?? '')}`.trim());
  if (settings.proxy.enabled) {
    const servers = settings.proxy.servers.map(serverText).join('; ');
    parts.push(servers === '' ? words.noServer : `${words.proxy} ${servers}`);
    if (settings.bypass.length > 0) parts.push(`${words.bypass} ${settings.bypass.join('; ')}`);
  }
  return parts.length === 0 ? words.direct : parts.join(words.comma);
}

function serverText({ scheme, host, port }: ProxyServer): string {
  const address = `${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}`;
  return scheme === 'all' ? address : `${scheme}=${address}`;
}
