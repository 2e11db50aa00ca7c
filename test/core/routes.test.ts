import { describe, expect, it } from 'vitest';
import { type PathSettings, tunnelRoute } from '../../src/core/decide/routes.ts';
import { parsePacAnswer } from '../../src/core/proxy/auto-answer.ts';
import { parseLists } from '../../src/core/proxy/lists.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 443, source: 'option' } as const;
const at = (host: string) => ({ host, port: 8080 });
const SIX = [1, 2, 3, 4, 5, 6].map((n) => `PROXY p${n}:8080`).join(';');
const NOTHING = { direct: true, pac: null, autoDetect: null };

function routeBy(proxy: string, answer: string | null = null, bypass = '') {
  const settings = { ...NOTHING, ...parseLists({ proxy, bypass }, true, 'wininet') };
  const url = 'https://vpn.contoso.example/';
  const answers = new Map(answer === null ? [] : [[url, { url, hops: parsePacAnswer(answer) }]]);
  const automatic = {
    answers,
    complete: true,
    dependsOnNetwork: [],
    variesWith: [],
    deadProxies: [],
  };
  const id = 'wininet/current/lan';
  const winHttp = {
    id: 'winhttp/native',
    settings: { ...NOTHING, ...parseLists({ proxy: '', bypass: '' }, false, 'winhttp') },
  };
  const paths: PathSettings = { winInet: { id, settings, automatic }, winHttp, checker: null };
  return tunnelRoute(paths, GATEWAY);
}

function routesBy(...reported: Parameters<typeof routeBy>) {
  const { proxy: first, further } = routeBy(...reported);
  return [first, ...(further ?? [])];
}

describe('tunnelRoute', () => {
  it.each([
    ['one proxy', 'a:8080', null, [at('a')]],
    ['a list', 'a:8080;b:8080', null, [at('a'), at('b')]],
    ['a list for https beside others', 'http=x:8080;https=a:8080;https=b:8080', null, [at('a'), at('b')]],
    ['an answer, before the list', 'x:8080', 'PROXY a:8080; PROXY b:8080; DIRECT', [at('a'), at('b'), null]],
    ['nothing after DIRECT', '', 'PROXY a:8080; DIRECT; PROXY b:8080', [at('a'), null]],
    ['nothing after what cannot be followed', '', 'PROXY a:8080; SOCKS s:1080; DIRECT', [at('a')]],
    ['each way once', '', 'PROXY a:8080; PROXY A:8080; PROXY a:8080; DIRECT', [at('a'), null]],
    ['DIRECT first', '', 'DIRECT; PROXY a:8080', [null]],
    ['four ways at most', '', SIX, ['p1', 'p2', 'p3', 'p4'].map(at)],
  ])('%s', (_, list, answer, routes) => {
    expect(routesBy(list, answer)).toEqual(routes);
  });

  it.each([
    [
      'a:8080',
      '*.contoso.example;<local>',
      { by: 'bypass-entry', proxy: 'a:8080', entry: '*.contoso.example' },
    ],
    ['http=a:8080', '', { by: 'other-protocols', proxy: 'http=a:8080' }],
    ['', '', undefined],
  ])('%j with the bypass list %j: why it is direct', (list, bypass, sentDirect) => {
    expect(routeBy(list, null, bypass).sentDirect).toEqual(sentDirect);
  });

  it('a bypassed gateway goes direct, whatever the list', () => {
    expect(routesBy('a:8080;b:8080', null, '*.contoso.example')).toEqual([null]);
  });

  it.each([
    ['all are tried', 'PROXY a:8080; PROXY b:8080; DIRECT', undefined],
    ['more than four', SIX, [2]],
    ['SOCKS, and what stands behind it', 'PROXY a:8080; SOCKS s:1080; PROXY b:8080', [2, 'socks']],
    ['a proxy over TLS', 'PROXY a:8080; HTTPS b:8443', [1, 'tls-proxy']],
    ['what cannot be read', 'PROXY a:8080; PROXY :x:', [1, 'unreadable']],
    ['behind DIRECT', 'PROXY a:8080; DIRECT; PROXY b:8080', [1]],
    ['DIRECT behind SOCKS', 'PROXY a:8080; SOCKS s:1080; DIRECT', [2, 'socks']],
    ['two kinds, by name', 'PROXY a:8080; HTTPS b:1; SOCKS s:1', [2, 'socks', 'tls-proxy']],
    ['each once', 'PROXY a:8080; SOCKS s:1080; SOCKS s:1080; PROXY a:8080', [1, 'socks']],
  ])('reports what is not tried: %s', (_, answer, left) => {
    const [count, ...unsupported] = left ?? [];
    expect(routeBy('', answer).untried).toEqual(left === undefined ? undefined : { count, unsupported });
  });

  it('an answer that begins with what cannot be read gives way to the list', () => {
    expect(routeBy('a:8080;b:8080', 'PROXY :x:; PROXY c:8080')).toMatchObject({ further: [at('b')] });
  });
});
