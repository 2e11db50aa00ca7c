import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONVERSIONS } from '../../../src/core/findings/rules/desired.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { toText } from '../../../src/core/model/say.ts';
import { formatBypassList } from '../../../src/core/proxy/bypass-list.ts';
import {
  CONVERSION_TABLE,
  type ConversionCode,
  type ConversionRemark,
  type ConversionSeverity,
  type Direction,
} from '../../../src/core/proxy/conversion-table.ts';
import { toWinHttp, toWinInet } from '../../../src/core/proxy/convert.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import { formatProxyList } from '../../../src/core/proxy/proxy-list.ts';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { typedBypassList, typedProxyList } from '../../../src/core/proxy/typed.ts';
import { messyList, winHttp, winInet } from './arbitraries.ts';

interface Example {
  proxy?: string;
  bypass?: string;
  /** Other WinINET settings. */
  inet?: Partial<ProxySettings>;
  allowLoopback?: boolean;
  /** The outcome. */
  outcome: ConversionSeverity;
  /** The token that the note names. */
  detail: string;
  /** Both lists as they are stored, `proxy|bypass`; `null`: refused. */
  target: string | null;
}

/** The stored text, and an example of it, of one direction or of several. */
const inAll = (example: Example) => ({ toWinHttp: example, toWinInet: example, typed: example });
const between = (example: Example) => ({ toWinHttp: example, toWinInet: example });
const LONG = `x;${'x'.repeat(2063)}`;
const PAC = { enabled: true, url: 'http://w/p.pac' };

