import { describe, expect, it } from 'vitest';
import { isAllowed, parseAllowedProxy } from '../../src/core/decide/allow-list.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { parseProxyList } from '../../src/core/proxy/proxy-list.ts';

const isNamed = (server: string, ...entries: string[]) => {
  const proxies = entries.map((one) => parseAllowedProxy(one));
  const { servers } = parseProxyList(server, { store: 'wininet' });
  expect(servers.length).toBe(1);
  return servers.every((one) => isAllowed(one, proxies));
};

describe('an allow-list of proxies', () => {
  it.each([
    ['Proxy.Contoso.com:8080', 'proxy.contoso.com:8080'],
    ['*.Corp.example:8080', '*.corp.example:8080'],
    ['10.1.2.3:3128', '10.1.2.3:3128'],
    ['[FD00:0:0::1]:80', '[fd00::1]:80'],
    ['proxy:1', 'proxy:1'],
    ['プロキシ.例え.jp:8080', 'xn--nckua8gwd.xn--r8jz45g.jp:8080'],
    ['*.例え.jp:8080', '*.xn--r8jz45g.jp:8080'],
  ])('takes %s', (text, canonical) => {
    expect(parseAllowedProxy(text)).toBe(canonical);
    expect(parseAllowedProxy(canonical)).toBe(canonical);
  });

  it.each([
    '',
    '*',
    '*:8080',
    '*.:8080',
    '*.com:8080',
    '*.example.:8080',
    '*.*.example:8080',
    'pro*.corp.example:8080',
    'proxy.*.example:8080',
    '*corp.example:8080',
    '*.1.2.3:8080',
    '*.10.1.2.3:8080',
    '*.[fd00::1]:8080',
    'proxy.corp.example',
    'proxy.corp.example:0',
    'proxy.corp.example:65536',
    'proxy.corp.example:80;evil.example:80',
    'proxy.corp.example:80 evil.example:80',
    '.corp.example:80',
    'proxy..corp.example:80',
    'proxy.corp.example.:80',
    'http://proxy.corp.example:80',
    'http=proxy.corp.example:80',
    'user:secret@proxy.corp.example:80',
    'fd00::1:80',
    // Any signed-in user may listen there.
    '127.0.0.1:8080',
    'localhost:8080',
    '[::1]:8080',
    '2130706433:80',
  ])('refuses %j', (text) => {
    let error: unknown;
    try {
      parseAllowedProxy(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(P2sError);
    expect(error).toMatchObject({ code: 'input', where: '--allow-proxy' });
    expect((error as P2sError).message).not.toContain('secret');
  });

  it.each(['127.0.0.1:8080', '[::1]:80', 'localhost'])('says why %s is refused', (text) => {
    expect(() => parseAllowedProxy(text)).toThrow(
      expect.objectContaining({ next: expect.stringMatching(/^Name a proxy on another computer/) }),
    );
  });

  it('names a host with its port, in any spelling', () => {
    expect(isNamed('proxy.corp.example:8080', 'PROXY.corp.example:8080')).toBe(true);
    expect(isNamed('http=proxy.corp.example:8080', 'proxy.corp.example:8080')).toBe(true);
    expect(isNamed('[fd00:0::1]:80', '[fd00::1]:80')).toBe(true);
    // The default port of Windows is 80.
    expect(isNamed('proxy.corp.example', 'proxy.corp.example:80')).toBe(true);
    expect(isNamed('proxy.corp.example:8081', 'proxy.corp.example:8080')).toBe(false);
    expect(isNamed('socks=proxy.corp.example:8080', 'proxy.corp.example:8080')).toBe(false);
    expect(isNamed('https://proxy.corp.example:8080', 'proxy.corp.example:8080')).toBe(false);
  });

  it('names with a wildcard what lies below a domain', () => {
    const entry = '*.corp.example:8080';
    for (const host of ['a.corp.example', 'a.b.corp.example', 'A_1.Corp.example'])
      expect(isNamed(`${host}:8080`, entry)).toBe(true);
    for (const host of [
      'corp.example',
      'evilcorp.example',
      'corp.example.evil.example',
      '.corp.example',
      'a..corp.example',
    ])
      expect(isNamed(`${host}:8080`, entry)).toBe(false);
    expect(isNamed('a.corp.example:80', entry)).toBe(false);
    expect(isNamed('a.bcd.corp.example:8080', entry)).toBe(true);
    expect(isNamed('b.example:1', 'a.example:1', 'b.example:1')).toBe(true);
    for (const domain of ['1corp.a1', 'x.proxy.corp.example'])
      expect(isNamed(`p.${domain}:80`, `*.${domain}:80`)).toBe(true);
  });
});
