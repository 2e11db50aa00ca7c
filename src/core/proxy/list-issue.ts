import { neutralise } from '../model/neutralise.ts';
import type { ProxyScheme } from './settings.ts';

/** Longest piece of an entry that an issue repeats. */
const SHOWN = 80;

/**
 * `normalised`: understood, and written otherwise by us; `dropped`: means nothing to the settings model; `refused`:
 * cannot be understood, so the list is never copied.
 */
export type IssueSeverity = 'normalised' | 'dropped' | 'refused';

/** What an entry of a list says that its parsed form cannot show. Every code has one severity. */
export const ISSUE_SEVERITY = {
  'prefix-removed': 'normalised', // `http://`, `ftp=ftp://`, `socks://`
  'trailing-slash': 'normalised',
  'comma-separator': 'normalised', // read as a separator (WinINET)
  'blank-separator': 'normalised', // typed: `a b:1` is two entries
  'idn-to-ascii': 'normalised', // typed: a name in another script became its A-label
  'unknown-scheme': 'dropped', // `gopher=...`
  'empty-entry': 'dropped', // `ftp=`, `socks=`
  credentials: 'refused', // `user:password@host`
  quotes: 'refused', // typographic or plain, pasted from a page
  'comma-in-entry': 'refused', // WinHTTP knows no comma
  'non-ascii': 'refused',
  'unknown-prefix': 'refused',
  path: 'refused',
  'no-host': 'refused',
  'bad-host': 'refused',
  'bad-port': 'refused',
  'ipv6-without-brackets': 'refused',
  'bad-entry': 'refused', // a character that cannot stand in a bypass entry
} as const satisfies Record<string, IssueSeverity>;

export type ListIssueCode = keyof typeof ISSUE_SEVERITY;

export interface ListIssue {
  code: ListIssueCode;
  /** Which requests the entry is for; `null` when that cannot be told, and in a bypass list. */
  scheme: ProxyScheme | null;
  /** The entry, neutralised and without secrets. */
  entry: string;
  severity: IssueSeverity;
}

export function listIssue(code: ListIssueCode, entry: string, scheme: ProxyScheme | null = null): ListIssue {
  return { code, scheme, entry: neutralise(entry, SHOWN), severity: ISSUE_SEVERITY[code] };
}

/** An entry with its typographic quotes as such, since they show what is wrong; a list has the bytes of Windows-1252. */
export function withQuotes(shown: string): string {
  return shown
    .replaceAll(/\\x9([1-4])/g, (all, at) => '\u2018\u2019\u201c\u201d'[at - 1] ?? all)
    .replaceAll(/\\u\{(201[89cd])\}/g, (_all, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Issues that keep a list from being copied. */
export function refusedIssues(issues: readonly ListIssue[] | undefined): ListIssue[] {
  return (issues ?? []).filter(({ severity }) => severity === 'refused');
}
