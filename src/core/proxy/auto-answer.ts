import { afterCredentials, neutralise } from '../model/neutralise.ts';
import { bypasses, parseBypassList } from './bypass-list.ts';
import { bracket, parseHostAndPort } from './host.ts';
import { refusedIssues } from './list-issue.ts';
import { effectivePort, serversForScheme } from './proxy-for-url.ts';
import { parseProxyList } from './proxy-list.ts';
import type { ProxyScheme, ProxyServer } from './settings.ts';

/** Longer answers are not parsed. */
const MAX_LENGTH = 8192;
/** Longest part of an answer that is shown. */
const SHOWN = 80;

type ProxyHop = { kind: 'proxy' | 'tls-proxy' | 'socks'; host: string; port: number };
/** One route of an answer; they are tried in order. `text` is made safe and without secrets. */
export type Hop = { kind: 'direct' } | ProxyHop | { kind: 'unreadable'; text: string };

type AutoFailureReason =
  | 'nothing-detected' // this network has no WPAD
  | 'not-fetched' // the PAC file could not be downloaded
  | 'bad-script'
  | 'service-refused' // the service WinHttpAutoProxySvc
  | 'timed-out'
  | 'unreadable' // the answer cannot be parsed
  | 'other';

export interface AutoFailure {
  reason: AutoFailureReason;
  win32: number | null;
}

/** The answer of auto-detection or a PAC file for a URL; `hops` has at least one entry. */
export type AutoAnswer = { url: string; hops: readonly Hop[] } | { url: string; failure: AutoFailure };

/** The result of WinHttpGetProxyForUrl: `accessType` 1 no proxy, 3 named proxies; or the `win32` error. */
export interface WinHttpAnswer {
  accessType: number | null;
  proxy: string | null;
  bypass: string | null;
  win32: number | null;
}

/** Errors of winhttp.h (ERROR_WINHTTP_...). */
const REASONS: Readonly<Record<number, AutoFailureReason>> = {
  12002: 'timed-out',
  12015: 'not-fetched', // LOGIN_FAILURE: the server of the PAC file requires a sign-in
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
 * The result of FindProxyForURL: `PROXY host:port; SOCKS host:port; DIRECT`, in any case (Netscape's "Proxy
 * Auto-Config"; HTTP, HTTPS, SOCKS4 and SOCKS5 came later). An empty answer is direct. Never throws, and returns
 * at least one hop. An invalid entry is kept as a hop, because its handling by Windows is unknown; all text before
 * the last `@` may be a password and is one such hop.
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

/** The result of Windows for a URL, as hops or as the reason of a failure. */
export function parseWinHttpAnswer(url: string, answer: WinHttpAnswer): AutoAnswer {
  const { accessType, proxy, bypass, win32 } = answer;
  if (win32 !== null) return { url, failure: { reason: REASONS[win32] ?? 'other', win32 } };
  if (accessType === 1) return { url, hops: [{ kind: 'direct' }] };
  if (accessType !== 3) return { url, hops: [unreadable(`access type ${accessType}`)] };
  return { url, hops: namedProxies(url, proxy ?? '', bypass ?? '') };
}

/** An answer in PAC file syntax. */
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
  // No entry of WinHTTP's list has a port, so the default of the scheme does not matter.
  const target = { scheme, host: hostname, port: Number(port) };
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

/** A server of a list as a PAC hop. */
export function hopOf(server: ProxyServer): Hop {
  const kind = server.scheme === 'socks' ? 'socks' : server.tls ? 'tls-proxy' : 'proxy';
  return { kind, host: server.host, port: effectivePort(server) };
}

function unreadable(text: string): Hop {
  return { kind: 'unreadable', text: neutralise(text, SHOWN) };
}

/** The combination of several answers. Each refusal contains all answers, so that they can be shown. */
export type CombinedAnswer =
  | { kind: 'direct' }
  /** `fallbacksDropped`: some answer has fallback routes, which a static setting cannot hold. */
  | { kind: 'one-proxy'; proxy: { host: string; port: number }; fallbacksDropped: boolean }
  | { kind: 'mixed'; answers: readonly AutoAnswer[] }
  /** SOCKS, or a proxy over TLS. */
  | { kind: 'unsupported'; answers: readonly AutoAnswer[] }
  /** `reason`: the reason that all share; `null` when they differ, or nothing was asked. */
  | { kind: 'failed'; reason: AutoFailureReason | null; answers: readonly AutoAnswer[] };

/**
 * The one static setting that routes every URL as auto-detection or the PAC file does, if there is one:
 * DIRECT for all, or the same first proxy for all. Only the first hop counts, because Windows tries the
 * others only when it fails.
 */
export function combineAnswers(answers: readonly AutoAnswer[]): CombinedAnswer {
  const failures = answers.map(failureOf);
  const [reason = null] = failures;
  if (answers.length === 0 || failures.some((one) => one !== null)) {
    return { kind: 'failed', reason: failures.every((one) => one === reason) ? reason : null, answers };
  }
  const first = answers.map(firstHop);
  if (first.every((hop) => hop?.kind === 'direct')) return { kind: 'direct' };
  if (first.some((hop) => hop?.kind === 'socks' || hop?.kind === 'tls-proxy')) {
    return { kind: 'unsupported', answers };
  }
  const [one] = first;
  const same = (hop: Hop | undefined) =>
    one?.kind === 'proxy' && hop?.kind === 'proxy' && hop.host === one.host && hop.port === one.port;
  if (one?.kind !== 'proxy' || !first.every(same)) return { kind: 'mixed', answers };
  const { host, port } = one;
  const fallbacksDropped = answers.some((answer) => 'hops' in answer && answer.hops.length > 1);
  return { kind: 'one-proxy', proxy: { host, port }, fallbacksDropped };
}

/**
 * The answer without leading dead proxies (`dead`, `HOST:PORT`) that have a fallback, because Windows would skip
 * them on each connection.
 */
export function withoutDead(answer: AutoAnswer, dead: readonly string[]): AutoAnswer {
  if (!('hops' in answer)) return answer;
  const isDead = (hop: Hop) => hop.kind === 'proxy' && dead.includes(`${bracket(hop.host)}:${hop.port}`);
  const alive = answer.hops.findIndex((hop) => !isDead(hop));
  return alive > 0 ? { ...answer, hops: answer.hops.slice(alive) } : answer;
}

function firstHop(answer: AutoAnswer): Hop | undefined {
  return 'hops' in answer ? answer.hops[0] : undefined;
}

function failureOf(answer: AutoAnswer): AutoFailureReason | null {
  if ('failure' in answer) return answer.failure.reason;
  return answer.hops[0] === undefined || answer.hops[0].kind === 'unreadable' ? 'unreadable' : null;
}
