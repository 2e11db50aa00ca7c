import { afterCredentials } from '../model/credentials.ts';
import { neutralise } from '../model/neutralise.ts';
import { bypasses, parseBypassList } from './bypass-list.ts';
import { bracket, parseHostAndPort } from './host.ts';
import { refusedIssues } from './list-issue.ts';
import { effectivePort, serversForScheme } from './proxy-for-url.ts';
import { parseProxyList } from './proxy-list.ts';
import type { ProxyScheme, ProxyServer } from './settings.ts';

/** Longer answers are not read. */
const MAX_LENGTH = 8192;
/** Longest piece of an answer that is repeated. */
const SHOWN = 80;

type ProxyHop = { kind: 'proxy' | 'tls-proxy' | 'socks'; host: string; port: number };
/** One way that an answer names; they are tried in their order. `text` is neutralised and without secrets. */
export type Hop = { kind: 'direct' } | ProxyHop | { kind: 'unreadable'; text: string };

export type AutoFailureReason =
  | 'nothing-detected' // there is no WPAD here
  | 'not-fetched' // the PAC file is not to be had
  | 'bad-script'
  | 'service-refused' // the service WinHttpAutoProxySvc
  | 'timed-out'
  | 'unreadable' // there was an answer, and it cannot be understood
  | 'other';

export interface AutoFailure {
  reason: AutoFailureReason;
  win32: number | null;
}

/** What auto-detection or a PAC file says for a URL; `hops` has at least one. */
export type AutoAnswer = { url: string; hops: readonly Hop[] } | { url: string; failure: AutoFailure };

/** What WinHttpGetProxyForUrl gave: `accessType` 1 no proxy, 3 named proxies; or the `win32` error. */
export interface WinHttpAnswer {
  accessType: number | null;
  proxy: string | null;
  bypass: string | null;
  win32: number | null;
}

/** Errors of winhttp.h (ERROR_WINHTTP_...). */
const REASONS: Readonly<Record<number, AutoFailureReason>> = {
  12002: 'timed-out',
  12015: 'not-fetched', // LOGIN_FAILURE: the server of the PAC file wants a sign-in
  12166: 'bad-script',
  12167: 'not-fetched',
  12176: 'bad-script', // UNHANDLED_SCRIPT_TYPE
  12177: 'bad-script', // SCRIPT_EXECUTION_ERROR
  12178: 'service-refused',
  12180: 'nothing-detected',
};

const KEYWORDS: Readonly<Record<string, { kind: ProxyHop['kind']; scheme: ProxyScheme; tls?: true }>> = {
  PROXY: { kind: 'proxy', scheme: 'all' },
  HTTP: { kind: 'proxy', scheme: 'all' },
  HTTPS: { kind: 'tls-proxy', scheme: 'all', tls: true },
  SOCKS: { kind: 'socks', scheme: 'socks' },
  SOCKS4: { kind: 'socks', scheme: 'socks' },
  SOCKS5: { kind: 'socks', scheme: 'socks' },
};

/**
 * What FindProxyForURL returned: `PROXY host:port; SOCKS host:port; DIRECT`, in any case (Netscape's "Proxy
 * Auto-Config"; HTTP, HTTPS, SOCKS4 and SOCKS5 came later). An empty answer is direct. Never throws, and gives at least
 * one hop. What cannot be understood keeps its place, since what Windows makes of it is not known; all that stands
 * before the last `@` may be a password and is one such hop.
 */
export function parsePacAnswer(text: string): Hop[] {
  const behind = afterCredentials(text);
  if (text.length > MAX_LENGTH) return [unreadable(behind === 0 ? text : '***@...')];
  const items = text
    .slice(behind)
    .split(';')
    .map((item) => item.replace(/^[ \t\r\n\f\v]+|[ \t\r\n\f\v]+$/g, ''))
    .filter((item, index) => item !== '' && !(behind > 0 && index === 0));
  const hops = items.map(parseItem);
  if (behind > 0) hops.unshift(unreadable('***@...'));
  return hops.length === 0 ? [{ kind: 'direct' }] : hops;
}

/** What Windows gave for a URL, as hops or as the reason of a failure. */
export function parseWinHttpAnswer(url: string, answer: WinHttpAnswer): AutoAnswer {
  const { accessType, proxy, bypass, win32 } = answer;
  if (win32 !== null) return { url, failure: { reason: REASONS[win32] ?? 'other', win32 } };
  if (accessType === 1) return { url, hops: [{ kind: 'direct' }] };
  if (accessType !== 3) return { url, hops: [unreadable(`access type ${accessType}`)] };
  return { url, hops: namedProxies(url, proxy ?? '', bypass ?? '') };
}

/** An answer as a PAC file would write it. */
export function formatHops(hops: readonly Hop[]): string {
  const words = { proxy: 'PROXY', 'tls-proxy': 'HTTPS', socks: 'SOCKS' } as const;
  return hops
    .map((hop) => {
      if (hop.kind === 'direct') return 'DIRECT';
      if (hop.kind === 'unreadable') return hop.text;
      return `${words[hop.kind]} ${bracket(hop.host)}:${hop.port}`;
    })
    .join('; ');
}

function parseItem(item: string): Hop {
  const [, word = '', rest = ''] = /^([a-z0-9]+)(?:[ \t\r\n\f\v]+(.*))?$/is.exec(item) ?? [];
  const keyword = word.toUpperCase();
  if (keyword === 'DIRECT' && rest === '') return { kind: 'direct' };
  const known = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
  const parts = parseHostAndPort(rest);
  if (known === undefined || 'problem' in parts) return unreadable(item);
  const { kind, ...server } = known;
  return { kind, host: parts.host, port: effectivePort({ ...server, ...parts }) };
}

function namedProxies(url: string, proxy: string, bypass: string): Hop[] {
  const { protocol, hostname, port } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const target = { scheme, host: hostname, port: Number(port) || (scheme === 'https' ? 443 : 80) };
  if (bypasses(parseBypassList(bypass, { store: 'winhttp' }).entries, target, 'winhttp')) {
    return [{ kind: 'direct' }];
  }
  const { servers, issues } = parseProxyList(proxy, { store: 'winhttp' });
  const refused = refusedIssues(issues);
  if (refused.length > 0) return refused.map(({ entry }) => unreadable(entry));
  const forScheme = serversForScheme(servers, scheme, 'winhttp');
  const found = forScheme.length > 0 ? forScheme : servers;
  return found.length > 0 ? found.map(hopOf) : [unreadable(proxy)];
}

/** A server of a list as a PAC answer would name it. */
export function hopOf(server: ProxyServer): Hop {
  const kind = server.scheme === 'socks' ? 'socks' : server.tls ? 'tls-proxy' : 'proxy';
  return { kind, host: server.host, port: effectivePort(server) };
}

function unreadable(text: string): Hop {
  return { kind: 'unreadable', text: neutralise(text, SHOWN) };
}
