import { describe, expect, it } from 'vitest';
import { listenerBehind, loopbackProxies } from '../../../../src/core/findings/settings/loopback.ts';
import { parseLists } from '../../../../src/core/proxy/lists.ts';
import { winHttp, winInet } from '../../proxy/arbitraries.ts';

const on = (proxy: string) => winInet(parseLists({ proxy, bypass: '' }, true, 'wininet'));

describe('proxies on loopback', () => {
  it('are those that are switched on, once for each store', () => {
    expect(
      loopbackProxies([
        { id: 'a', settings: on('http=127.0.0.1:8080;https=127.0.0.1:8080;ftp=[::1];socks=localhost') },
        { id: 'b', settings: winInet(parseLists({ proxy: '127.0.0.1:1', bypass: '' }, false, 'wininet')) },
        { id: 'c', settings: winHttp(parseLists({ proxy: '127.0.0.1:8080', bypass: '' }, true, 'winhttp')) },
        { id: 'd', settings: on('proxy.contoso.example:8080') },
        { id: 'e', settings: null },
      ]),
    ).toEqual([
      { store: 'a', host: '127.0.0.1', port: 8080 },
      { store: 'a', host: '::1', port: 80 },
      { store: 'a', host: 'localhost', port: 1080 },
      { store: 'c', host: '127.0.0.1', port: 8080 },
    ]);
  });
});

describe('who answers there', () => {
  const at = (address: string, pid: number, port = 8080) => ({ port, address, pid, process: null });
  const behind = (host: string, ...listeners: ReturnType<typeof at>[]) =>
    listenerBehind(listeners, { host, port: 8080 })?.pid ?? null;

  it.each([
    ['127.0.0.1', [at('0.0.0.0', 1), at('127.0.0.1', 2)], 2],
    ['127.0.0.1', [at('::', 1), at('::1', 2)], 1],
    ['127.0.0.1', [at('::1', 1), at('10.0.0.1', 2), at('127.0.0.2', 3), at('127.0.0.1', 4, 81)], null],
    ['::1', [at('0.0.0.0', 1)], null],
    ['0:0:0:0:0:0:0:1', [at('::1', 1)], 1],
    ['localhost', [at('0.0.0.0', 1), at('::1', 2)], 2],
    ['localhost', [at('0.0.0.0', 1)], 1],
    ['localhost', [at('10.0.0.1', 1)], null],
    ['127.0.0.1', [], null],
  ])('%s, of %j: %s', (host, listeners, pid) => {
    expect(behind(host, ...listeners)).toBe(pid);
  });
});
