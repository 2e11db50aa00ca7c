import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISSUE_SEVERITY, withQuotes } from '../../../src/core/proxy/list-issue.ts';
import { formatProxyList, parseProxyList } from '../../../src/core/proxy/proxy-list.ts';
import type { ProxyScheme, Store } from '../../../src/core/proxy/settings.ts';
import { messyList, proxyServer } from './arbitraries.ts';

const server = (scheme: ProxyScheme, host: string, port: number | null = null) => ({ scheme, host, port });

function codes(text: string, store: Store = 'wininet'): string[] {
  return parseProxyList(text, { store }).issues.map(({ code }) => code);
}

describe('parseProxyList', () => {
  it.each([
    ['', []],
    [' ; ;\t', []],
    ['h:80', [server('all', 'h', 80)]],
    ['h', [server('all', 'h')]],
    ['h:65535\vi', [server('all', 'h', 65_535), server('all', 'i')]],
    ['PROXY.Contoso.Example:8080', [server('all', 'proxy.contoso.example', 8080)]],
    ['10.0.0.1:3128', [server('all', '10.0.0.1', 3128)]],
    ['my_proxy-1:00080', [server('all', 'my_proxy-1', 80)]],
    ['[2001:DB8::1]:8080;[::1]', [server('all', '2001:db8::1', 8080), server('all', '::1')]],
    [
      'http=a:80;https=b:81;ftp=c:21;socks=d:1080',
      [server('http', 'a', 80), server('https', 'b', 81), server('ftp', 'c', 21), server('socks', 'd', 1080)],
    ],
    [
      'HTTP=a:80 other\n;third:1;',
      [server('http', 'a', 80), server('all', 'other'), server('all', 'third', 1)],
    ],
    ['http=a;http=b', [server('http', 'a'), server('http', 'b')]],
    ['https://h:443', [{ ...server('all', 'h', 443), tls: true }]],
    ['https=HTTPS://h', [{ ...server('https', 'h'), tls: true }]],
  ])('reads "%s"', (text, servers) => {
    for (const store of ['wininet', 'winhttp'] as const) {
      expect(parseProxyList(text, { store })).toEqual({ servers, issues: [] });
    }
  });

  it.each([
    ['http://h:80', server('all', 'h', 80), 'prefix-removed', 'all'],
    ['http=HTTP://h:80', server('http', 'h', 80), 'prefix-removed', 'http'],
    ['ftp=ftp://h:21', server('ftp', 'h', 21), 'prefix-removed', 'ftp'],
    ['socks=socks4://h:1080', server('socks', 'h', 1080), 'prefix-removed', 'socks'],
    ['socks5://h:1080', server('socks', 'h', 1080), 'prefix-removed', 'all'],
    ['h:80/', server('all', 'h', 80), 'trailing-slash', 'all'],
  ] as const)('reads "%s" and says how it differs', (text, expected, code, scheme) => {
    expect(parseProxyList(text, { store: 'winhttp' })).toEqual({
      servers: [expected],
      issues: [{ code, scheme, entry: text, severity: 'normalised' }],
    });
  });

  it.each([
    ['gopher=h:70', 'unknown-scheme', 'gopher=h:70'],
    ['ftp=', 'empty-entry', 'ftp='],
    ['socks=', 'empty-entry', 'socks='],
    ['http=', 'no-host', ''],
    [':80', 'no-host', ':80'],
    [':', 'no-host', ':'],
    ['=h:80', 'bad-host', '=h:80'],
    ['h:', 'bad-port', 'h:...'],
    ['h:0', 'bad-port', 'h:0'],
    ['h:65536', 'bad-port', 'h:65536'],
    ['h:80x', 'bad-port', 'h:...'],
    ['h:+80', 'bad-port', 'h:...'],
    ['h:000080', 'bad-port', 'h:000080'],
    ['a:80:x', 'bad-port', 'a:...'],
    ['h:80:81', 'bad-port', 'h:...'],
    ['"h:80"', 'quotes', '"h:80"'],
    ['\u201dh:80\u201d', 'quotes', '\\u{201d}h:80\\u{201d}'],
    ['\u0093h:80\u0094', 'quotes', '\\x93h:80\\x94'],
    ['\u0081hh:80', 'quotes', '\\x81hh:80'],
    ['\u00e2\u0080\u009dh:80', 'quotes', '\\xe2\\x80\\x9dh:80'],
    ['pr\u00f6xy:80', 'non-ascii', 'pr\\xf6xy:80'],
    ['\u30d7\u30ed\u30ad\u30b7:80', 'non-ascii', '\\u{30d7}\\u{30ed}\\u{30ad}\\u{30b7}:80'],
    ['fe80::1:8080', 'ipv6-without-brackets', 'fe80::1:8080'],
    ['fe80:0:0:1:8080', 'ipv6-without-brackets', 'fe80:0:0:1:8080'],
    ['::1', 'ipv6-without-brackets', '::1'],
    ['fe80::1%5', 'ipv6-without-brackets', 'fe80::1%5'],
    ['[::1', 'bad-host', '[::1'],
    ['[h]:80', 'bad-host', '[h]:80'],
    ['[10.0.0.1]:80', 'bad-host', '[10.0.0.1]:80'],
    ['[::1]x', 'bad-port', '[::1]:...'],
    ['<local>', 'bad-host', '<local>'],
    ['*:80', 'bad-host', '*:80'],
    ['h\u0000', 'bad-host', 'h\\x00'],
    ['\u001b[2Jh', 'bad-host', '\\x1b[2Jh'],
    [`${'h'.repeat(256)}:80`, 'bad-host', `${'h'.repeat(80)}...`],
    ['http://wpad/proxy.pac?key=1', 'path', 'wpad/...'],
    ['h\\x', 'path', 'h/...'],
    ['quic://h:1', 'unknown-prefix', 'quic://...'],
    ['http=socks5://h:1', 'unknown-prefix', 'socks5://...'],
    ['socks=http://h:1', 'unknown-prefix', 'http://...'],
    ['ftp://h:21', 'unknown-prefix', 'ftp://...'],
  ] as const)('leaves out "%s": %s', (text, code, entry) => {
    const { servers, issues } = parseProxyList(`a:1;${text};b:2`, { store: 'wininet' });
    expect(servers).toEqual([server('all', 'a', 1), server('all', 'b', 2)]);
    expect(issues).toEqual([expect.objectContaining({ code, entry, severity: ISSUE_SEVERITY[code] })]);
  });

  it('takes commas for separators in WinINET, and says so, but not in WinHTTP', () => {
    expect(parseProxyList('http=a:80,https=b:80', { store: 'wininet' })).toEqual({
      servers: [server('http', 'a', 80), server('https', 'b', 80)],
      issues: [{ code: 'comma-separator', scheme: null, entry: ',', severity: 'normalised' }],
    });
    expect(codes('http=a:80,https=b:80', 'winhttp')).toEqual(['comma-in-entry']);
  });

  it.each([
    ['http://bob:s3cret@h:80/x?y;z:1', '***@h:80', [server('all', 'z', 1)]],
    ['http=bob:s3cret@a:80;https=bob:s3cret@b:80', '***@b:80', []],
    ['bob:s3 cret;s3cret,s3cret@h', '***@h', []],
    ['bob:s3@cret@', '***@', []],
    ['bob:s3cret@;z:1', '***@', [server('all', 'z', 1)]],
    ['bob%3As3cret%40h:80', '***@h:80', []],
    ['http=a:1;https=bob%253As3cret%2540h:80;z:1', '***@h:80', [server('all', 'z', 1)]],
    ['a@s3cret%40h', '***@h', []],
  ])('never repeats a secret: %s', (text, entry, servers) => {
    const parsed = parseProxyList(text, { store: 'wininet' });
    expect(parsed).toEqual({
      servers,
      issues: [{ code: 'credentials', scheme: null, entry, severity: 'refused' }],
    });
  });

  it('lets nothing through that stands before the last @', () => {
    const secret = fc
      .string({ unit: 'binary-ascii', minLength: 1, maxLength: 20 })
      .map((text) => `Zq${text}Zq`);
    const at = fc.constantFrom('@', '%40', '%2540');
    fc.assert(
      fc.property(secret, fc.constantFrom('', 'http=', 'http://', 'a:1;https='), at, (pass, start, sign) => {
        const parsed = parseProxyList(`${start}user:${pass}${sign}h:80;k:1`, { store: 'wininet' });
        expect(JSON.stringify(parsed)).not.toContain('Zq');
        expect(parsed.issues[0]?.code).toBe('credentials');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws, gives only hosts and ports that can be written again, and shows only printable ASCII', () => {
    fc.assert(
      fc.property(messyList, fc.constantFrom<Store>('wininet', 'winhttp'), (text, store) => {
        const { servers, issues } = parseProxyList(text, { store });
        expect(parseProxyList(formatProxyList(servers), { store })).toEqual({ servers, issues: [] });
        for (const { code, entry, severity } of issues) {
          expect(severity).toBe(ISSUE_SEVERITY[code]);
          expect(entry).toMatch(/^[ -~]*$/);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('accounts for every entry', () => {
    fc.assert(
      fc.property(messyList, (text) => {
        const after = text.slice(text.lastIndexOf('@') + 1);
        const { servers, issues } = parseProxyList(after, { store: 'winhttp' });
        const left = issues.filter(({ severity }) => severity !== 'normalised');
        expect(servers.length + left.length).toBe(after.split(/[ \t\r\n\f\v;]/).filter(Boolean).length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is quick with half a megabyte of anything', () => {
    for (const unit of ['a', ':', ';', '@', '=', '/', '[', 'a:', 'http://', '\u00e9', '1:2:']) {
      parseProxyList(unit.repeat(500_000 / unit.length), { store: 'wininet' });
    }
  });
});

describe('formatProxyList', () => {
  it('is read back as the same servers', () => {
    fc.assert(
      fc.property(
        fc.array(proxyServer, { maxLength: 8 }),
        fc.constantFrom<Store>('wininet', 'winhttp'),
        (servers, store) => {
          expect(parseProxyList(formatProxyList(servers), { store })).toEqual({ servers, issues: [] });
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('writes semicolons, brackets, and no prefix but https://', () => {
    const list = [
      server('all', 'h', 80),
      server('http', '::1', 81),
      { ...server('https', 'x'), tls: true as const },
    ];
    expect(formatProxyList(list)).toBe('h:80;http=[::1]:81;https=https://x');
  });
});

describe('withQuotes', () => {
  it('shows typographic quotes, and nothing else that was made safe', () => {
    expect(withQuotes('\\x91a\\x92\\x93b\\x94\\x95\\x90')).toBe('\u2018a\u2019\u201cb\u201d\\x95\\x90');
    expect(withQuotes('\\x81eh\\x81f\\x81gh:80\\x81h\\x81i')).toBe('\u2018h\u2019\u201ch:80\u201d\\x81i');
    expect(withQuotes('\\xe2\\x80\\x9ch\\xe2\\x80\\x9d\\xe2\\x80\\x94')).toBe('\u201ch\u201d\\xe2\\x80\\x94');
    expect(withQuotes('\\u{2018}a\\u{2019}\\u{201c}b\\u{201d}\\u{2013}')).toBe(
      '\u2018a\u2019\u201cb\u201d\\u{2013}',
    );
  });
});
