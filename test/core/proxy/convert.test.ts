import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBypassList } from '../../../src/core/proxy/bypass-list.ts';
import { sameEffectiveProxy } from '../../../src/core/proxy/compare.ts';
import type { ConversionCode } from '../../../src/core/proxy/conversion-table.ts';
import { type Conversion, toWinHttp, toWinInet } from '../../../src/core/proxy/convert.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import { formatProxyList } from '../../../src/core/proxy/proxy-list.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../../../src/core/proxy/settings.ts';
import { messyList, winHttp, winInet } from './arbitraries.ts';

const inet = (proxy: string, bypass = '', part: Partial<ProxySettings> = {}) =>
  winInet({ ...parseLists({ proxy, bypass }, true, 'wininet'), ...part });
const http = (proxy: string, bypass = '') => winHttp(parseLists({ proxy, bypass }, true, 'winhttp'));

/** The target as text, and each note as `code detail`. */
function shown({ target, notes }: Conversion) {
  return {
    target: target && `${formatProxyList(target.proxy.servers)}|${formatBypassList(target.bypass)}`,
    notes: notes.map(({ code, detail }) => `${code} ${detail}`.trim()),
  };
}

/** One line per row of the table: WinINET's strings, WinHTTP's (`null`: refused), and the notes. */
const ROWS: [row: string, proxy: string, bypass: string, target: string | null, notes: string[]][] = [
  ['grammar', 'a:1', '', 'a:1|', []],
  ['grammar: one server for all', 'http=a:1 https=a:1', '', 'a:1|', ['same-server-collapsed https=a:1']],
  ['grammar: default port written once', 'https=a;http=A:80', '', 'a:80|', ['same-server-collapsed https=a']],
  ['grammar: two servers', 'https=b:2;http=a:1', '', 'http=a:1;https=b:2|', []],
  ['grammar: two hosts at one port', 'http=a:1;https=b:1', '', 'http=a:1;https=b:1|', []],
  ['grammar: two ports of one host', 'http=a:1;https=a:2', '', 'http=a:1;https=a:2|', []],
  ['grammar: one scheme', 'https=b:2', '', 'https=b:2|', []],
  ['grammar: a rest for all others', 'a:1;https=b:2', '', 'http=a:1;https=b:2|', []],
  ['grammar: IPv6', '[2001:db8::1]:1', '', '[2001:db8::1]:1|', []],
  ['grammar: slash', 'a:1/', '', 'a:1|', ['trailing-slash a:1/']],
  ['grammar: no host', 'http=;https=b:2', '', null, ['no-host']],
  ['grammar: bad port', 'a:0', '', null, ['bad-port a:0']],
  ['grammar: bad host', '*:1', '', null, ['bad-host *:1']],
  ['grammar: PAC address as proxy', 'http://w/p.pac', '', null, ['path w/...']],
  ['grammar: unknown prefix', 'quic://a', '', null, ['unknown-prefix quic://...']],
  ['grammar: IPv6 without brackets', 'fe80::1:2', '', null, ['ipv6-without-brackets fe80::1:2']],
  ['grammar: quotes', '\u201da:1\u201d', '', null, ['quotes \\u{201d}a:1\\u{201d}']],
  ['grammar: quotes in the bypass list', 'a:1', '"x"', null, ['quotes "x"']],
  ['grammar: control character in the bypass list', 'a:1', 'x\u0001', null, ['bad-entry x\\x01']],
  [
    'protocols: ftp',
    'http=a:1;https=a:1;ftp=c:21',
    '',
    'a:1|',
    ['same-server-collapsed https=a:1', 'ftp-dropped ftp=c:21'],
  ],
  ['protocols: ftp only', 'ftp=c:21', '', '|', ['ftp-dropped ftp=c:21']],
  ['protocols: ftp that is broken', 'a:1;ftp=c:0', '', 'a:1|', ['ftp-dropped c:0']],
  ['protocols: empty ftp', 'a:1;ftp=', '', 'a:1|', ['empty-entry ftp=']],
  ['protocols: gopher', 'a:1;gopher=g:70', '', 'a:1|', ['unknown-scheme gopher=g:70']],
  [
    'protocols: gopher and http',
    'http=a;gopher=g',
    '',
    'http=a|',
    ['unknown-scheme gopher=g', 'port-left-out http=a'],
  ],
  ['protocols: gopher and https', 'https=a:1;gopher=g', '', 'https=a:1|', ['unknown-scheme gopher=g']],
  ['protocols: gopher only', 'gopher=g:70', '', null, ['unknown-scheme gopher=g:70', 'no-usable-server']],
  ['socks: beside a proxy', 'a:1;socks=s:1080', '', 'a:1|', ['socks-dropped socks=s:1080']],
  ['socks: beside one for http', 'http=a:1;socks=s', '', 'http=a:1|', ['socks-dropped socks=s']],
  ['socks: beside one for https', 'https=a:1;socks=s', '', 'https=a:1|', ['socks-dropped socks=s']],
  ['socks: broken, beside a proxy', 'a:1;socks=s:0', '', 'a:1|', ['socks-dropped s:0']],
  ['socks: only', 'socks=s:1080', '', null, ['socks-only socks=s:1080']],
  ['socks: only, with ftp', 'socks=s:1080;ftp=c', '', null, ['ftp-dropped ftp=c', 'socks-only socks=s:1080']],
  ['http-prefix', 'http://a:1', '', 'a:1|', ['prefix-removed http://a:1']],
  ['https-proxy', 'https://a:1', '', null, ['tls-proxy https://a:1']],
  ['https-proxy: for one of two', 'http=https://a:1;https=a:1', '', null, ['tls-proxy http=https://a:1']],
  ['https-proxy: for ftp alone', 'a:1;ftp=https://c', '', 'a:1|', ['ftp-dropped ftp=https://c']],
  ['bypass-separators', 'a:1', 'x y;z', 'a:1|x;y;z', []],
  ['bypass-separators: comma', 'a:1', 'x,y', 'a:1|x;y', ['comma-separator ,']],
  [
    'bypass-separators: comma between proxies',
    'http=a:1,https=b:2',
    '',
    'http=a:1;https=b:2|',
    ['comma-separator ,'],
  ],
  ['<local>', 'a:1', '<local>', 'a:1|<local>', []],
  ['loopback-bypass', 'a:1', '<-loopback>', 'a:1|<-loopback>', ['loopback-subtraction <-loopback>']],
  ['wildcards: left-most', 'a:1', '*.x;*y', 'a:1|*.x;*y', []],
  [
    'wildcards: elsewhere',
    'a:1',
    'ms*;*int*',
    'a:1|ms*;*int*',
    ['wildcard-not-leftmost ms*', 'wildcard-not-leftmost *int*'],
  ],
  [
    'bypass-scheme-port',
    'a:1',
    'http://x;y:80',
    'a:1|http://x;y:80',
    ['bypass-scheme-or-port http://x', 'bypass-scheme-or-port y:80'],
  ],
  ['proxy-lists', 'a:1;b:2', '', 'a:1|', ['several-proxies b:2']],
  [
    'proxy-lists: per scheme',
    'http=a:1;http=b:2;https=a:1',
    '',
    'a:1|',
    ['same-server-collapsed https=a:1', 'several-proxies http=b:2'],
  ],
  [
    'proxy-lists: a rest that is not used',
    'http=a:1;https=b:2;c:3',
    '',
    'http=a:1;https=b:2|',
    ['several-proxies c:3'],
  ],
  ['credentials', 'bob:s3cret@a:1', '', null, ['credentials ***@a:1']],
  ['credentials: in the bypass list', 'a:1', 'bob:s3cret@x', null, ['credentials ***@x']],
  ['encoding', 'pr\u00f6xy:1', '', null, ['non-ascii pr\\xf6xy:1']],
  ['encoding: in the bypass list', 'a:1', '*.\u00f6', null, ['non-ascii *.\\xf6']],
  ['loopback-proxy: address', '127.8.9.1:1', '', null, ['loopback-proxy 127.8.9.1:1']],
  ['loopback-proxy: name', 'http=localhost:1;https=b:2', '', null, ['loopback-proxy http=localhost:1']],
  ['loopback-proxy: IPv6', '[::1]:1', '', null, ['loopback-proxy [::1]:1']],
  ['loopback-proxy: for ftp alone', 'a:1;ftp=127.0.0.1', '', 'a:1|', ['ftp-dropped ftp=127.0.0.1']],
  ['nothing named', '', 'x', '|', []],
];

