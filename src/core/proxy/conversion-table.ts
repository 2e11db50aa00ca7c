import { ISSUE_SEVERITY, type ListIssueCode } from './list-issue.ts';

/**
 * `kept`: copied, but the other store may read it differently; `normalised`: the same, written otherwise; `dropped`:
 * left out; `refused`: the whole conversion is.
 */
export type ConversionSeverity = 'kept' | 'normalised' | 'dropped' | 'refused';

interface Rule {
  /** The topic on which the stores differ. */
  row: ConversionRow;
  severity: ConversionSeverity;
}

export type ConversionRow =
  | 'grammar'
  | 'protocols'
  | 'socks'
  | 'http-prefix'
  | 'https-proxy'
  | 'pac'
  | 'wpad'
  | 'precedence'
  | 'bypass-separators'
  | 'bypass-length'
  | 'loopback-bypass'
  | 'wildcards'
  | 'bypass-scheme-port'
  | 'proxy-lists'
  | 'credentials'
  | 'encoding'
  | 'loopback-proxy';

/** What becomes of each token that does not mean the same in both stores. Tokens without a note are copied. */
export const CONVERSION_TABLE = {
  'ftp-dropped': { row: 'protocols', severity: 'dropped' }, // WinHTTP speaks http and https only
  'same-server-collapsed': { row: 'protocols', severity: 'normalised' }, // http=h;https=h -> h
  'socks-dropped': { row: 'socks', severity: 'dropped' },
  'socks-only': { row: 'socks', severity: 'refused' },
  'tls-proxy': { row: 'https-proxy', severity: 'refused' },
  'pac-needs-resolution': { row: 'pac', severity: 'refused' },
  'auto-detect-needs-resolution': { row: 'wpad', severity: 'refused' },
  'pac-overrides': { row: 'precedence', severity: 'kept' },
  'auto-detect-overrides': { row: 'precedence', severity: 'kept' },
  'loopback-subtraction': { row: 'loopback-bypass', severity: 'kept' },
  'wildcard-not-leftmost': { row: 'wildcards', severity: 'kept' },
  'bypass-scheme-or-port': { row: 'bypass-scheme-port', severity: 'kept' },
  'bypass-too-long': { row: 'bypass-length', severity: 'refused' },
  'several-proxies': { row: 'proxy-lists', severity: 'dropped' }, // WinHTTP uses the first only
  'loopback-proxy': { row: 'loopback-proxy', severity: 'refused' },
  'loopback-proxy-allowed': { row: 'loopback-proxy', severity: 'kept' },
  'no-usable-server': { row: 'grammar', severity: 'refused' },
  'prefix-removed': issueRule('http-prefix', 'prefix-removed'),
  'trailing-slash': issueRule('grammar', 'trailing-slash'),
  'comma-separator': issueRule('bypass-separators', 'comma-separator'),
  'comma-in-entry': issueRule('bypass-separators', 'comma-in-entry'),
  'unknown-scheme': issueRule('protocols', 'unknown-scheme'),
  'empty-entry': issueRule('grammar', 'empty-entry'),
  credentials: issueRule('credentials', 'credentials'),
  quotes: issueRule('grammar', 'quotes'),
  'non-ascii': issueRule('encoding', 'non-ascii'),
  'unknown-prefix': issueRule('grammar', 'unknown-prefix'),
  path: issueRule('grammar', 'path'),
  'no-host': issueRule('grammar', 'no-host'),
  'bad-host': issueRule('grammar', 'bad-host'),
  'bad-port': issueRule('grammar', 'bad-port'),
  'ipv6-without-brackets': issueRule('grammar', 'ipv6-without-brackets'),
  'bad-entry': issueRule('grammar', 'bad-entry'),
} as const satisfies Record<string, Rule> & Record<ListIssueCode, Rule>;

export type ConversionCode = keyof typeof CONVERSION_TABLE;

function issueRule(row: ConversionRow, code: ListIssueCode): Rule {
  return { row, severity: ISSUE_SEVERITY[code] };
}

export interface ConversionNote extends Rule {
  code: ConversionCode;
  /** The token concerned, neutralised and without secrets; `''` where the whole setting is meant. */
  detail: string;
}
