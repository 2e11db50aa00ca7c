import { neutralise } from '../model/neutralise.ts';
import type { ProxyScheme } from './settings.ts';

/** Longest part of an entry that an issue repeats. */
const SHOWN = 80;

/**
 * `normalised`: valid, but p2s-fix writes it in another notation; `dropped`: has no meaning in the settings model;
 * `refused`: invalid, so the list is never copied.
 */
export type IssueSeverity = 'normalised' | 'dropped' | 'refused';

/** Details of an entry that its parsed form does not contain. Every code has one severity. */
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
  'comma-in-entry': 'refused', // WinHTTP supports no comma
  'non-ascii': 'refused',
  'unknown-prefix': 'refused',
  path: 'refused',
  'no-host': 'refused',
  'bad-host': 'refused',
  'bad-port': 'refused',
  'ipv6-without-brackets': 'refused',
  'bad-entry': 'refused', // a character that is not valid in a bypass entry
} as const satisfies Record<string, IssueSeverity>;

export type ListIssueCode = keyof typeof ISSUE_SEVERITY;

export interface ListIssue {
  code: ListIssueCode;
  /** Which requests the entry applies to; `null` when unknown, and in a bypass list. */
  scheme: ProxyScheme | null;
  /** The entry, made safe and without secrets. */
  entry: string;
  severity: IssueSeverity;
}

export function listIssue(code: ListIssueCode, entry: string, scheme: ProxyScheme | null = null): ListIssue {
  return { code, scheme, entry: neutralise(entry, SHOWN), severity: ISSUE_SEVERITY[code] };
}

/** An entry with its typographic quotes visible, because they are the problem; a list has Windows-1252 bytes. */
export function withQuotes(shown: string): string {
  return shown
    .replaceAll(/\\x9([1-4])/g, (all, at) => '\u2018\u2019\u201c\u201d'[at - 1] ?? all)
    .replaceAll(/\\u\{(201[89cd])\}/g, (_all, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Issues that block copying a list. */
export function refusedIssues(issues: readonly ListIssue[] | undefined): ListIssue[] {
  return (issues ?? []).filter(({ severity }) => severity === 'refused');
}
