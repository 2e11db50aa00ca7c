import { isLoopbackSubtraction } from './bypass-list.ts';
import { canonicalHost } from './host.ts';
import { type ListIssue, refusedIssues } from './list-issue.ts';
import { effectivePort, serversForScheme } from './proxy-for-url.ts';
import type { ProxyServer, ProxySettings } from './settings.ts';

/**
 * Whether two settings route every request the same way. Ignored: `http://`, case of hosts, the notation of an
 * IPv6 address, a written default port, the direct bit, stored but switched-off strings, `h:80` against
 * `http=h:80;https=h:80`, and the order of bypass entries except around `<-loopback>`. If one side is WinHTTP
 * (`pac` is `null`), only what WinHTTP supports counts: http and https, the first proxy of each. Invalid
 * entries must be equal, too.
 */
export function sameEffectiveProxy(a: ProxySettings, b: ProxySettings): boolean {
  const narrow = a.pac === null || b.pac === null;
  return JSON.stringify(effective(a, narrow)) === JSON.stringify(effective(b, narrow));
}

function effective(settings: ProxySettings, narrow: boolean): unknown {
  const store = settings.pac === null ? 'winhttp' : 'wininet';
  const servers = settings.proxy.enabled ? settings.proxy.servers : [];
  const schemes = narrow ? (['http', 'https'] as const) : (['http', 'https', 'ftp'] as const);
  const routes = schemes.map((scheme) => {
    const found = serversForScheme(servers, scheme, store).map(serverKey);
    return narrow ? found.slice(0, 1) : found;
  });
  if (!narrow) routes.push(servers.filter((server) => server.scheme === 'socks').map(serverKey));
  const unclear = settings.proxy.enabled ? refusedIssues(settings.proxy.issues).map(issueKey) : [];
  const proxied = unclear.length > 0 || routes.some((route) => route.length > 0);
  return {
    autoDetect: settings.autoDetect === true,
    pac: settings.pac?.enabled ? settings.pac.url : null,
    routes,
    unclear,
    bypass: proxied ? bypassKey(settings.bypass) : [],
    unclearBypass: proxied ? refusedIssues(settings.bypassIssues).map(issueKey) : [],
  };
}

function serverKey(server: ProxyServer): string {
  const kind = server.scheme === 'socks' ? 'socks' : server.tls ? 'https' : 'http';
  return `${kind}://${canonicalHost(server.host)}:${effectivePort(server)}`;
}

function issueKey({ code, scheme, entry }: ListIssue): string[] {
  return [code, scheme ?? '', entry];
}

/** One sorted set of entries before, between and after each `<-loopback>`. */
function bypassKey(entries: readonly string[]): string[][] {
  const parts: Set<string>[] = [new Set()];
  for (const entry of entries) {
    if (isLoopbackSubtraction(entry)) parts.push(new Set());
    else parts.at(-1)?.add(entry.toLowerCase());
  }
  return parts.map((part) => [...part].sort());
}
