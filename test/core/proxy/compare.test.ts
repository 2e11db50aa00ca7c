import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameEffectiveProxy } from '../../../src/core/proxy/compare.ts';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import type { ProxySettings, Store } from '../../../src/core/proxy/settings.ts';
import { messyList, winHttp, winInet } from './arbitraries.ts';

const on = (proxy: string, bypass = '', part: Partial<ProxySettings> = {}) =>
  winInet({ ...parseLists({ proxy, bypass }, true, 'wininet'), ...part });
const off = (proxy: string, bypass = '') => winInet(parseLists({ proxy, bypass }, false, 'wininet'));
const http = (proxy: string, bypass = '') => winHttp(parseLists({ proxy, bypass }, true, 'winhttp'));

const settings: fc.Arbitrary<ProxySettings> = fc
  .tuple(messyList, messyList, fc.boolean(), fc.constantFrom<Store>('wininet', 'winhttp'), fc.boolean())
  .map(([proxy, bypass, enabled, store, autoDetect]) => {
    const lists = parseLists({ proxy, bypass }, enabled, store);
    return store === 'wininet' ? winInet({ ...lists, autoDetect }) : winHttp(lists);
  });

describe('sameEffectiveProxy', () => {
  it.each([
    ['case and prefix', on('http://P.Example:8080'), on('p.example:8080')],
    ['the spelling of an IPv6 address', on('[2001:DB8:0::1]:80'), on('[2001:db8::1]:80')],
    ['a written default port', on('p:80'), on('p')],
    ['the default port of SOCKS', on('socks=s'), on('socks=s:1080')],
    ['the order of schemes', on('http=a;https=b'), on('https=b;http=a')],
    ['one name for all', on('http=p;https=p;ftp=p'), on('p')],
    ['what is switched off', off('p:80', 'a;b'), off('q:81')],
    ['what cannot be understood, but is off', off('"p:80"'), off('')],
    ['an empty list that is on', on(''), off('')],
    ['a bypass list for no proxy', on('', 'a'), on('', 'b')],
    ['the order, case and repetition of bypass entries', on('p', 'a;B;<local>'), on('p', '<LOCAL>;b;a;b')],
    [
      'order within the parts that <-loopback> makes',
      on('p', 'a;b;<-loopback>;c;d'),
      on('p', 'b;a;<-LOOPBACK>;d;c'),
    ],
    ['the direct bit', on('p'), on('p', '', { direct: false })],
    ['a PAC address that is off', winInet({ pac: { enabled: false, url: 'http://a' } }), winInet()],
    ['stores, directly', winInet(), winHttp()],
    ['stores, with a proxy', on('p:80', '<local>;a'), http('http=p;https=http://P', 'a;<local>')],
    ['stores, ftp', on('http=p;https=p;ftp=f'), http('p')],
    ['stores, a second proxy', on('p;q'), http('p')],
    ['stores, SOCKS for the rest', on('p;socks=s'), http('p')],
    ['SOCKS that WinHTTP does not use', http('socks=s'), http('')],
  ])('does not count %s', (_, a, b) => {
    expect(sameEffectiveProxy(a, b)).toBe(true);
    expect(sameEffectiveProxy(b, a)).toBe(true);
  });

  it.each([
    ['the host', on('p'), on('q')],
    ['an IPv6 address', on('[2001:db8::1]:80'), on('[2001:db8::2]:80')],
    ['the zone of an IPv6 address', on('[fe80::1%1]:80'), on('[fe80::1%2]:80')],
    ['the port', on('p:80'), on('p:8080')],
    ['TLS to the proxy', on('https://p:443'), on('p:443')],
    ['SOCKS', on('socks=p:80'), on('p:80')],
    ['SOCKS for what a proxy is for', on('socks=p:80'), on('p:80;socks=p:80')],
    ['the scheme', on('http=p'), on('p')],
    ['ftp between two WinINET stores', on('http=p;https=p'), on('p')],
    ['SOCKS beside a proxy between two WinINET stores', on('p;socks=s'), on('p')],
    ['the second proxy between two WinINET stores', on('p;q'), on('p')],
    ['the first of several', on('p;q'), on('q;p')],
    ['whether it is on', on('p'), off('p')],
    ['a bypass entry', on('p', 'a'), on('p', 'a;b')],
    ['the place of <-loopback>', on('p', 'localhost;<-loopback>'), on('p', '<-loopback>;localhost')],
    ['<-loopback> itself', on('p', '<-loopback>'), on('p')],
    ['auto-detect', winInet({ autoDetect: true }), winInet()],
    ['PAC', winInet({ pac: { enabled: true, url: 'http://a' } }), winInet()],
    [
      'the PAC address',
      winInet({ pac: { enabled: true, url: 'http://a' } }),
      winInet({ pac: { enabled: true, url: 'http://b' } }),
    ],
    ['auto-detect against WinHTTP', winInet({ autoDetect: true }), winHttp()],
    ['SOCKS for https against WinHTTP', on('http=p;socks=s'), http('http=p')],
    ['an entry that cannot be understood', on('p;"q"'), on('p')],
    ['a list that cannot be understood', on('"p"'), on('')],
    ['which list cannot be understood', on('"p"'), on('"q"')],
    ['the scheme of what cannot be understood', on('http=p:0'), on('https=p:0')],
    ['a bypass entry beside what cannot be understood', on('"p"', 'a'), on('"p"', 'b')],
    ['a bypass entry that cannot be understood', on('p', 'a;\u201cb\u201d'), on('p', 'a')],
  ])('counts %s', (_, a, b) => {
    expect(sameEffectiveProxy(a, b)).toBe(false);
    expect(sameEffectiveProxy(b, a)).toBe(false);
  });

  it('holds of anything and itself, read again, and both ways round', () => {
    fc.assert(
      fc.property(settings, settings, (a, b) => {
        expect(sameEffectiveProxy(a, structuredClone(a))).toBe(true);
        expect(sameEffectiveProxy(a, b)).toBe(sameEffectiveProxy(b, a));
      }),
      { numRuns: 2_000 },
    );
  });
});