/** One example for each cell of the table that is not empty. */
const EXAMPLES: Record<ConversionCode, Partial<Record<Direction, Example>>> = {
  'ftp-dropped': between({ proxy: 'a:1;ftp=f:21', outcome: 'dropped', detail: 'ftp=f:21', target: 'a:1|' }),
  'same-server-collapsed': between({
    proxy: 'http=a:1;https=a:1',
    outcome: 'normalised',
    detail: 'https=a:1',
    target: 'a:1|',
  }),
  'socks-dropped': between({
    proxy: 'a:1;socks=s:1080',
    outcome: 'dropped',
    detail: 'socks=s:1080',
    target: 'a:1|',
  }),
  'socks-only': between({ proxy: 'socks=s:1080', outcome: 'refused', detail: 'socks=s:1080', target: null }),
  'tls-proxy': between({ proxy: 'https://a:1', outcome: 'refused', detail: 'https://a:1', target: null }),
  'port-left-out': between({ proxy: 'a', outcome: 'kept', detail: 'a', target: 'a|' }),
  'pac-needs-resolution': {
    toWinHttp: { proxy: 'a:1', inet: { pac: PAC }, outcome: 'refused', detail: '', target: null },
  },
  'pac-not-http': {
    toWinHttp: {
      inet: { pac: { enabled: true, url: 'file://c:/p.pac' } },
      outcome: 'kept',
      detail: '',
      target: null,
    },
    toWinInet: {
      proxy: 'a:1',
      inet: { pac: { enabled: true, url: 'file://c:/p.pac' } },
      outcome: 'kept',
      detail: '',
      target: 'a:1|',
    },
  },
  'auto-detect-needs-resolution': {
    toWinHttp: { inet: { autoDetect: true }, outcome: 'refused', detail: '', target: null },
  },
  'pac-overrides': {
    toWinInet: { proxy: 'a:1', inet: { pac: PAC }, outcome: 'kept', detail: '', target: 'a:1|' },
  },
  'auto-detect-overrides': {
    toWinInet: { proxy: 'a:1', inet: { autoDetect: true }, outcome: 'kept', detail: '', target: 'a:1|' },
  },
  'loopback-subtraction': between({
    proxy: 'a:1',
    bypass: '<local>;<-loopback>',
    outcome: 'kept',
    detail: '<-loopback>',
    target: 'a:1|<local>;<-loopback>',
  }),
  'wildcard-not-leftmost': between({
    proxy: 'a:1',
    bypass: '10.*;*.*domain',
    outcome: 'kept',
    detail: '10.*',
    target: 'a:1|10.*;*.*domain',
  }),
  'bypass-scheme-or-port': between({
    proxy: 'a:1',
    bypass: 'x:80',
    outcome: 'kept',
    detail: 'x:80',
    target: 'a:1|x:80',
  }),
  'bypass-too-long': {
    toWinHttp: { outcome: 'kept', proxy: 'a:1', bypass: LONG, detail: '', target: `a:1|${LONG}` },
    toWinInet: { outcome: 'refused', proxy: 'a:1', bypass: LONG, detail: '', target: null },
    typed: { outcome: 'refused', bypass: LONG, detail: '', target: null },
  },
  'several-proxies': between({ proxy: 'a:1;b:2', outcome: 'dropped', detail: 'b:2', target: 'a:1|' }),
  'loopback-proxy': {
    toWinHttp: { proxy: '127.0.0.1:1', outcome: 'refused', detail: '127.0.0.1:1', target: null },
  },
  'loopback-proxy-allowed': {
    toWinHttp: {
      proxy: '[::1]:1',
      allowLoopback: true,
      outcome: 'kept',
      detail: '[::1]:1',
      target: '[::1]:1|',
    },
  },
  'no-usable-server': between({ proxy: 'gopher=g:70', outcome: 'refused', detail: '', target: null }),
  'prefix-removed': inAll({
    proxy: 'http://a:1',
    outcome: 'normalised',
    detail: 'http://a:1',
    target: 'a:1|',
  }),
  'trailing-slash': inAll({ proxy: 'a:1/', outcome: 'normalised', detail: 'a:1/', target: 'a:1|' }),
  'comma-separator': {
    toWinHttp: { proxy: 'a:1', bypass: 'x,y', outcome: 'normalised', detail: ',', target: 'a:1|x;y' },
    typed: { proxy: 'http=a:1,https=b:2', outcome: 'normalised', detail: ',', target: 'http=a:1;https=b:2|' },
  },
  'comma-in-entry': {
    toWinHttp: { proxy: 'a:1', inet: { bypass: ['x,y'] }, outcome: 'refused', detail: 'x,y', target: null },
    toWinInet: { proxy: 'a:1,b:2', outcome: 'refused', detail: 'a:1,b:2', target: null },
  },
  'blank-separator': { typed: { proxy: 'a b:1', outcome: 'normalised', detail: 'a b:1', target: 'a;b:1|' } },
  'idn-to-ascii': {
    typed: {
      proxy: 'http=B\u00fccher.example:1',
      outcome: 'normalised',
      detail: 'http=xn--bcher-kva.example:1',
      target: 'http=xn--bcher-kva.example:1|',
    },
  },
  'unknown-scheme': inAll({
    proxy: 'a:1;gopher=g:70',
    outcome: 'dropped',
    detail: 'gopher=g:70',
    target: 'a:1|',
  }),
  'empty-entry': inAll({ proxy: 'a:1;ftp=', outcome: 'dropped', detail: 'ftp=', target: 'a:1|' }),
  credentials: inAll({ proxy: 'bob:s3cret@a:1', outcome: 'refused', detail: '***@a:1', target: null }),
  quotes: inAll({
    proxy: '\u201da:1\u201d',
    outcome: 'refused',
    detail: '\\u{201d}a:1\\u{201d}',
    target: null,
  }),
  'non-ascii': {
    ...between({ proxy: 'pr\u00f6xy:1', outcome: 'refused', detail: 'pr\\xf6xy:1', target: null }),
    typed: { bypass: '*\u00f6.example', outcome: 'refused', detail: '*\\xf6.example', target: null },
  },
  'unknown-prefix': inAll({ proxy: 'quic://a:1', outcome: 'refused', detail: 'quic://...', target: null }),
  path: inAll({ proxy: 'http://w/p.pac', outcome: 'refused', detail: 'w/...', target: null }),
  'no-host': inAll({ proxy: 'a:1;http=', outcome: 'refused', detail: '', target: null }),
  'bad-host': inAll({ proxy: '*:1', outcome: 'refused', detail: '*:1', target: null }),
  'bad-port': inAll({ proxy: 'a:65536', outcome: 'refused', detail: 'a:65536', target: null }),
  'ipv6-without-brackets': inAll({ proxy: '::1:2', outcome: 'refused', detail: '::1:2', target: null }),
  'bad-entry': inAll({ proxy: 'a:1', bypass: 'x\u0001', outcome: 'refused', detail: 'x\\x01', target: null }),
};

interface Outcome {
  notes: Pick<ConversionRemark, 'code' | 'row' | 'severity' | 'detail'>[];
  target: string | null;
}

const text = ({ proxy, bypass }: ProxySettings) =>
  `${proxy.enabled ? formatProxyList(proxy.servers) : ''}|${proxy.enabled ? formatBypassList(bypass) : ''}`;

