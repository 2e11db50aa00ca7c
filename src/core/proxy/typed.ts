import { domainToASCII } from 'node:url';
import { type ErrorPlace, P2sError } from '../model/errors.ts';
import { hasCredentials, withoutControls } from '../model/neutralise.ts';
import { type Message, option, say } from '../model/say.ts';
import {
  BYPASS_LIMIT,
  formatBypassList,
  type ParsedBypassList,
  parseBypassList,
  unmatchableProblem,
} from './bypass-list.ts';
import { type ConversionRemark, conversionRemark } from './conversion-table.ts';
import { type ListIssue, type ListIssueCode, listIssue } from './list-issue.ts';
import { hasQuotes, isAscii, QUOTES } from './list-text.ts';
import { parseProxyList } from './proxy-list.ts';
import type { ProxyServer, Store } from './settings.ts';

/** Source of a typed text: `--proxy`, or a file and the location in it. `store`: the API it is for. */
export interface TypedPlace {
  where: ErrorPlace;
  store: Store;
}

/**
 * A typed proxy list, read as WinINET does; names in any script become ASCII.
 *
 * @throws P2sError `refused` for credentials, `input` for everything else that cannot be read; `evidence.reason`
 * is the code, `next` suggests the intended text
 */
export function typedProxyList(
  text: string,
  place: TypedPlace,
): { servers: readonly ProxyServer[]; notes: ConversionRemark[] } {
  const read = (list: string) => parseProxyList(list, { store: 'wininet' });
  const { issues, ...typed } = readTyped(text, read);
  const bad = issues.find(({ severity }) => severity === 'refused');
  if (bad !== undefined) throw notAList('proxy', text, bad, place, hint(text, read));
  if (typed.servers.length === 0) throw notAList('proxy', text, null, place, null);
  if (typed.servers.some(({ host, port }) => host === 'direct' && port === null))
    throw new P2sError('input', say('"direct" is not the name of a proxy.'), {
      where: place.where,
      next: say(
        'For no proxy, give {option}, or {"direct": true} in a desired-state file. If a proxy has this name, add its port.',
        { option: option('direct') },
      ),
      evidence: { reason: 'direct' },
    });
  return { servers: typed.servers, notes: notesOf(issues) };
}

/**
 * A typed bypass list; may be empty. Unlike in a stored list, an entry that Windows never matches is refused.
 *
 * @throws P2sError as {@link typedProxyList}, and `refused` when it is longer than WinINET accepts
 */
export function typedBypassList(
  text: string,
  place: TypedPlace,
): { entries: readonly string[]; notes: ConversionRemark[] } {
  const read = (list: string) => withoutUnmatchable(parseBypassList(list, { store: 'wininet' }));
  const { entries, issues } = readTyped(text, read);
  const bad = issues.find(({ severity }) => severity === 'refused');
  if (bad !== undefined) throw notAList('bypass', text, bad, place, hint(text, read));
  const { length } = formatBypassList(entries);
  if (place.store === 'wininet' && length > BYPASS_LIMIT) {
    throw new P2sError(
      'refused',
      say('The bypass list has {length} characters; WinINET accepts {bypassLimit}.', {
        length,
        bypassLimit: BYPASS_LIMIT,
      }),
      {
        where: place.where,
        next: say('Combine entries with wildcards, e.g. *.contoso.com.'),
        evidence: { reason: 'bypass-too-long' },
      },
    );
  }
  return { entries, notes: notesOf(issues) };
}

function withoutUnmatchable({ entries, issues }: ParsedBypassList): ParsedBypassList {
  const problems = entries.flatMap((entry) => {
    const problem = unmatchableProblem(entry);
    return problem === null ? [] : [listIssue(problem.code, problem.shown)];
  });
  return { entries, issues: [...issues, ...problems] };
}

function readTyped<T extends { issues: ListIssue[] }>(text: string, read: (list: string) => T): T {
  // Quotes would become part of a name.
  const quoted = hasQuotes(text);
  const words = text.split(/([ \t\r\n\f\v;,]+)/);
  const ascii = quoted ? words : words.map(withAsciiHost);
  const parsed = read(ascii.join(''));
  const changed = ascii.filter((word, at) => word !== words[at]);
  parsed.issues.push(...changed.map((word) => listIssue('idn-to-ascii', word)));
  if (!quoted && /[^;,\s][ \t\r\n\f\v]+[^;,\s]/.test(text)) {
    parsed.issues.push(listIssue('blank-separator', text.trim()));
  }
  return parsed;
}

