import { type BypassTarget, bypasses } from './bypass-list.ts';
import { type ListIssueCode, refusedIssues } from './list-issue.ts';
import type { ProxyServer, ProxySettings, Store } from './settings.ts';

/**
 * Default ports of entries without one. 80 for a CERN proxy is documented ("Enabling Internet Functionality": "a
 * CERN proxy called proxy, which listens at port 80"), 1080 is INTERNET_DEFAULT_SOCKS_PORT; 443 for a proxy over
 * TLS is an assumption.
 */
const DEFAULT_PORT = { plain: 80, tls: 443, socks: 1080 } as const;

export function effectivePort(server: ProxyServer): number {
  if (server.port !== null) return server.port;
  if (server.scheme === 'socks') return DEFAULT_PORT.socks;
  return server.tls ? DEFAULT_PORT.tls : DEFAULT_PORT.plain;
}

export type StaticRoute =
  | { kind: 'direct'; because: 'off' | 'bypass' | 'no-server-for-scheme' }
  | { kind: 'proxy' | 'tls-proxy' | 'socks'; host: string; port: number }
  /** The list has an invalid entry for this URL; its handling by Windows is unknown. */
  | { kind: 'unusable'; codes: ListIssueCode[] };

/** `fallback` is what Windows tries when the step returns nothing: auto-detect, then PAC, then the static list. */
export type PacRoute = { kind: 'pac'; url: string; fallback: StaticRoute };
export type ProxyRoute = StaticRoute | PacRoute | { kind: 'auto-detect'; fallback: StaticRoute | PacRoute };

/** The route of a request by this setting (order of steps: Microsoft's support article on "LAN settings"). */
export function proxyForUrl(
  settings: ProxySettings,
  url: BypassTarget & { scheme: 'http' | 'https' },
  store: Store,
): ProxyRoute {
  const fixed = staticRoute(settings, url, store);
  const pacUrl = settings.pac?.enabled ? settings.pac.url : null;
  const configured: StaticRoute | PacRoute =
    pacUrl === null ? fixed : { kind: 'pac', url: pacUrl, fallback: fixed };
  return settings.autoDetect ? { kind: 'auto-detect', fallback: configured } : configured;
}

function staticRoute(
  settings: ProxySettings,
  url: BypassTarget & { scheme: 'http' | 'https' },
  store: Store,
): StaticRoute {
  if (!settings.proxy.enabled) return { kind: 'direct', because: 'off' };
  if (bypasses(settings.bypass, url, store)) return { kind: 'direct', because: 'bypass' };

  const codes = refusedIssues(settings.proxy.issues)
    .filter((issue) => issue.scheme === null || issue.scheme === 'all' || issue.scheme === url.scheme)
    .map((issue) => issue.code);
  if (codes.length > 0) return { kind: 'unusable', codes: [...new Set(codes)] };

  const [server] = serversForScheme(settings.proxy.servers, url.scheme, store);
  if (server === undefined) return { kind: 'direct', because: 'no-server-for-scheme' };
  const kind = server.scheme === 'socks' ? 'socks' : server.tls ? 'tls-proxy' : 'proxy';
  return { kind, host: server.host, port: effectivePort(server) };
}

/**
 * Servers for requests of a scheme, in order: its own, else the common ones, else (WinINET only) SOCKS. That SOCKS
 * comes last, and for every scheme, is how browsers read the same list; Microsoft does not document it.
 */
export function serversForScheme(
  servers: readonly ProxyServer[],
  scheme: 'http' | 'https' | 'ftp',
  store: Store,
): ProxyServer[] {
  for (const tried of store === 'wininet' ? [scheme, 'all', 'socks'] : [scheme, 'all']) {
    const found = servers.filter((server) => server.scheme === tried);
    if (found.length > 0) return found;
  }
  return [];
}
