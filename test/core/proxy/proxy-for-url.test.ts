import { describe, expect, it } from 'vitest';
import { parseLists } from '../../../src/core/proxy/lists.ts';
import { proxyForUrl } from '../../../src/core/proxy/proxy-for-url.ts';
import type { Store } from '../../../src/core/proxy/settings.ts';
import { winHttp, winInet } from './arbitraries.ts';

const gateway = { scheme: 'https', host: 'gw.vpn.example', port: 443 } as const;
const crl = { scheme: 'http', host: 'crl.example', port: 80 } as const;

function route(
  proxy: string,
  url: typeof gateway | typeof crl = gateway,
  store: Store = 'wininet',
  bypass = '',
) {
  const lists = parseLists({ proxy, bypass }, true, store);
  return proxyForUrl(store === 'wininet' ? winInet(lists) : winHttp(lists), url, store);
}

const via = (host: string, port: number) => ({ kind: 'proxy', host, port });
const noServer = { kind: 'direct', because: 'no-server-for-scheme' };

describe('proxyForUrl, static lists', () => {
  it('is direct when the proxy is off, whatever is stored', () => {
    const settings = winInet(parseLists({ proxy: 'p:80', bypass: '' }, false, 'wininet'));
    expect(proxyForUrl(settings, gateway, 'wininet')).toEqual({ kind: 'direct', because: 'off' });
  });

  it.each([
    ['p:8080', gateway, via('p', 8080)],
    ['p:8080', crl, via('p', 8080)],
    ['http=a:1;https=b:2', gateway, via('b', 2)],
    ['http=a:1;https=b:2', crl, via('a', 1)],
    ['all:9;https=b:2', gateway, via('b', 2)],
    ['all:9;https=b:2', crl, via('all', 9)],
    ['first:1;second:2', gateway, via('first', 1)],
    ['http=a:1;ftp=c:3', gateway, noServer],
    ['ftp=c:3', crl, noServer],
    ['', crl, noServer],
    ['p', gateway, via('p', 80)],
    ['[2001:db8::1]:3128', gateway, via('2001:db8::1', 3128)],
    ['https://t:8443', gateway, { kind: 'tls-proxy', host: 't', port: 8443 }],
    ['https://t', gateway, { kind: 'tls-proxy', host: 't', port: 443 }],
  ])('%s for %j, in both stores', (list, url, expected) => {
    expect(route(list, url, 'wininet')).toEqual(expected);
    expect(route(list, url, 'winhttp')).toEqual(expected);
  });

  it('comes to SOCKS last, and only in WinINET', () => {
    expect(route('socks=s', gateway)).toEqual({ kind: 'socks', host: 's', port: 1080 });
    expect(route('http=a:1;socks=s:9', gateway)).toEqual({ kind: 'socks', host: 's', port: 9 });
    expect(route('socks=s:9;p:1', gateway)).toEqual(via('p', 1));
    expect(route('socks=s:9', gateway, 'winhttp')).toEqual(noServer);
  });

  it('asks the bypass list of its own store', () => {
    const bypass = { kind: 'direct', because: 'bypass' };
    expect(route('p:80', gateway, 'wininet', 'gw.*')).toEqual(bypass);
    expect(route('p:80', gateway, 'winhttp', 'gw.*')).toEqual(via('p', 80));
    expect(route('p:80', gateway, 'winhttp', '*.vpn.example')).toEqual(bypass);
    expect(route('pr\u00f6xy', gateway, 'wininet', '*.vpn.example')).toEqual(bypass);
  });

  it('does not guess at an entry for this URL that cannot be understood', () => {
    expect(route('bob:pw@p:80')).toEqual({ kind: 'unusable', codes: ['credentials'] });
    expect(route('p:0;p:99999;"q"')).toEqual({ kind: 'unusable', codes: ['bad-port', 'quotes'] });
    expect(route('https=p:0;all:80')).toEqual({ kind: 'unusable', codes: ['bad-port'] });
    expect(route('ftp=p:0;all:80')).toEqual(via('all', 80));
    expect(route('https=p:0;http=a:1', crl)).toEqual(via('a', 1));
    expect(route('gopher=g:70;p:80')).toEqual(via('p', 80));
  });
});

describe('proxyForUrl, order of steps', () => {
  const fixed = parseLists({ proxy: 'p:80', bypass: 'crl.example' }, true, 'wininet');
  const pac = { enabled: true, url: 'http://wpad/p.pac' };
  const viaPac = { kind: 'pac', url: pac.url, fallback: via('p', 80) };

  it('is auto-detect, then PAC, then the list', () => {
    expect(proxyForUrl(winInet({ ...fixed, pac }), gateway, 'wininet')).toEqual(viaPac);
    expect(proxyForUrl(winInet({ ...fixed, pac, autoDetect: true }), gateway, 'wininet')).toEqual({
      kind: 'auto-detect',
      fallback: viaPac,
    });
    expect(proxyForUrl(winInet({ autoDetect: true }), gateway, 'wininet')).toEqual({
      kind: 'auto-detect',
      fallback: { kind: 'direct', because: 'off' },
    });
  });

  it('asks the bypass list after the PAC, not before', () => {
    expect(proxyForUrl(winInet({ ...fixed, pac }), crl, 'wininet')).toMatchObject({
      kind: 'pac',
      fallback: { kind: 'direct', because: 'bypass' },
    });
  });

  it('has no PAC step without an address or when it is off', () => {
    for (const without of [
      { enabled: true, url: null },
      { ...pac, enabled: false },
    ]) {
      expect(proxyForUrl(winInet({ ...fixed, pac: without }), gateway, 'wininet')).toEqual(via('p', 80));
    }
  });
});
