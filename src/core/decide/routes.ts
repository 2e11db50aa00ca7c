import type { Gateway, ProxyAddress, Route, SentDirect, UntriedRoutes } from '../model/check.ts';
import { parseUrl } from '../model/parse-url.ts';
import { type AutoAnswer, type Hop, hopOf } from '../proxy/auto-answer.ts';
import { bypassEntry } from '../proxy/bypass-list.ts';
import { proxyForUrl, serversForScheme } from '../proxy/proxy-for-url.ts';
import { formatProxyList } from '../proxy/proxy-list.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { Resolution } from './automatic.ts';

/** The settings that decide the routes, current or proposed. */
export interface PathSettings {
  /** The VPN user's effective WinINET setting. */
  winInet: { id: string; settings: ProxySettings | null; automatic?: Resolution | null };
  winHttp: { id: string; settings: ProxySettings | null };
  /** WinINET of the account that checks revocation in SstpSvc (LocalService); `null` if it is not visible. */
  checker: { id: string; settings: ProxySettings | null } | null;
}

export interface UrlParts {
  scheme: 'http' | 'https';
  host: string;
  port: number;
}

/** The URL for which Windows determines the route to a gateway. A PAC file does not see the path of https. */
export function gatewayUrl({ host, port, url }: Gateway): string {
  if (url !== undefined) return url.startsWith('https:') ? new URL('/', url).href : url;
  return `https://${host.includes(':') ? `[${host}]` : host}${port === 443 ? '' : `:${port}`}/`;
}

/**
 * The tunnel follows WinINET for `https://<gateway>` (facts: sstp.md 3.2). There, a list of proxies, manual or
 * from a PAC file, is a fallback list; WinHTTP uses only the first entry. A service follows WinHTTP as the computer.
 */
export function tunnelRoute(paths: PathSettings, gateway: Gateway): Route {
  const url = gatewayUrl(gateway);
  const scheme = gateway.url?.startsWith('http:') === true ? 'http' : 'https';
  const parts: UrlParts = { scheme, host: gateway.host, port: gateway.port };
  if (gateway.as === 'computer') return routeBy(paths.winHttp, 'winhttp', parts);
  const route = routeBy(paths.winInet, 'wininet', parts, url);
  if (route.proxy === null) {
    const sentDirect = route.unsupported === null ? sentDirectBy(paths, parts, url) : null;
    return sentDirect === null ? route : { ...route, sentDirect };
  }
  const { further, untried, ofAnswer } = furtherRoutes(paths.winInet, parts, url);
  return {
    ...route,
    ...(ofAnswer ? { ofAnswer } : {}),
    ...(further.length === 0 ? {} : { further }),
    ...(untried.count === 0 ? {} : { untried }),
  };
}

/** What a direct route is to be held against, if it fails. */
function sentDirectBy({ winInet, winHttp }: PathSettings, url: UrlParts, asked: string): SentDirect | null {
  const { settings, automatic } = winInet;
  const answer = automatic?.answers.get(asked);
  if (settings === null || automaticRoute(answer, '') !== null) return null;
  const found = proxyForUrl(settings, url, 'wininet');
  if (found.kind === 'auto-detect' && answer === undefined) return { by: 'auto-detect' };
  const fixed = found.kind === 'auto-detect' ? found.fallback : found;
  if (fixed.kind !== 'direct') return null;
  const { proxy } = fixed.because === 'off' ? (winHttp.settings ?? settings) : settings;
  if (!proxy.enabled || proxy.servers.length === 0) return null;
  const named = { proxy: formatProxyList(proxy.servers) };
  if (fixed.because === 'off') return { by: 'winhttp-only', ...named };
  if (fixed.because !== 'bypass') return { by: 'other-protocols', ...named };
  const entry = bypassEntry(settings.bypass, url, 'wininet');
  return entry === null ? null : { by: 'bypass-entry', ...named, entry };
}

/** Longer lists are cut: each dead route uses a part of the deadline. */
const MAX_ROUTES = 4;

/** The other routes of a list, each once, as far as they can be tested from here; then the untested ones. */
function furtherRoutes(
  { settings, automatic }: PathSettings['winInet'],
  url: UrlParts,
  asked: string,
): { further: (ProxyAddress | null)[]; untried: UntriedRoutes; ofAnswer: boolean } {
  const answer = automatic?.answers.get(asked);
  const servers = serversForScheme(settings?.proxy.servers ?? [], url.scheme, 'wininet');
  const ofAnswer = answer !== undefined && automaticRoute(answer, '') !== null && 'hops' in answer;
  const hops = ofAnswer ? answer.hops : servers.map(hopOf);
  const each = [...new Map(hops.map((hop) => [keyOf(hop), hop])).values()];
  const end = each.findIndex(({ kind }) => kind !== 'proxy');
  const followed = end === -1 ? each.length : each[end]?.kind === 'direct' ? end + 1 : end;
  const tried = Math.min(followed, MAX_ROUTES);
  return { further: each.slice(1, tried).map(addressOf), untried: untriedOf(each.slice(tried)), ofAnswer };
}