describe('toWinHttp', () => {
  it.each(ROWS)('%s: %s', (_, proxy, bypass, target, notes) => {
    const got = shown(toWinHttp(inet(proxy, bypass)));
    expect({ ...got, notes: got.notes.sort() }).toEqual({ target, notes: [...notes].sort() });
  });

  it('gives settings that WinHTTP can hold, without PAC and auto-detect', () => {
    const { target } = toWinHttp(
      inet('http://a:1', 'x', { direct: false, pac: { enabled: false, url: 'http://w' } }),
    );
    expect(target).toStrictEqual(http('a:1', 'x'));
    expect(toWinHttp(inet('')).target).toEqual(DIRECT_WINHTTP);
  });

  it('is direct when the proxy is off, whatever is stored', () => {
    const stored = parseLists({ proxy: 'bob:pw@a:1;socks=s', bypass: '"x"' }, false, 'wininet');
    expect(toWinHttp(winInet(stored))).toEqual({ target: DIRECT_WINHTTP, notes: [] });
    expect(toWinHttp(winInet({ pac: { enabled: true, url: null } }))).toEqual({
      target: DIRECT_WINHTTP,
      notes: [],
    });
  });

  it('refuses what only Windows can resolve, and leaves the address out', () => {
    const pac = { enabled: true, url: 'http://bob:pw@w/p.pac' };
    expect(shown(toWinHttp(inet('a:1;socks=s', '', { pac })))).toEqual({
      target: null,
      notes: ['pac-needs-resolution'],
    });
    expect(shown(toWinHttp(winInet({ autoDetect: true })))).toEqual({
      target: null,
      notes: ['auto-detect-needs-resolution'],
    });
    expect(shown(toWinHttp(winInet({ autoDetect: true, pac }))).notes).toEqual([
      'auto-detect-needs-resolution',
      'pac-needs-resolution',
    ]);
  });

  it('accepts a loopback proxy when asked to', () => {
    expect(shown(toWinHttp(inet('127.0.0.1:1'), { allowLoopback: true }))).toEqual({
      target: '127.0.0.1:1|',
      notes: ['loopback-proxy-allowed 127.0.0.1:1'],
    });
  });

  it.each([
    ['a;http=b', 'bad-host a;http=b'],
    ['a b', 'bad-host a b'],
    ['', 'bad-host'],
    ['\u4f1a\u793e', 'non-ascii \\u{4f1a}\\u{793e}'],
    ['x\u001b[2J', 'bad-host x\\x1b[2J'],
  ])('refuses a host that no list can hold: "%s"', (host, note) => {
    const proxy = { enabled: true, servers: [{ scheme: 'all' as const, host, port: 1 }] };
    expect(shown(toWinHttp(winInet({ proxy })))).toEqual({ target: null, notes: [note] });
  });

  it('refuses a bypass entry that is two', () => {
    expect(shown(toWinHttp(inet('a:1', '', { bypass: ['x;y', 'x,y', '', 'bob:s3cret@x'] })))).toEqual({
      target: null,
      notes: ['bad-entry x;y', 'comma-in-entry x,y', 'bad-entry', 'credentials ***@x'],
    });
  });
});