const CONVERT: Record<Direction, (example: Omit<Example, 'outcome' | 'detail' | 'target'>) => Outcome> = {
  toWinHttp({ proxy = '', bypass = '', inet = {}, allowLoopback = false }) {
    const settings = winInet({ ...parseLists({ proxy, bypass }, proxy !== '', 'wininet'), ...inet });
    const { target, notes } = toWinHttp(settings, { allowLoopback });
    return { notes, target: target && text(target) };
  },
  toWinInet({ proxy = '', bypass = '', inet = {} }) {
    const settings = winHttp(parseLists({ proxy, bypass }, proxy !== '', 'winhttp'));
    const { target, notes } = toWinInet(settings, winInet(inet));
    return { notes, target: target && text(target) };
  },
  typed({ proxy, bypass = '' }) {
    const place = { where: '--proxy', store: 'wininet' } as const;
    try {
      const servers = proxy === undefined ? null : typedProxyList(proxy, place);
      const entries = typedBypassList(bypass, place);
      const target = `${formatProxyList(servers?.servers ?? [])}|${formatBypassList(entries.entries)}`;
      return { notes: [...(servers?.notes ?? []), ...entries.notes], target };
    } catch (error) {
      if (!(error instanceof P2sError)) throw error;
      const code = String(error.evidence.reason) as ConversionCode;
      if (!(code in CONVERSION_TABLE)) return { notes: [], target: null };
      // Typed text is refused with an error, whose message repeats the token.
      const { row, typed } = CONVERSION_TABLE[code];
      const [, shown = ''] = /: "(.*)" \(/.exec(error.message) ?? [];
      const detail = code === 'credentials' ? '***@a:1' : shown;
      return { notes: [{ code, row, severity: typed ?? 'kept', detail }], target: null };
    }
  },
};
const DIRECTIONS = ['toWinHttp', 'toWinInet', 'typed'] as const;
const CODES = Object.keys(CONVERSION_TABLE) as ConversionCode[];
const cells = CODES.flatMap((code) => DIRECTIONS.map((direction) => ({ code, direction })));

describe('the conversion table', () => {
  it.each(cells)('$code, $direction', ({ code, direction }) => {
    const { row, [direction]: severity } = CONVERSION_TABLE[code];
    const example = EXAMPLES[code][direction];
    expect(example !== undefined, 'an example exactly where the table says something').toBe(
      severity !== null,
    );
    if (example === undefined) return;
    const { notes, target } = CONVERT[direction](example);
    expect(notes).toContainEqual({ code, row, severity: example.outcome, detail: example.detail });
    expect(target).toBe(example.target);
    expect(target === null).toBe(notes.some((note) => note.severity === 'refused'));
  });

  it('has examples for its codes only, and a text for each', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...CODES].sort());
    for (const code of CODES) expect(toText(CONVERSIONS[code])).toMatch(/^[^\n]+[^.\n]$/);
  });

  it.each(DIRECTIONS)('has every note that a conversion reports, %s', (direction) => {
    const typo = fc.constantFrom('', 'b\u00fccher', ' b:2', ' ;', '"');
    fc.assert(
      fc.property(messyList, messyList, typo, (proxy, bypass, end) => {
        const { notes, target } = CONVERT[direction]({ proxy: proxy + end, bypass: bypass + end });
        for (const { code, row, severity } of notes) {
          expect({ code, row, severity }).toEqual({
            code,
            row: CONVERSION_TABLE[code].row,
            severity: CONVERSION_TABLE[code][direction],
          });
        }
        if (notes.some(({ severity }) => severity === 'refused')) expect(target).toBeNull();
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['one server', 'a:1', '', 'a:1|'],
    ['one for each scheme', 'http=a:1;https=b:2', '', 'http=a:1;https=b:2|'],
    ['an IPv4 address', '10.0.0.1:3128', '', '10.0.0.1:3128|'],
    ['an IPv6 literal', '[2001:db8::1]:80', '[2001:db8::2]', '[2001:db8::1]:80|[2001:db8::2]'],
    [
      'an IDN as its A-label',
      'xn--bcher-kva.example:1',
      '*.xn--wgv71a',
      'xn--bcher-kva.example:1|*.xn--wgv71a',
    ],
    ['<local>', 'a:1', '<local>', 'a:1|<local>'],
    ['a wildcard at the left end', 'a:1', '*.contoso.example;*x', 'a:1|*.contoso.example;*x'],
    ['a separator at the end', 'a:1;', '*.x;', 'a:1|*.x'],
    ['separators in a row', ';;a:1; ;', '*.x;; y', 'a:1|*.x;y'],
    ['a bypass list of one blank', 'a:1', ' ', 'a:1|'],
    ['over 255 characters', 'a:1', `*.${'x'.repeat(300)}`, `a:1|*.${'x'.repeat(300)}`],
  ])('has nothing to say about %s', (_, proxy, bypass, target) => {
    for (const direction of DIRECTIONS) {
      expect({ direction, ...CONVERT[direction]({ proxy, bypass }) }).toEqual({
        direction,
        target,
        notes: [],
      });
    }
  });
});
