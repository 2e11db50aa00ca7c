import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatHops,
  type Hop,
  parsePacAnswer,
  parseWinHttpAnswer,
} from '../../../src/core/proxy/auto-answer.ts';
import { hostName } from './arbitraries.ts';

const URL = 'https://gateway.example/';
const DIRECT = { kind: 'direct' } as const;
const proxy = (host: string, port: number): Hop => ({ kind: 'proxy', host, port });
const hops = (text: string) => parsePacAnswer(text);

const readableHop: fc.Arbitrary<Hop> = fc.oneof(
  fc.constant(DIRECT),
  fc.record({
    kind: fc.constantFrom('proxy', 'tls-proxy', 'socks'),
    host: fc.oneof(
      hostName,
      fc.ipV6().map((address) => address.toLowerCase()),
    ),
    port: fc.integer({ min: 1, max: 65_535 }),
  }),
);

describe('what a PAC file answers', () => {
  it.each<[string, Hop[]]>([
    ['DIRECT', [DIRECT]],
    ['direct;', [DIRECT]],
    ['', [DIRECT]],
    [' ; ;', [DIRECT]],
    ['PROXY proxy.example:8080', [proxy('proxy.example', 8080)]],
    ['proxy\tProxy.Example:8080 ', [proxy('proxy.example', 8080)]],
    ['PROXY proxy.example', [proxy('proxy.example', 80)]],
    ['PROXY [2001:db8::1]:3128', [proxy('2001:db8::1', 3128)]],
    ['HTTP p:1', [proxy('p', 1)]],
    ['HTTPS p', [{ kind: 'tls-proxy', host: 'p', port: 443 }]],
    ['SOCKS p', [{ kind: 'socks', host: 'p', port: 1080 }]],
    [
      'Socks5 p:9;socks4 q:8',
      [
        { kind: 'socks', host: 'p', port: 9 },
        { kind: 'socks', host: 'q', port: 8 },
      ],
    ],
    ['PROXY a:1; PROXY b:2 ;DIRECT', [proxy('a', 1), proxy('b', 2), DIRECT]],
    ['DIRECT;PROXY a:1', [DIRECT, proxy('a', 1)]],
    [' \v\fPROXY a:1\v\f ;\t\n DIRECT \r\n', [proxy('a', 1), DIRECT]],
  ])('%j', (text, expected) => {
    expect(hops(text)).toEqual(expected);
  });

  it.each([
    'PROXY',
    'PROXY :80',
    'PROXY a:0',
    'PROXY a:65536',
    'PROXY a:b',
    'PROXY a:1 b:2',
    'PROXY a:1, b:2',
    'PROXY http://a:1',
    'PROXY 2001:db8::1',
    'PROXYa:1',
    'DIRECT a',
    'DIRECT!',
    '!DIRECT',
    'QUIC a:1',
    'a:1',
    'constructor a:1',
    'PROXY a\u00a0b:1',
  ])('%j cannot be understood', (text) => {
    expect(hops(text)).toEqual([{ kind: 'unreadable', text: expect.any(String) }]);
    expect(hops(`${text}; DIRECT`)).toEqual([{ kind: 'unreadable', text: expect.any(String) }, DIRECT]);
    expect(hops(`DIRECT; ${text}`).slice(0, 1)).toEqual([DIRECT]);
  });

  it('never repeats what could be a password', () => {
    const parsed = hops('PROXY user:pass;word@proxy.example:80; PROXY b:2');
    expect(parsed).toEqual([{ kind: 'unreadable', text: '***@...' }, proxy('b', 2)]);
    expect(hops('PROXY user%3Apass%40proxy.example:80')).toEqual([{ kind: 'unreadable', text: '***@...' }]);
    expect(hops('@')).toEqual([{ kind: 'unreadable', text: '***@...' }]);
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{0,20}$/), fc.string(), (before, after) => {
        expect(formatHops(hops(`PROXY u:SECRET${before}@${after}`))).not.toContain('SECRET');
      }),
    );
  });

  it('is neutralised, short, and at least one hop, whatever it is', () => {
    const pieces = fc.constantFrom(
      'PROXY ',
      'DIRECT',
      ';',
      ' ',
      ':',
      'a.example',
      '80',
      '[',
      '::1]',
      '@',
      '\u001b',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = hops(text);
        expect(parsed.length).toBeGreaterThan(0);
        for (const hop of parsed) {
          if (hop.kind === 'unreadable') expect(hop.text).toMatch(/^[ -~]{0,700}$/);
          else if (hop.kind !== 'direct') expect(hop.host).toMatch(/^[a-z0-9._:%-]+$/);
        }
      }),
    );
  });

  it('is read up to 8192 characters, and a longer one is shown without what could be a password', () => {
    const long = `PROXY a:1${';'.repeat(8183)}`;
    expect(hops(long)).toEqual([proxy('a', 1)]);
    expect(hops(`${long};`)).toEqual([{ kind: 'unreadable', text: expect.stringMatching(/^PROXY a:1;/) }]);
    expect(hops(`PROXY bob:s3cret@${long}`)).toEqual([{ kind: 'unreadable', text: '***@...' }]);
  });

  it('comes back as it is written', () => {
    fc.assert(
      fc.property(fc.array(readableHop, { minLength: 1, maxLength: 5 }), (list) => {
        expect(hops(formatHops(list))).toEqual(list);
        expect(hops(formatHops(list).toLowerCase().replaceAll('; ', ' ;\t'))).toEqual(list);
      }),
    );
  });
});