/** The text as it was probably intended: without quotes, in ASCII characters; `null` when that does not help. */
function hint(text: string, read: (list: string) => { issues: ListIssue[] }): string | null {
  if (hasCredentials(text)) return null;
  const cleaned = text
    .replace(QUOTES, '')
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .trim();
  const better = cleaned === '' ? null : readTyped(cleaned, read);
  return better?.issues.every(({ severity }) => severity !== 'refused') ? cleaned : null;
}

const BYPASS_ENTRY = say(
  'An entry is a name or an address, with wildcards, e.g. 10.* or *.contoso.com; a port is 1 to 65535. Windows does not support ranges such as 10.0.0.0/8.',
);

const EXAMPLES = {
  proxy: say('Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.'),
  bypass: say('Separate entries with semicolons, e.g. "<local>;*.contoso.com".'),
};

function notAList(
  kind: 'proxy' | 'bypass',
  text: string,
  issue: ListIssue | null,
  { where }: TypedPlace,
  meant: string | null,
): P2sError {
  if (issue?.code === 'credentials') {
    return new P2sError('refused', say('A {kind} string with credentials in it is never stored.', { kind }), {
      where,
      next: say('Give it without user and password; SSTP cannot authenticate to a proxy anyway.'),
      evidence: { reason: issue.code },
    });
  }
  const reason = issue?.code ?? 'empty';
  const isUnmatchable = kind === 'bypass' && (reason === 'path' || reason === 'bad-port');
  const example = isUnmatchable ? BYPASS_ENTRY : EXAMPLES[kind];
  const shown = issue === null ? withoutControls(text, 200) : issue.entry;
  return new P2sError('input', say('Not a {kind} list: "{shown}" ({reason}).', { kind, shown, reason }), {
    where,
    next:
      meant === null
        ? example
        : say('{how}: {meant}', {
            how: MEANT[reason] ?? say('Perhaps meant'),
            meant: withoutControls(meant),
          }),
    evidence: { reason },
  });
}

const MEANT: Partial<Record<ListIssueCode | 'empty', Message>> = {
  quotes: say('Without the quotation marks'),
  'non-ascii': say('In plain ASCII characters'),
};

function notesOf(issues: readonly ListIssue[]): ConversionRemark[] {
  return issues.map(({ code, entry }) => conversionRemark(code, 'typed', entry));
}

/** The full stops of other scripts that IDNA (RFC 5891, UTS 46) reads as a dot. */
const DOTS = /[\u3002\uff0e\uff61]/g;

/**
 * A host name or bypass pattern with each label in its ASCII form (A-label, RFC 5890), as DNS uses it; `null` when
 * it has none. A label with `*` cannot be converted and must be ASCII.
 */
export function asciiName(name: string): string | null {
  const labels = name.replace(DOTS, '.').split('.');
  const ascii = labels.map((label) => (isAscii(label) || label.includes('*') ? label : aLabel(label)));
  const joined = ascii.join('.');
  return ascii.includes(null) || !isAscii(joined) ? null : joined;
}

/** Rejects labels that map to separators or to an address. */
function aLabel(label: string): string | null {
  const ascii = domainToASCII(label);
  return /^[a-z0-9_-]+$/.test(ascii) ? ascii : null;
}

/** `[scheme=][prefix://]host[:port]` with the host by {@link asciiName}; unchanged if that returns `null`. */
export function withAsciiHost(entry: string): string {
  if (isAscii(entry)) return entry;
  const [, start = '', host = '', rest = ''] =
    /^((?:[a-z]+=)?(?:[a-z][a-z0-9+.-]*:\/\/)?)([^:/\\?#@[\]]+)([\s\S]*)$/i.exec(entry) ?? [];
  const ascii = host === '' ? null : asciiName(host);
  return ascii === null ? entry : start + ascii + rest;
}