describe('toWinInet', () => {
  const current = inet('old:1', 'old', { direct: false, pac: { enabled: false, url: 'http://w/p.pac' } });

  it('changes servers, bypass list and bits; the PAC address stays', () => {
    const { target, notes } = toWinInet(http('http=a:1;https=b:2', '<local>;*.x'), current);
    expect(notes).toEqual([]);
    expect(target).toStrictEqual({ ...inet('http=a:1;https=b:2', '<local>;*.x'), pac: current.pac });
  });

  it('switches the proxy off for a direct WinHTTP, and leaves the strings', () => {
    const off = { ...current, direct: true, proxy: { ...current.proxy, enabled: false } };
    expect(toWinInet(DIRECT_WINHTTP, current)).toEqual({ target: off, notes: [] });
    expect(toWinInet(http('ftp=c'), current).target).toEqual(off);
    const stored = winHttp(parseLists({ proxy: 'a:1', bypass: 'x' }, false, 'winhttp'));
    expect(toWinInet(stored, current)).toEqual({ target: off, notes: [] });
  });

  it('says that auto-detect and PAC go first, and keeps both', () => {
    const both = { ...current, autoDetect: true, pac: { enabled: true, url: 'http://w/p.pac' } };
    for (const source of [http('a:1'), DIRECT_WINHTTP]) {
      const { target, notes } = toWinInet(source, both);
      expect(target).toMatchObject({ autoDetect: true, pac: both.pac });
      expect(notes.map(({ code }) => code)).toEqual(['auto-detect-overrides', 'pac-overrides']);
    }
  });

  it.each([
    ['a:1;b:2', '', 'a:1|', ['several-proxies b:2']],
    ['http=a:1;https=a:1', '', 'a:1|', ['same-server-collapsed https=a:1']],
    [
      'http://a:1',
      'ms*;x:80',
      'a:1|ms*;x:80',
      ['prefix-removed http://a:1', 'wildcard-not-leftmost ms*', 'bypass-scheme-or-port x:80'],
    ],
    ['a:1', '<-loopback>', 'a:1|<-loopback>', ['loopback-subtraction <-loopback>']],
    ['127.0.0.1:1', '', '127.0.0.1:1|', []],
    ['https://a:1', '', null, ['tls-proxy https://a:1']],
    ['http=a,https=b', '', null, ['comma-in-entry http=a,https=b']],
    ['a:1', 'x,y', null, ['comma-in-entry x,y']],
    ['bob:s3cret@a:1', '', null, ['credentials ***@a:1']],
    ['socks=s', '', null, ['socks-only socks=s']],
    ['a:1', 'x'.repeat(2064), `a:1|${'x'.repeat(2064)}`, []],
    ['a:1', `x;${'x'.repeat(2063)}`, null, ['bypass-too-long']],
  ])('%s', (proxy, bypass, target, notes) => {
    expect(shown(toWinInet(http(proxy, bypass), current))).toEqual({ target, notes });
  });
});

