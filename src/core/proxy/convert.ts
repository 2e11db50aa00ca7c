import { withoutCredentials } from '../model/neutralise.ts';
import {
  BYPASS_LIMIT,
  bypassProblem,
  formatBypassList,
  hasInnerWildcard,
  hasSchemeOrPort,
  isLoopbackSubtraction,
} from './bypass-list.ts';
import {
  type ConversionCode,
  type ConversionRemark,
  conversionRemark,
  type Direction,
} from './conversion-table.ts';
import { canonicalHost, isListableHost, isLoopbackHost } from './host.ts';
import { isAscii } from './list-text.ts';
import { effectivePort } from './proxy-for-url.ts';
import { formatServer } from './proxy-list.ts';
import { DIRECT_WINHTTP, type ProxyServer, type ProxySettings } from './settings.ts';

export type { ConversionRemark } from './conversion-table.ts';

export interface Conversion {
  /** The desired setting of the other API; `null` exactly when a remark is `refused`. */
  target: ProxySettings | null;
  /** Everything that is not copied unchanged, each by a row of the conversion table. */
  notes: ConversionRemark[];
}

/**
 * WinINET's settings in a form that WinHTTP supports. PAC and auto-detection are refused, because WinHTTP cannot
 * store them: the caller asks Windows for the answers and names those. `allowLoopback`: the user allowed a
 * loopback proxy, which belongs to a user session, for the whole computer.
 */
export function toWinHttp(settings: ProxySettings, options: { allowLoopback?: boolean } = {}): Conversion {
  const notes = new Remarks('toWinHttp');
  if (settings.autoDetect) notes.add('auto-detect-needs-resolution');
  addPac(settings, 'pac-needs-resolution', notes);
  if (notes.refused || !settings.proxy.enabled) return notes.conclude(DIRECT_WINHTTP);

  const servers = commonServers(settings, notes);
  for (const server of servers.filter(({ host }) => isLoopbackHost(host))) {
    notes.add(options.allowLoopback ? 'loopback-proxy-allowed' : 'loopback-proxy', formatServer(server));
  }
  if (servers.length === 0) return notes.conclude(DIRECT_WINHTTP);

  const bypass = checkedBypass(settings, notes);
  return notes.conclude({
    direct: true,
    proxy: { enabled: true, servers },
    bypass,
    pac: null,
    autoDetect: null,
  });
}

/**
 * WinHTTP's settings applied to WinINET's: servers, bypass list and the proxy bit change. PAC and auto-detection
 * are kept, with a remark that they have priority. A direct WinHTTP switches the proxy off and keeps the strings.
 */
export function toWinInet(winhttp: ProxySettings, current: ProxySettings): Conversion {
  const notes = new Remarks('toWinInet');
  if (current.autoDetect) notes.add('auto-detect-overrides');
  addPac(current, 'pac-overrides', notes);
  const off = { ...current, direct: true, proxy: { ...current.proxy, enabled: false } };
  if (!winhttp.proxy.enabled) return notes.conclude(off);

  const servers = commonServers(winhttp, notes);
  if (servers.length === 0) return notes.conclude(off);
  const bypass = checkedBypass(winhttp, notes);
  const { pac, autoDetect } = current;
  return notes.conclude({ direct: true, proxy: { enabled: true, servers }, bypass, pac, autoDetect });
}

function addPac(
  { pac }: ProxySettings,
  code: 'pac-needs-resolution' | 'pac-overrides',
  notes: Remarks,
): void {
  if (pac?.enabled !== true || pac.url === null) return;
  notes.add(code);
  if (!/^https?:/i.test(pac.url)) notes.add('pac-not-http');
}

/** The servers for http and https that both APIs support: the first of each, one entry if they are the same. */
function commonServers(settings: ProxySettings, notes: Remarks): ProxyServer[] {
  const { servers } = settings.proxy;
  const common = servers.find(({ scheme }) => scheme === 'all');
  const http = servers.find(({ scheme }) => scheme === 'http') ?? common;
  const https = servers.find(({ scheme }) => scheme === 'https') ?? common;
  for (const server of servers) {
    if (server === http || server === https) checkServer(server, notes);
    else if (server.scheme === 'ftp') notes.add('ftp-dropped', formatServer(server));
    else if (server.scheme !== 'socks') notes.add('several-proxies', formatServer(server));
    else
      notes.add(
        http === undefined && https === undefined ? 'socks-only' : 'socks-dropped',
        formatServer(server),
      );
  }
  for (const issue of settings.proxy.issues ?? []) {
    const unused = issue.severity === 'refused' && (issue.scheme === 'ftp' || issue.scheme === 'socks');
    notes.add(unused ? (issue.scheme === 'ftp' ? 'ftp-dropped' : 'socks-dropped') : issue.code, issue.entry);
    if (issue.code === 'unknown-scheme' && http === undefined && https === undefined)
      notes.add('no-usable-server');
  }
  const result = together(http, https, notes);
  for (const server of result) if (server.port === null) notes.add('port-left-out', formatServer(server));
  return result;
}

function together(
  http: ProxyServer | undefined,
  https: ProxyServer | undefined,
  notes: Remarks,
): ProxyServer[] {
  if (http !== undefined && https !== undefined && sameServer(http, https)) {
    if (http !== https) notes.add('same-server-collapsed', formatServer(https));
    return [{ ...http, scheme: 'all' }];
  }
  return [
    ...(http === undefined ? [] : [{ ...http, scheme: 'http' as const }]),
    ...(https === undefined ? [] : [{ ...https, scheme: 'https' as const }]),
  ];
}

function checkServer(server: ProxyServer, notes: Remarks): void {
  if (server.tls) notes.add('tls-proxy', formatServer(server));
  if (!isAscii(server.host)) notes.add('non-ascii', server.host);
  else if (!isListableHost(server.host)) notes.add('bad-host', server.host);
}

function sameServer(a: ProxyServer, b: ProxyServer): boolean {
  return (
    canonicalHost(a.host) === canonicalHost(b.host) &&
    effectivePort(a) === effectivePort(b) &&
    a.tls === b.tls
  );
}

function checkedBypass(settings: ProxySettings, notes: Remarks): readonly string[] {
  for (const issue of settings.bypassIssues ?? []) notes.add(issue.code, issue.entry);
  for (const entry of settings.bypass) {
    const problem = bypassProblem(entry);
    if (problem !== null) notes.add(problem, withoutCredentials(entry));
    if (isLoopbackSubtraction(entry)) notes.add('loopback-subtraction', entry);
    if (hasInnerWildcard(entry)) notes.add('wildcard-not-leftmost', entry);
    if (hasSchemeOrPort(entry)) notes.add('bypass-scheme-or-port', entry);
  }
  if (formatBypassList(settings.bypass).length > BYPASS_LIMIT) notes.add('bypass-too-long');
  return settings.bypass;
}

class Remarks {
  readonly #direction: Direction;
  readonly #notes: ConversionRemark[] = [];

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  add(code: ConversionCode, detail = ''): void {
    this.#notes.push(conversionRemark(code, this.#direction, detail));
  }

  get refused(): boolean {
    return this.#notes.some((remark) => remark.severity === 'refused');
  }

  conclude(target: ProxySettings): Conversion {
    return { target: this.refused ? null : target, notes: this.#notes };
  }
}
