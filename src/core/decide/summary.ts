import { type Message, say, toText } from '../model/say.ts';
import { type ListIssueCode, refusedIssues, withQuotes } from '../proxy/list-issue.ts';
import { shownUrl } from '../proxy/pac-url.ts';
import { formatServer } from '../proxy/proxy-list.ts';
import type { ProxySettings } from '../proxy/settings.ts';

/** Settings in one line, e.g. `proxy proxy.contoso.example:8080, bypass <local>`; can be translated. */
export function settingsMessage(settings: ProxySettings | null): Message {
  if (settings === null) return say('a value that cannot be read');
  const parts: Message[] = [];
  if (settings.autoDetect === true) parts.push(say('auto-detect'));
  if (settings.pac?.enabled === true) {
    const url = shownUrl(settings.pac.url ?? '');
    parts.push(url === '' ? say('PAC') : say('PAC {url}', { url }));
  }
  if (settings.proxy.enabled) {
    parts.push(proxyMessage(settings.proxy));
    if (settings.bypass.length > 0)
      parts.push(say('bypass {bypass}', { bypass: settings.bypass.join('; ') }));
  }
  if (parts.length === 0) parts.push(say('direct'));
  // Windows always sets it, so a setting without it is another one with the same routes.
  if (!settings.direct) parts.push(say('flag bit 0 (direct) missing'));
  return say('{parts}', { parts });
}

function proxyMessage({ servers, issues }: ProxySettings['proxy']): Message {
  const usable = servers.map(formatServer).join('; ');
  const [unusable] = refusedIssues(issues);
  if (unusable === undefined)
    return usable === '' ? say('a proxy without a server') : say('proxy {usable}', { usable });
  const entry = `${usable === '' ? '' : `${usable}; `}${withQuotes(unusable.entry)}`;
  return say('proxy {entry} (cannot be used: {why})', { entry, why: WHY[unusable.code] ?? unusable.code });
}

const WHY: Partial<Record<ListIssueCode, Message>> = {
  quotes: say('it has quotation marks'),
  credentials: say('it has a user name or password'),
  'no-host': say('it has no host'),
  'bad-host': say('its host name is not valid'),
  'bad-port': say('its port is not valid'),
  'comma-in-entry': say('it has a comma'),
  'non-ascii': say('it has characters that are not ASCII'),
  'unknown-prefix': say('its prefix is not supported'),
  path: say('it has a path'),
  'ipv6-without-brackets': say('its IPv6 address has no brackets'),
};

/** The texts in parentheses after a proxy list. */
export const REASONS: readonly Message[] = Object.values(WHY);

/** The same in English. */
export function settingsSummary(settings: ProxySettings | null): string {
  return toText(settingsMessage(settings));
}
