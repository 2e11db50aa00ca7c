import { describe, expect, it } from 'vitest';
import type { Route } from '../../../src/core/model/check.ts';
import {
  authority,
  bracketed,
  checkHostName,
  routeKey,
  routeName,
} from '../../../src/path/transport/authority.ts';
import { createShared } from '../../../src/path/transport/shared.ts';
import { DIRECT, through } from '../routes.ts';

const PROXY = through({ host: 'proxy.contoso.example', port: 8080 });

describe('a host', () => {
  it('has brackets around an address of IPv6 alone', () => {
    expect([authority('2001:db8::1', 443), authority('192.0.2.1', 443), authority('a', 1)]).toEqual([
      '[2001:db8::1]:443',
      '192.0.2.1:443',
      'a:1',
    ]);
    expect([bracketed('::1'), bracketed('a')]).toEqual(['[::1]', 'a']);
  });

  it.each(['a', 'vpn.contoso.example', '_a-b.c_', '192.0.2.1', '::1', 'a'.repeat(253)])(
    'may be %s',
    (host) => {
      expect(() => checkHostName(host)).not.toThrow();
    },
  );

  it.each(['', '-a', '.a', 'a b', 'a\r\nX: y', 'a\n', ' a', 'a/b', 'ä', '[::1]', 'a:1', 'a'.repeat(254)])(
    'may not be %j',
    (host) => {
      expect(() => checkHostName(host)).toThrow(expect.objectContaining({ code: 'input' }));
    },
  );

  it('is shown, and cut, where it is refused', () => {
    const host = 'ä'.repeat(101);
    expect(() => checkHostName(host)).toThrow(
      expect.objectContaining({ where: JSON.stringify('ä'.repeat(100)) }),
    );
  });
});

describe('a route', () => {
  const unsupported: Route = { ...DIRECT, unsupported: 'socks' };

  it('is named by its proxy', () => {
    expect([DIRECT, PROXY, unsupported].map(routeName)).toEqual([
      'direct',
      'proxy.contoso.example:8080',
      'unknown',
    ]);
  });

  it('is the same by all of its proxies in order, and by what is not tried', () => {
    const further = { ...PROXY, further: [null, { host: 'b', port: 1 }] };
    const keys = [
      DIRECT,
      PROXY,
      further,
      { ...PROXY, further: [{ host: 'b', port: 1 }, null] },
      { ...PROXY, untried: { count: 2, unsupported: ['socks'] } },
      { ...PROXY, untried: { count: 3, unsupported: ['socks'] } },
      { ...PROXY, untried: { count: 2, unsupported: ['https'] } },
      unsupported,
    ].map((route) => routeKey(route as Route));
    expect(new Set(keys).size).toBe(keys.length);
    expect(routeKey({ ...further, decidedBy: 'winhttp' } as Route)).toBe(routeKey(further));
    expect(routeKey(unsupported)).toBe('socks');
    expect(routeKey(PROXY)).toBe('proxy.contoso.example 8080');
  });
});

describe('work that is shared', () => {
  const ofUrls = (routes: Record<string, Route>) => (url: string) => routes[url] ?? DIRECT;
  /** Work that asks for the routes of these URLs, and counts. */
  function counted(...urls: string[]) {
    const made: string[] = [];
    const start = async (routeOf: (url: string) => Route) => {
      made.push(urls.map((url) => routeName(routeOf(url))).join(' '));
      return made.length;
    };
    return { made, start };
  }

  it('is one for callers whose routes are the same at the same time', async () => {
    const share = createShared<number>({ keep: false });
    const { made, start } = counted('a', 'b');
    const same = ofUrls({ a: PROXY });
    const all = [same, same, ofUrls({ a: PROXY, b: PROXY }), ofUrls({ a: PROXY, c: PROXY })];
    const results = await Promise.all(all.map((routeOf) => share('key', routeOf, start)));
    expect(results).toEqual([1, 1, 2, 1]);
    expect(made).toEqual(['proxy.contoso.example:8080 direct', Array(2).fill(routeName(PROXY)).join(' ')]);
    expect(await share('other', same, start)).toBe(3);
    // It has ended, so it is done again.
    expect(await share('key', same, start)).toBe(4);
  });

  it('is kept where it should be', async () => {
    const share = createShared<number>({ keep: true });
    const { start } = counted('a');
    expect(await share('key', ofUrls({}), start)).toBe(1);
    expect(await share('key', ofUrls({ b: PROXY }), start)).toBe(1);
    expect(await share('key', ofUrls({ a: PROXY }), start)).toBe(2);
    expect(await share('key', ofUrls({ a: PROXY }), start)).toBe(2);
  });
});
