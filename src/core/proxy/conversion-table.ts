import { neutralise } from '../model/neutralise.ts';
import { ISSUE_SEVERITY, type ListIssueCode } from './list-issue.ts';

/**
 * `kept`: copied, but the other API may read it differently; `normalised`: the same in another notation;
 * `dropped`: omitted; `refused`: the whole conversion is refused.
 */
export type ConversionSeverity = 'kept' | 'normalised' | 'dropped' | 'refused';

/** From one API to the other, or from a typed value to a setting. */
export type Direction = 'toWinHttp' | 'toWinInet' | 'typed';

/** The severity in each direction; `null`: does not occur in it. */
type Rule = { row: ConversionRow } & Record<Direction, ConversionSeverity | null>;

export type ConversionRow =
  | 'grammar'
  | 'protocols'
  | 'socks'
  | 'http-prefix'
  | 'https-proxy'
  | 'pac'
  | 'wpad'
  | 'precedence'
  | 'ports'
  | 'bypass-separators'
  | 'bypass-length'
  | 'loopback-bypass'
  | 'wildcards'
  | 'bypass-scheme-port'
  | 'proxy-lists'
  | 'credentials'
  | 'encoding'
  | 'loopback-proxy';

/**
 * The conversion of each token that does not mean the same in both APIs, or is written in another notation. Tokens
 * without a row mean the same and are copied: names, addresses, ports, `<local>`, a wildcard at the left end;
 * entries are joined with single semicolons.
 */
export const CONVERSION_TABLE = {
  'ftp-dropped': between('protocols', 'dropped'), // WinHTTP supports http and https only
  'same-server-collapsed': between('protocols', 'normalised'), // http=h;https=h -> h
  'socks-dropped': between('socks', 'dropped'),
  'socks-only': between('socks', 'refused'),
  'tls-proxy': between('https-proxy', 'refused'),
  'port-left-out': between('ports', 'kept'),
  'pac-needs-resolution': inDirection('toWinHttp', 'pac', 'refused'),
  'pac-not-http': between('pac', 'kept'), // `file:` is not supported any more
  'auto-detect-needs-resolution': inDirection('toWinHttp', 'wpad', 'refused'),
  'pac-overrides': inDirection('toWinInet', 'precedence', 'kept'),
  'auto-detect-overrides': inDirection('toWinInet', 'precedence', 'kept'),
  'loopback-subtraction': between('loopback-bypass', 'kept'),
  'wildcard-not-leftmost': between('wildcards', 'kept'),
  'bypass-scheme-or-port': between('bypass-scheme-port', 'kept'),
  'bypass-too-long': { ...between('bypass-length', 'refused'), toWinHttp: 'kept', typed: 'refused' }, // WinHTTP: no limit
  'several-proxies': between('proxy-lists', 'dropped'), // WinHTTP uses the first only
  'loopback-proxy': inDirection('toWinHttp', 'loopback-proxy', 'refused'),
  'loopback-proxy-allowed': inDirection('toWinHttp', 'loopback-proxy', 'kept'),
  'no-usable-server': between('grammar', 'refused'),
  'prefix-removed': inList('http-prefix', 'prefix-removed'),
  'trailing-slash': inList('grammar', 'trailing-slash'),
  'comma-separator': { ...inList('bypass-separators', 'comma-separator'), toWinInet: null }, // none in WinHTTP
  'comma-in-entry': { ...inList('bypass-separators', 'comma-in-entry'), typed: null },
  'blank-separator': inDirection('typed', 'proxy-lists', 'normalised'),
  'idn-to-ascii': inDirection('typed', 'encoding', 'normalised'),
  'unknown-scheme': inList('protocols', 'unknown-scheme'),
  'empty-entry': inList('grammar', 'empty-entry'),
  credentials: inList('credentials', 'credentials'),
  quotes: inList('grammar', 'quotes'),
  'non-ascii': inList('encoding', 'non-ascii'),
  'unknown-prefix': inList('grammar', 'unknown-prefix'),
  path: inList('grammar', 'path'),
  'no-host': inList('grammar', 'no-host'),
  'bad-host': inList('grammar', 'bad-host'),
  'bad-port': inList('grammar', 'bad-port'),
  'ipv6-without-brackets': inList('grammar', 'ipv6-without-brackets'),
  'bad-entry': inList('grammar', 'bad-entry'),
} as const satisfies Record<string, Rule> & Record<ListIssueCode, Rule>;

export type ConversionCode = keyof typeof CONVERSION_TABLE;

/** Occurs between the APIs, in both directions. */
function between(row: ConversionRow, severity: ConversionSeverity): Rule {
  return { row, toWinHttp: severity, toWinInet: severity, typed: null };
}

function inDirection(direction: Direction, row: ConversionRow, severity: ConversionSeverity): Rule {
  return { row, toWinHttp: null, toWinInet: null, typed: null, [direction]: severity };
}

/** Occurs in any list. */
function inList(row: ConversionRow, code: ListIssueCode): Rule {
  const severity = ISSUE_SEVERITY[code];
  return { row, toWinHttp: severity, toWinInet: severity, typed: severity };
}

export interface ConversionRemark {
  code: ConversionCode;
  /** The topic on which the APIs differ. */
  row: ConversionRow;
  severity: ConversionSeverity;
  /** The affected token, made safe and without secrets; `''` for the whole setting. */
  detail: string;
}

/** A code that the table does not have in a direction is a bug: then nothing is copied. */
export function conversionRemark(
  code: ConversionCode,
  direction: Direction,
  detail: string,
): ConversionRemark {
  const { row, [direction]: severity } = CONVERSION_TABLE[code];
  return { code, row, severity: severity ?? 'refused', detail: neutralise(detail) };
}
