import { ipVersion } from '../model/ip-version.ts';
import { hasCredentials, withoutCredentials } from '../model/neutralise.ts';
import { unbracket } from './host.ts';
import { type ListIssue, type ListIssueCode, listIssue } from './list-issue.ts';
import { hasQuotes, isAscii, splitList } from './list-text.ts';
import type { Store } from './settings.ts';

/** Longest bypass list that WinINET accepts, in bytes (Microsoft's support article on "LAN settings"). */
export const BYPASS_LIMIT = 2064;

export interface ParsedBypassList {
  /** As written and in order, without entries that have a `refused` issue. */
  entries: string[];
  issues: ListIssue[];
}

/** Entries separated by `;` or blanks. Never throws. A comma separates only in WinINET, and adds an issue. */
export function parseBypassList(
  text: string,
  options: { store: Store } = { store: 'wininet' },
): ParsedBypassList {
  const commas = options.store === 'wininet';
  const parsed: ParsedBypassList = { entries: [], issues: [] };
  if (commas && text.includes(',')) parsed.issues.push(listIssue('comma-separator', ','));
  for (const token of splitList(text, { commas })) {
    const problem = bypassProblem(token);
    if (problem === null) parsed.entries.push(token);
    else parsed.issues.push(listIssue(problem, withoutCredentials(token)));
  }
  return parsed;
}

export function formatBypassList(entries: readonly string[]): string {
  return entries.join(';');
}

/** Why an entry cannot be copied into a list; `null` if it can. */
export function bypassProblem(entry: string): ListIssueCode | null {
  if (hasCredentials(entry)) return 'credentials';
  if (hasQuotes(entry)) return 'quotes';
  if (!isAscii(entry)) return 'non-ascii';
  if (entry.includes(',')) return 'comma-in-entry';
  return /^[!-:<-~]+$/.test(entry) ? null : 'bad-entry';
}

/**
 * Why Windows never matches an entry: it has no address ranges (`10.0.0.0/8`) and no ports above 65535. A stored
 * list may have such entries. `shown`: without a port that is not a number, because that may be part of a password.
 */
export function unmatchableProblem(entry: string): { code: ListIssueCode; shown: string } | null {
  const rest = entry.slice(entry.indexOf('://') === -1 ? 0 : entry.indexOf('://') + 3);
  if (rest.includes('/')) return { code: 'path', shown: entry };
  const [, host = '', port = null] = /^(\[[^\]]*\]|[^:]*):([^:*]*)$/.exec(rest) ?? [];
  if (port === null) return null;
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535) return null;
  return { code: 'bad-port', shown: /^\d*$/.test(port) ? entry : `${host}:...` };
}

/** The target of a request; `host` may be an IPv6 address with or without brackets. */
export interface BypassTarget {
  scheme: string;
  host: string;
  port: number;
}

/**
 * Whether a request bypasses the proxy. `implicitLoopback`: `localhost`, `loopback`, `127.0.0.1` and `[::1]` are
 * bypassed without an entry. WinINET does so (Microsoft: "Enabling Internet Functionality"); for WinHTTP it is not
 * documented, hence the default.
 */
export function bypasses(
  entries: readonly string[],
  target: BypassTarget,
  store: Store,
  options: { implicitLoopback: boolean } = { implicitLoopback: store === 'wininet' },
): boolean {
  const host = unbracket(target.host).toLowerCase();
  const loopback = options.implicitLoopback && ['localhost', 'loopback', '127.0.0.1', '::1'].includes(host);
  // The last entry that matches the host decides: `<-loopback>` cancels the entries before it.
  for (const entry of [...entries].reverse()) {
    if (isLoopbackSubtraction(entry)) {
      if (loopback) return false;
    } else if (entryMatches(entry.toLowerCase(), { ...target, host }, store)) {
      return true;
    }
  }
  return loopback;
}

/** The entry by which a request bypasses the proxy; `null` if none does, or a later one cancels it. */
export function bypassEntry(entries: readonly string[], target: BypassTarget, store: Store): string | null {
  if (!bypasses(entries, target, store)) return null;
  return entries.find((one) => bypasses([one], target, store, { implicitLoopback: false })) ?? null;
}

export function isLoopbackSubtraction(entry: string): boolean {
  return entry.toLowerCase() === '<-loopback>';
}

/** Whether `*` occurs anywhere but at the left end, which WinHTTP does not support ("proxycfg.exe"). */
export function hasInnerWildcard(entry: string): boolean {
  return splitPattern(entry).host.lastIndexOf('*') > 0;
}

/** Whether the entry names a scheme or a port, which WinHTTP does not document. */
export function hasSchemeOrPort(entry: string): boolean {
  const pattern = splitPattern(entry);
  return pattern.scheme !== null || pattern.port !== null;
}

function entryMatches(entry: string, target: BypassTarget, store: Store): boolean {
  if (entry === '<local>') return !target.host.includes('.') && ipVersion(target.host) === 0;
  if (store === 'winhttp' && (hasInnerWildcard(entry) || hasSchemeOrPort(entry))) return false;
  const pattern = splitPattern(entry);
  if (pattern.scheme !== null && pattern.scheme !== target.scheme.toLowerCase()) return false;
  if (pattern.port !== null && pattern.port !== target.port) return false;
  return globMatches(pattern.host, target.host);
}

/** `[scheme://]host[:port]`; the host without brackets. */
function splitPattern(entry: string): { scheme: string | null; host: string; port: number | null } {
  const mark = entry.indexOf('://');
  const scheme = mark === -1 ? null : entry.slice(0, mark);
  const rest = mark === -1 ? entry : entry.slice(mark + 3);
  const colon = rest.lastIndexOf(':');
  const port = rest.slice(colon + 1);
  if (colon === -1 || ipVersion(rest) === 6 || !/^\d{1,5}$/.test(port))
    return { scheme, host: unbracket(rest), port: null };
  return { scheme, host: unbracket(rest.slice(0, colon)), port: Number(port) };
}

/**
 * Whether `text` matches `pattern`, in which `*` matches any characters. With two pointers and one backtrack
 * position, the work is bounded by the product of both lengths.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