describe('what Windows answers', () => {
  const none = { accessType: 3, proxy: null, bypass: null, win32: null };
  const read = (answer: Partial<typeof none> | object, url = URL) =>
    parseWinHttpAnswer(url, { ...none, ...answer });

  it.each<[object, Hop[]]>([
    [{ accessType: 1 }, [DIRECT]],
    [{ proxy: 'Proxy.Example:8080' }, [proxy('proxy.example', 8080)]],
    [{ proxy: 'a:1;b' }, [proxy('a', 1), proxy('b', 80)]],
    [{ proxy: 'http=a:1;https=b:2' }, [proxy('b', 2)]],
    [{ proxy: 'socks=a:1' }, [{ kind: 'socks', host: 'a', port: 1 }]],
    [{ proxy: 'https://a' }, [{ kind: 'tls-proxy', host: 'a', port: 443 }]],
    [{ proxy: 'a:1', bypass: '<local>;*.example' }, [DIRECT]],
    [{ proxy: 'a:1', bypass: '<local>' }, [proxy('a', 1)]],
    [{ proxy: '' }, [{ kind: 'unreadable', text: '' }]],
    [{ proxy: 'a:1;user:secret@b:2' }, [{ kind: 'unreadable', text: '***@b:2' }]],
    [{ accessType: 4, proxy: 'a:1' }, [{ kind: 'unreadable', text: 'access type 4' }]],
    [{ accessType: null }, [{ kind: 'unreadable', text: 'access type null' }]],
  ])('%j', (answer, expected) => {
    expect(read(answer)).toEqual({ url: URL, hops: expected });
  });

  it('takes the proxy of the scheme that the URL has', () => {
    const both = { proxy: 'http=a:1;https=b:2' };
    expect(read(both, 'http://crl.example/a.crl')).toMatchObject({ hops: [proxy('a', 1)] });
  });

  it.each([
    [12002, 'timed-out'],
    [12015, 'not-fetched'],
    [12166, 'bad-script'],
    [12167, 'not-fetched'],
    [12178, 'service-refused'],
    [12180, 'nothing-detected'],
    [14007, 'other'],
  ])('error %i is %s', (win32, reason) => {
    expect(read({ accessType: null, win32 })).toEqual({ url: URL, failure: { reason, win32 } });
  });
});
