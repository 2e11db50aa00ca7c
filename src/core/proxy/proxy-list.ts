import { afterCredentials } from '../model/neutralise.ts';
import { bracket, parseHostAndPort } from './host.ts';
import { type ListIssue, type ListIssueCode, listIssue } from './list-issue.ts';
import { hasQuotes, splitList } from './list-text.ts';
import type { ProxyScheme, ProxyServer, Store } from './settings.ts';

const SCHEMES: readonly ProxyScheme[] = ['http', 'https', 'ftp', 'socks'];
const SOCKS_PREFIXES = ['socks', 'socks4', 'socks5'];

export interface ParsedProxyList {
  /** In order, without entries that have a `dropped` or `refused` issue. */
  servers: ProxyServer[];
  issues: ListIssue[];
}

/**
 * `[<scheme>=][<scheme>://]<server>[:<port>]`, separated by `;` or blanks: the grammar of both APIs (WinINET
 * "Enabling Internet Functionality"; WINHTTP_PROXY_INFO). Never throws, and never repeats a possible secret: all
 * text before the last `@`, percent-encoded or not, is omitted, because a password may contain any separator.
 */
export function parseProxyList(text: string, options: { store: Store }): ParsedProxyList {
  const behind = afterCredentials(text);
  const commas = options.store === 'wininet';
  const tokens = splitList(text.slice(behind), { commas });
  const parsed: ParsedProxyList = { servers: [], issues: [] };
  if (behind > 0) {
    const host = tokens[0] !== undefined && text.startsWith(tokens[0], behind) ? (tokens.shift() ?? '') : '';
    parsed.issues.push(listIssue('credentials', `***@${host.replace(/[/\\?#].*$/s, '')}`));
  }
  if (commas && text.includes(',', behind)) parsed.issues.push(listIssue('comma-separator', ','));
  for (const token of tokens) {
    const { scheme, entry } = parseEntry(token);
    const add = (code: ListIssueCode, shown: string) => parsed.issues.push(listIssue(code, shown, scheme));
    if ('problem' in entry) {
      add(entry.problem, entry.shown);
    } else {
      parsed.servers.push(entry.server);
      for (const code of entry.normalised) add(code, token);
    }
  }
  return parsed;
}

/** The list as p2s-fix writes it: `;` between entries, no prefix but `https://`. Hosts must be listable. */
export function formatProxyList(servers: readonly ProxyServer[]): string {
  return servers.map(formatServer).join(';');
}

export function formatServer(server: ProxyServer): string {
  const scheme = server.scheme === 'all' ? '' : `${server.scheme}=`;
  const port = server.port === null ? '' : `:${server.port}`;
  return `${scheme}${server.tls ? 'https://' : ''}${bracket(server.host)}${port}`;
}

type ParsedEntry =
  | { server: ProxyServer; normalised: ListIssueCode[] }
  | { problem: ListIssueCode; shown: string };

function parseEntry(token: string): { scheme: ProxyScheme | null; entry: ParsedEntry } {
  const equals = token.indexOf('=');
  const name = token.slice(0, Math.max(equals, 0)).toLowerCase();
  const named = equals !== -1 && /^[a-z]*$/.test(name);
  const scheme = !named ? 'all' : (SCHEMES.find((one) => one === name) ?? null);
  const problem = (code: ListIssueCode) => ({ scheme, entry: { problem: code, shown: token } });

  if (hasQuotes(token)) return problem('quotes');
  if (token.includes(',')) return problem('comma-in-entry');
  if (scheme === null) return problem(name === '' ? 'bad-host' : 'unknown-scheme');
  return { scheme, entry: parseServer(named ? token.slice(equals + 1) : token, scheme) };
}

function parseServer(text: string, scheme: ProxyScheme): ParsedEntry {
  if (text === '' && (scheme === 'ftp' || scheme === 'socks')) {
    return { problem: 'empty-entry', shown: `${scheme}=` };
  }
  const [, prefix = '', address = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const meaning = prefixMeaning(prefix.toLowerCase(), scheme);
  if (meaning === null) return { problem: 'unknown-prefix', shown: `${prefix}://...` };

  const bare = address.endsWith('/') ? address.slice(0, -1) : address;
  if (/[/\\?#]/.test(bare)) return { problem: 'path', shown: `${bare.replace(/[/\\?#].*$/s, '')}/...` };
  const parts = parseHostAndPort(bare);
  if ('problem' in parts) return parts;
  const normalised: ListIssueCode[] = [];
  if (prefix !== '' && !meaning.tls) normalised.push('prefix-removed');
  if (bare !== address) normalised.push('trailing-slash');
  return { server: { scheme: meaning.scheme, ...parts, ...(meaning.tls ? { tls: true } : {}) }, normalised };
}

/** `https://` before a proxy for any scheme means TLS to the proxy (WinINET since Windows 10 1607). */
function prefixMeaning(prefix: string, scheme: ProxyScheme): { scheme: ProxyScheme; tls: boolean } | null {
  if (prefix === '') return { scheme, tls: false };
  if (SOCKS_PREFIXES.includes(prefix)) {
    return scheme === 'all' || scheme === 'socks' ? { scheme: 'socks', tls: false } : null;
  }
  if (scheme === 'socks') return null;
  if (prefix === 'http' || (prefix === 'ftp' && scheme === 'ftp')) return { scheme, tls: false };
  return prefix === 'https' ? { scheme, tls: true } : null;
}