function keyOf(hop: Hop): string {
  return hop.kind === 'proxy' ? `${hop.host}:${hop.port}` : JSON.stringify(hop);
}

function addressOf(hop: Hop): ProxyAddress | null {
  return hop.kind === 'proxy' ? { host: hop.host, port: hop.port } : null;
}

function untriedOf(hops: readonly Hop[]): UntriedRoutes {
  const kinds = hops.flatMap(({ kind }) => (kind === 'proxy' || kind === 'direct' ? [] : [kind]));
  return { count: hops.length, unsupported: [...new Set(kinds)].sort() };
}

/**
 * The revocation check uses the static WinHTTP proxy if set, else the WinINET setting of the account that checks,
 * else auto-detect, which is taken as direct here (KB 2623724).
 */
export function revocationRoute(paths: PathSettings, url: UrlParts): Route {
  if (paths.winHttp.settings === null || paths.winHttp.settings.proxy.enabled) {
    return routeBy(paths.winHttp, 'winhttp', url);
  }
  const checker = paths.checker;
  if (checker?.settings != null && isSet(checker.settings)) return routeBy(checker, 'wininet', url);
  return { proxy: null, decidedBy: paths.winHttp.id, unsupported: null };
}

/**
 * Id of the setting that a revocation check by this account (SID) uses, by the same rule. The account's own
 * setting may be unset; then auto-detection decides.
 */
export function decidingStore(paths: PathSettings, account: string | null): string {
  const { winHttp, winInet } = paths;
  if (winHttp.settings === null || winHttp.settings.proxy.enabled || account === null) return winHttp.id;
  return winInet.id === 'wininet/machine' ? winInet.id : `wininet/${account}/lan`;
}

/** The parts of an http or https URL; `null` for anything else. */
export function urlParts(url: string): UrlParts | null {
  const parsed = parseUrl(url);
  if (parsed === null) return null;
  const { protocol, hostname, port } = parsed;
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const host = hostname.replace(/^\[|\]$/g, '');
  return { scheme, host, port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port) };
}

function isSet(settings: ProxySettings): boolean {
  return settings.proxy.enabled || settings.pac?.enabled === true || settings.autoDetect === true;
}

function routeBy(
  store: PathSettings['winInet'],
  api: 'wininet' | 'winhttp',
  url: UrlParts,
  asked: string | null = null,
): Route {
  const decidedBy = store.id;
  if (store.settings === null) return { proxy: null, decidedBy, unsupported: 'store-not-known' };
  const automatic = asked === null ? null : automaticRoute(store.automatic?.answers.get(asked), decidedBy);
  if (automatic !== null) return automatic;
  const answer = proxyForUrl(store.settings, url, api);
  switch (answer.kind) {
    case 'direct':
      return { proxy: null, decidedBy, unsupported: null };
    case 'proxy':
      return { proxy: { host: answer.host, port: answer.port }, decidedBy, unsupported: null };
    case 'auto-detect': {
      // Without an answer from the network, Windows falls back to the manual setting.
      const next = answer.fallback;
      if (next.kind === 'proxy')
        return { proxy: { host: next.host, port: next.port }, decidedBy, unsupported: null };
      if (next.kind === 'direct') return { proxy: null, decidedBy, unsupported: null };
      return { proxy: null, decidedBy, unsupported: next.kind };
    }
    default:
      return { proxy: null, decidedBy, unsupported: answer.kind };
  }
}

/**
 * The first route from Windows; `null` if not asked, or if nothing was detected and the manual setting applies.
 */
function automaticRoute(answer: AutoAnswer | undefined, decidedBy: string): Route | null {
  if (answer === undefined || 'failure' in answer) return null;
  const [hop] = answer.hops;
  if (hop === undefined || hop.kind === 'unreadable') return null;
  if (hop.kind === 'direct') return { proxy: null, decidedBy, unsupported: null };
  if (hop.kind !== 'proxy') return { proxy: null, decidedBy, unsupported: hop.kind };
  return { proxy: { host: hop.host, port: hop.port }, decidedBy, unsupported: null };
}
