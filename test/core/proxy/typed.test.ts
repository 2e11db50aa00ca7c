import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { formatBypassList, parseBypassList } from '../../../src/core/proxy/bypass-list.ts';
import { typedPacUrl } from '../../../src/core/proxy/pac-url.ts';
import { formatProxyList, parseProxyList } from '../../../src/core/proxy/proxy-list.ts';
import { asciiName, typedBypassList, typedProxyList } from '../../../src/core/proxy/typed.ts';
import { messyList } from './arbitraries.ts';

const place = { where: 'FILE', store: 'wininet' } as const;
const proxy = (text: string) => formatProxyList(typedProxyList(text, place).servers);
const bypass = (text: string) => formatBypassList(typedBypassList(text, place).entries);

function refusal(work: () => unknown): P2sError {
  try {
    work();
  } catch (error) {
    if (error instanceof P2sError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a typed proxy list', () => {
  it.each([
    ['proxy.contoso.example:8080', 'proxy.contoso.example:8080'],
    ['PROXY:8080', 'proxy:8080'],
    ['http=B\u00dcCHER:1;https=http://\u65e5\u672c.example', 'http=xn--bcher-kva:1;https=xn--wgv71a.example'],
    ['b\u00fccher\u3002example:1', 'xn--bcher-kva.example:1'],
    ['\uff30\uff32\uff2f\uff38\uff39:1', 'proxy:1'],
  ])('"%s" is stored as %s', (text, stored) => {
    expect(proxy(text)).toBe(stored);
  });

  it('says what it writes otherwise', () => {
    expect(
      typedProxyList('http://a b\u00fccher:1,c:2;ftp=', place).notes.map(({ code, detail }) => [
        code,
        detail,
      ]),
    ).toEqual([
      ['comma-separator', ','],
      ['prefix-removed', 'http://a'],
      ['empty-entry', 'ftp='],
      ['idn-to-ascii', 'xn--bcher-kva:1'],
      ['blank-separator', 'http://a b\\xfccher:1,c:2;ftp='],
    ]);
  });

  it('says that blanks of any kind separate', () => {
    expect(typedProxyList(' a:1\v\vb:2 ', place).notes).toMatchObject([
      { code: 'blank-separator', detail: 'a:1\\x0b\\x0bb:2' },
    ]);
  });

  it.each([
    ['\u201dproxy:8080\u201d', 'Without the quotation marks: proxy:8080'],
    [' "proxy:8080" ', 'Without the quotation marks: proxy:8080'],
    ['"proxy:8080"', 'Without the quotation marks: proxy:8080'],
    ["http=\u2018a:1\u2019;https='b:2'", 'Without the quotation marks: http=a:1;https=b:2'],
    ['\u300cproxy:8080\u300d', 'Without the quotation marks: proxy:8080'],
    ['proxy\uff1a\uff18\uff10\uff18\uff10', 'In plain ASCII characters: proxy:8080'],
    ['a:1\uff1bb:2', 'In plain ASCII characters: a:1;b:2'],
    ['a:1\u00a0b:2', 'In plain ASCII characters: a:1 b:2'],
    ['proxy:80\u200b', 'In plain ASCII characters: proxy:80'],
    ['"', 'Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.'],
    ['"proxy:x"', 'Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.'],
    ['', 'Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.'],
    ['gopher=g', 'Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.'],
  ])('refuses "%s" and shows what was meant', (text, next) => {
    expect(refusal(() => proxy(text))).toMatchObject({ code: 'input', where: 'FILE', next });
  });

  it.each(['direct', 'DIRECT', 'http://direct/', 'http=a:1;https=direct'])(
    'does not take %s as the name of a proxy',
    (text) => {
      expect(refusal(() => proxy(text))).toMatchObject({
        code: 'input',
        where: 'FILE',
        next: expect.stringContaining('--direct'),
        evidence: { reason: 'direct' },
      });
      expect(proxy('direct:8080;http=direct.example')).toBe('direct:8080;http=direct.example');
    },
  );

  it('refuses digits of other scripts where they would become an address', () => {
    expect(refusal(() => proxy('\uff11\uff12\uff17.\uff11:1')).evidence.reason).toBe('non-ascii');
    expect(asciiName('\uff11')).toBeNull();
    expect(asciiName('B\u00fccher.Example.')).toBe('xn--bcher-kva.Example.');
  });

  it('never repeats a secret', () => {
    for (const text of [
      'bob:s3cret@a:1',
      'bob%3As3cret%40a:1',
      '"bob:s3cret@a:1"',
      'b\u00f6b:s3cret@a:1',
      'bob s3cret@\u00fc:1',
    ]) {
      for (const read of [proxy, bypass]) {
        const error = refusal(() => read(text));
        expect(error.code).toBe('refused');
        expect(JSON.stringify([error.message, error.next, error.evidence])).not.toContain('s3cret');
      }
    }
  });

  it('stores only what is read back as the same, or refuses', () => {
    fc.assert(
      fc.property(messyList, (text) => {
        for (const [read, parse] of [
          [proxy, (list: string) => parseProxyList(list, { store: 'winhttp' })],
          [bypass, (list: string) => parseBypassList(list, { store: 'winhttp' })],
        ] as const) {
          let stored: string;
          try {
            stored = read(text);
          } catch (error) {
            if (!(error instanceof P2sError)) throw error;
            expect(['input', 'refused']).toContain(error.code);
            continue;
          }
          expect(parse(stored).issues).toEqual([]);
          expect(read(stored)).toBe(stored);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a typed bypass list', () => {
  it.each([
    ['', ''],
    [' ', ''],
    ['<local>; *.contoso.example;', '<local>;*.contoso.example'],
    ['a,b', 'a;b'],
    ['*.B\u00fccher.example;http://\u65e5\u672c:80', '*.xn--bcher-kva.example;http://xn--wgv71a:80'],
  ])('"%s" is stored as "%s"', (text, stored) => {
    expect(bypass(text)).toBe(stored);
  });

  it('has no limit where WinHTTP alone holds it', () => {
    const long = 'x'.repeat(2065);
    expect(typedBypassList(long, { ...place, store: 'winhttp' }).entries).toEqual([long]);
    expect(refusal(() => bypass(long))).toMatchObject({
      code: 'refused',
      evidence: { reason: 'bypass-too-long' },
    });
    expect(bypass('x'.repeat(2064))).toHaveLength(2064);
  });

  it.each([
    ['<local>;10.0.0.0/8', '10.0.0.0/8', 'path'],
    ['http://*.contoso.example/', 'http://*.contoso.example/', 'path'],
    ['fd00::/8', 'fd00::/8', 'path'],
    ['a:99999;b', 'a:99999', 'bad-port'],
    ['http://a:0', 'http://a:0', 'bad-port'],
    ['[::1]:123456', '[::1]:123456', 'bad-port'],
    ['a:', 'a:', 'bad-port'],
    ['a:s3cret', 'a:...', 'bad-port'],
  ])('refuses "%s", which Windows never matches', (text, shown, reason) => {
    const error = refusal(() => bypass(text));
    expect(error).toMatchObject({
      code: 'input',
      message: `Not a bypass list: "${shown}" (${reason}).`,
      evidence: { reason },
    });
    expect(error.next).toContain('10.*');
    // A list that is stored on a computer is read and kept.
    expect(formatBypassList(parseBypassList(text).entries)).toBe(text);
  });

  it('accepts addresses and ports that Windows matches', () => {
    const list = '10.*;https://*:443;a:65535;fe80::1;[::1];[fe80::1]:80;fe80:*;*:8080;<-loopback>';
    expect(bypass(list)).toBe(list);
  });

  it('shows an entry without its quotes', () => {
    expect(refusal(() => bypass('<local>;\u201c*.x\u201d')).next).toBe(
      'Without the quotation marks: <local>;*.x',
    );
  });
});

describe('a typed PAC address', () => {
  it.each([
    ['http://pac.contoso.example/proxy.pac', []],
    ['HTTPS://w:8443/p.pac?x=a@b#c', []],
    ['https://w/p.pac?x=a%40b', []],
    [' http://w/p.pac ', []],
    [`http://w/${'x'.repeat(2074)}`, []],
  ])('"%s" is stored as it is', (text, notes) => {
    expect(typedPacUrl(text, 'FILE')).toEqual({ url: text.trim(), notes });
  });

  it('writes another script in ASCII, and says so', () => {
    const stored = 'http://xn--bcher-kva.example/%C3%BC.pac';
    expect(typedPacUrl('http://b\u00fccher.example/\u00fc.pac', 'FILE')).toEqual({
      url: stored,
      notes: [{ code: 'idn-to-ascii', row: 'encoding', severity: 'normalised', detail: stored }],
    });
  });

  it.each([
    ['file:///c:/p.pac', 'refused', 'dead'],
    ['FILE://server/p.pac', 'refused', 'dead'],
    ['C:\\p.pac', 'refused', 'dead'],
    ['\\\\server\\share\\p.pac', 'refused', 'dead'],
    ['http://bob:s3cret@w/p.pac', 'refused', 'credentials'],
    ['http://bob%3As3cret%40w/p.pac', 'refused', 'credentials'],
    ['http://s3cret@w/p.pac', 'refused', 'credentials'],
    ['http:\\\\bob:s3cret@w', 'refused', 'credentials'],
    ['bob:s3cret@w', 'refused', 'credentials'],
    ['"http://bob:s3cret@w/"', 'input', 'quotes'],
    ['\u201chttp://w/p.pac\u201d', 'input', 'quotes'],
    ['ftp://w/p.pac', 'input', 'bad-url'],
    ['w/p.pac', 'input', 'bad-url'],
    ['ftp://w/http://w/p.pac', 'input', 'bad-url'],
    ['http:w', 'input', 'bad-url'],
    ['http:///p.pac', 'input', 'bad-url'],
    ['http://w/a b', 'input', 'bad-url'],
    ['http://w/\u0007', 'input', 'bad-url'],
    ['http://w:99999/', 'input', 'bad-url'],
    ['', 'input', 'bad-url'],
    [`http://w/${'x'.repeat(2075)}`, 'input', 'too-long'],
  ])('refuses %s: %s %s', (text, code, reason) => {
    const error = refusal(() => typedPacUrl(text, 'FILE'));
    expect(error).toMatchObject({ code, where: 'FILE', evidence: { reason } });
    expect(`${error.message}${error.next}`).not.toContain('s3cret');
  });

  it('shows an address without its quotes', () => {
    expect(refusal(() => typedPacUrl('\u201chttp://w/p.pac\u201d', 'FILE')).next).toBe(
      'Without the quotation marks: http://w/p.pac',
    );
  });

  it('gives an address that any text field can hold, or an error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('http://', 'https://w/', 'file:', ''),
        fc.string({ unit: 'binary' }),
        (start, text) => {
          try {
            expect(typedPacUrl(start + text, 'FILE').url).toMatch(/^https?:\/\/[!-~]+$/i);
          } catch (error) {
            if (!(error instanceof P2sError)) throw error;
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