describe('both ways', () => {
  const source = fc.tuple(messyList, messyList).map(([proxy, bypass]) => ({ proxy, bypass }));

  it('target is null exactly when a note is refused, and every entry is in the target or in a note', () => {
    fc.assert(
      fc.property(source, fc.boolean(), ({ proxy, bypass }, forth) => {
        const settings = forth ? inet(proxy, bypass) : http(proxy, bypass);
        const { target, notes } = forth ? toWinHttp(settings) : toWinInet(settings, winInet());
        expect(target === null).toBe(notes.some(({ severity }) => severity === 'refused'));
        for (const { detail } of notes) expect(detail).toMatch(/^[ -~]*$/);
        if (target === null || !target.proxy.enabled) return;
        const targets = target.proxy.servers.map(({ host }) => host);
        for (const { host } of settings.proxy.servers) {
          expect(targets.includes(host) || notes.some(({ detail }) => detail.includes(host))).toBe(true);
        }
        expect(target.bypass).toEqual(settings.bypass);
        for (const { code, entry } of [...(settings.proxy.issues ?? []), ...(settings.bypassIssues ?? [])]) {
          const known = (note: { code: ConversionCode; detail: string }) =>
            note.detail === entry &&
            (note.code === code || note.code === 'ftp-dropped' || note.code === 'socks-dropped');
          expect(notes.some(known)).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('converting a converted value changes nothing and reports nothing but warnings', () => {
    fc.assert(
      fc.property(source, ({ proxy, bypass }) => {
        const { target } = toWinHttp(inet(proxy, bypass), { allowLoopback: true });
        if (target === null) return;
        const back = toWinInet(target, winInet());
        if (back.target === null)
          return expect(back.notes.map(({ code }) => code)).toContain('bypass-too-long');
        expect(sameEffectiveProxy(back.target, target)).toBe(true);
        const again = toWinHttp(back.target, { allowLoopback: true });
        expect(again.target).toEqual(target);
        expect(again.notes.filter(({ severity }) => severity !== 'kept')).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});
