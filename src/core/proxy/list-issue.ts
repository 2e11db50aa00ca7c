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

/** Quotation marks as `neutralise` shows them: the bytes in Windows-1252, code page 932 and UTF-8; the code point. */
const SHOWN_AS: Readonly<Record<string, readonly string[]>> = {
  '\u2018': ['\\x91', '\\x81e', '\\xe2\\x80\\x98', '\\u{2018}'],
  '\u2019': ['\\x92', '\\x81f', '\\xe2\\x80\\x99', '\\u{2019}'],
  '\u201c': ['\\x93', '\\x81g', '\\xe2\\x80\\x9c', '\\u{201c}'],
  '\u201d': ['\\x94', '\\x81h', '\\xe2\\x80\\x9d', '\\u{201d}'],
};
const QUOTE_OF = new Map(
  Object.entries(SHOWN_AS).flatMap(([quote, forms]) => forms.map((form) => [form, quote])),
);
const SHOWN_QUOTE = /\\xe2\\x80\\x..|\\x81[e-h]|\\x9[1-4]|\\u\{201[89cd]\}/g;

/** An entry with its typographic quotes visible, because they are the problem. */
export function withQuotes(shown: string): string {
  return shown.replaceAll(SHOWN_QUOTE, (form) => QUOTE_OF.get(form) ?? form);
}

/** Issues that block copying a list. */
export function refusedIssues(issues: readonly ListIssue[] | undefined): ListIssue[] {
  return (issues ?? []).filter(({ severity }) => severity === 'refused');
}
