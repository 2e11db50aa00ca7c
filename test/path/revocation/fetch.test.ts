import { describe, expect, it } from 'vitest';
import type { Route } from '../../../src/core/model/check.ts';
import { type FetchRequest, fetchBody } from '../../../src/path/revocation/fetch.ts';
import { fetchFollowing } from '../../../src/path/revocation/follow.ts';
import { StageFailure } from '../../../src/path/transport/failure.ts';
import { startLifetime } from '../../../src/path/transport/lifetime.ts';
import { DIRECT, through } from '../routes.ts';
import { type Answer, type Answers, canned, ok, status } from './canned.ts';

const PROXY = through({ host: 'proxy.contoso.example', port: 8080 });

/** What came of a fetch: the body or the failure, its evidence, and the requests. */
async function run(
  fetch: typeof fetchBody,
  answers: Answers,
  more: Partial<Omit<FetchRequest, 'url'>> & { url?: string; deadlineMs?: number } = {},
) {
  const { url = 'http://crl.example/a.crl?x=1', deadlineMs = 20_000, ...rest } = more;
  const { dialer, asked } = canned(answers);
  const lifetime = startLifetime(deadlineMs);
  const evidence: Record<string, unknown> = {};
  const request = { dialer, url: new URL(url), route: DIRECT, post: null, maxBytes: 100, ...rest };
  try {
    const body = await fetch(request, lifetime, evidence);
    return { body: body.toString('latin1'), evidence, asked };
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    return { reason: error.reason, why: error.evidence, evidence, asked };
  } finally {
    await lifetime.end();
  }
}

describe('a fetch', () => {
  it('asks as CryptoAPI does, on the direct route', async () => {
    const { asked, ...seen } = await run(fetchBody, { 'crl.example:80': ok('body') });
    expect(seen).toEqual({ body: 'body', evidence: { address: 'crl.example', httpStatus: 200 } });
    expect(asked).toEqual([
      {
        to: 'crl.example:80',
        request:
          'GET /a.crl?x=1 HTTP/1.1\r\nConnection: Keep-Alive\r\nAccept: */*\r\n' +
          'User-Agent: Microsoft-CryptoAPI/10.0\r\nHost: crl.example\r\n\r\n',
      },
    ]);
  });

  it('names the whole address to a proxy, and another port to a server', async () => {
    const proxied = await run(fetchBody, { 'proxy.contoso.example:8080': ok('x') }, { route: PROXY });
    expect(proxied.asked[0]?.request).toContain('GET http://crl.example/a.crl?x=1 HTTP/1.1\r\n');
    const port = await run(fetchBody, { '2001:db8::1:81': ok('x') }, { url: 'http://[2001:db8::1]:81/' });
    expect(port.body).toBe('x');
    expect(port.asked[0]?.request).toContain('Host: [2001:db8::1]:81\r\n');
  });

  it('posts a request with its type and length', async () => {
    const post = { body: Buffer.from('abc'), contentType: 'application/ocsp-request' };
    const { asked, body } = await run(fetchBody, { 'crl.example:80': ok('x') }, { post });
    expect(body).toBe('x');
    expect(asked[0]?.request).toMatch(/^POST \/a\.crl\?x=1 HTTP\/1\.1\r\n/);
    expect(asked[0]?.request).toContain('Content-Type: application/ocsp-request\r\nContent-Length: 3\r\n');
    expect(asked[0]?.request).toMatch(/\r\n\r\nabc$/);
  });

  it('shows what the server says of itself', async () => {
    const fields = ['Content-Type: text/html', 'Content-Encoding: gzip', 'Server: x\x9b2J'];
    const more = ['X-Squid-Error: ERR 0', 'Date: Wed, 25 Nov 2026 10:00:00 GMT'];
    const hit = ['Via: 1.1 cache (squid)', 'X-Cache: HIT from cache'];
    const { evidence } = await run(fetchBody, { 'crl.example:80': ok('', ...fields, ...more, ...hit) });
    expect(evidence).toEqual({
      ...{ address: 'crl.example', httpStatus: 200, contentType: 'text/html', contentEncoding: 'gzip' },
      ...{ server: 'x\\x9b2J', squidError: 'ERR 0', date: '2026-11-25T10:00:00.000Z', cachedBy: 'cache' },
    });
  });

  const moved = (code: number, location: string) => status(`${code} x`, `Location: ${location}`);
  const signIn = status(
    '407 x',
    ...['Negotiate', 'Basic realm=x'].map((one) => `Proxy-Authenticate: ${one}`),
  );
  const endless = `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}`;
  const HTTPS = { toHttps: true, sameHost: true };

  it.each<[string, Answer, string, Record<string, unknown>]>([
    ['another status', status('404 x'), 'http-status', {}],
    ['a condition that nobody made', moved(304, '/b'), 'http-status', {}],
    ['a redirect to nowhere', status('302 x'), 'http-status', {}],
    ['a redirect', moved(302, '/b'), 'redirect', { locationHost: 'crl.example' }],
    ['the last redirect', moved(399, '/b'), 'redirect', {}],
    ['the first redirect', moved(300, '/b'), 'redirect', {}],
    ['a location without a redirect', moved(400, '/b'), 'http-status', {}],
    ['a broken location', moved(302, 'http://['), 'redirect', { locationHost: null }],
    [
      'its own https',
      moved(301, 'https://crl.example/a'),
      'redirect',
      { ...HTTPS, locationHost: 'crl.example' },
    ],
    ['https elsewhere', moved(301, 'https://a/'), 'redirect', { locationHost: 'a', toHttps: true }],
    ['a password', signIn, 'proxy-auth', { schemes: ['Negotiate', 'Basic'] }],
    ['a password of no kind', status('407 x'), 'proxy-auth', { schemes: [] }],
    ['too much', ok('x'.repeat(101)), 'too-large', { maxBytes: 100 }],
    ['half of it', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 'cut-off', { errno: 'ECONNRESET' }],
    ['no HTTP', 'SSH-2.0-x\r\n\r\n', 'not-http', { errno: 'HPE_INVALID_CONSTANT' }],
    ['an endless head', endless, 'head-too-large', { errno: 'HPE_HEADER_OVERFLOW' }],
    ['another protocol', 'HTTP/1.1 101 x\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', 'http-status', {}],
    ['an end', '', 'reset', { errno: 'ECONNRESET' }],
  ])('fails by %s', async (_, answer, reason, why) => {
    const seen = await run(fetchBody, { 'crl.example:80': answer });
    expect(seen).toMatchObject({ reason, why });
    if (reason === 'redirect')
      expect(Object.keys(seen.why ?? {})).toEqual(Object.keys({ locationHost: 1, ...why }));
  });

  it('is as long as it may be', async () => {
    expect((await run(fetchBody, { 'crl.example:80': ok('x'.repeat(100)) })).body).toHaveLength(100);
  });

  it('ends at its deadline, with what it has', async () => {
    const open = { 'crl.example:80': { bytes: 'HTTP/1.1 200 OK\r\n\r\nabc', open: true } } as const;
    const seen = await run(fetchBody, open, { deadlineMs: 50 });
    expect(seen).toMatchObject({ reason: 'timeout', why: { deadlineMs: 50 }, evidence: { httpStatus: 200 } });
  });

  it('says which end could not be reached', async () => {
    const failing = (at: 'resolve' | 'connect', route: Route) => {
      const { dialer } = canned(() => undefined);
      const fail = () => Promise.reject(new StageFailure('refused', { errno: 'ECONNREFUSED' }));
      return run(fetchBody, {}, { dialer: { ...dialer, [at]: fail }, route });
    };
    for (const at of ['resolve', 'connect'] as const) {
      expect(await failing(at, DIRECT)).toMatchObject({ why: { of: 'server', errno: 'ECONNREFUSED' } });
      expect(await failing(at, PROXY)).toMatchObject({ why: { of: 'proxy', errno: 'ECONNREFUSED' } });
    }
    const { dialer } = canned(() => undefined);
    const fault = new Error('a fault of the program');
    const broken = run(fetchBody, {}, { dialer: { ...dialer, resolve: () => Promise.reject(fault) } });
    await expect(broken).rejects.toBe(fault);
  });
});

describe('a fetch that follows redirects', () => {
  const to = (location: string) => status('302 x', `Location: ${location}`, 'Server: filter');
  const routeOf = () => DIRECT;
  const follow = (answers: Parameters<typeof run>[1], more: Parameters<typeof run>[2] = {}) =>
    run(fetchFollowing, answers, { routeOf, ...more });

  it('goes where they lead, and shows only the fields of the last server', async () => {
    const answers = {
      'crl.example:80': to('http://b.example/b'),
      'b.example:80': to('http://c.example:81/c'),
      'c.example:81': ok('body', 'Content-Type: x'),
    };
    const { asked, ...seen } = await follow(answers);
    expect(seen).toEqual({
      body: 'body',
      evidence: {
        ...{ address: 'c.example', httpStatus: 200, contentType: 'x' },
        ...{ redirects: ['b.example', 'c.example:81'], redirectVia: ['direct', 'direct'] },
      },
    });
    expect(asked.map((one) => one.to)).toEqual(Object.keys(answers));
    expect((await follow({ 'crl.example:80': ok('x') })).evidence).not.toHaveProperty('redirects');
  });

  it('takes the route of each address', async () => {
    const answers = { 'crl.example:80': to('http://b.example/'), 'proxy.contoso.example:8080': ok('x') };
    const seen = await follow(answers, { routeOf: () => PROXY });
    expect(seen).toMatchObject({ body: 'x', evidence: { redirectVia: ['proxy.contoso.example:8080'] } });
    const closed = await follow(answers, { routeOf: () => ({ ...DIRECT, unsupported: 'socks' }) });
    expect(closed).toMatchObject({
      reason: 'route-unsupported',
      why: { redirects: ['b.example'], redirectVia: [], detail: 'socks' },
    });
  });

  it.each<[string, Answers, Record<string, unknown>]>([
    ['fails', { 'b.example:80': status('404 x') }, { reason: 'http-status', httpStatus: 404 }],
    ['ends', {}, { reason: 'reset' }],
    ['leads to https', { 'b.example:80': to('https://c.example/') }, { reason: 'redirect', toHttps: true }],
    ['leads to a password', { 'b.example:80': to('http://a:b@c.example/') }, { reason: 'redirect' }],
    ['leads to a name alone', { 'b.example:80': to('http://a@c.example/') }, { reason: 'redirect' }],
  ])('is the first redirect where the next address %s', async (_, answers, followed) => {
    const seen = await follow({ 'crl.example:80': to('http://b.example/'), ...answers });
    expect(seen).toMatchObject({
      reason: 'redirect',
      why: { locationHost: 'b.example', redirects: ['b.example'], redirectVia: ['direct'], followed },
      evidence: { httpStatus: 302, server: 'filter' },
    });
  });

  it('is a redirect alone where it is not followed', async () => {
    const answers = { 'crl.example:80': to('http://b.example/') };
    const post = { body: Buffer.from('x'), contentType: 'x' };
    for (const more of [{ routeOf: undefined }, { post }]) {
      const seen = await follow(answers, more as never);
      expect(seen).toMatchObject({ reason: 'redirect', why: { locationHost: 'b.example' } });
      expect(seen.why).not.toHaveProperty('followed');
      expect(seen.asked).toHaveLength(1);
    }
  });

  it('is too much where that is what the last server sends', async () => {
    const answers = { 'crl.example:80': to('http://b.example/'), 'b.example:80': ok('x'.repeat(101)) };
    const seen = await follow(answers);
    expect(seen).toMatchObject({
      reason: 'too-large',
      evidence: { httpStatus: 200, redirects: ['b.example'] },
    });
    expect(seen.evidence).not.toHaveProperty('server');
  });

  it('ends after ten, in a circle or not', async () => {
    const circle = await follow(() => to('/a.crl?x=1'));
    expect(circle).toMatchObject({ why: { followed: { reason: 'redirect-loop', sameHost: true } } });
    expect(circle.asked).toHaveLength(11);
    let count = 0;
    const on = await follow(() => to(`http://crl.example/${count++}`));
    expect(on).toMatchObject({ why: { followed: { reason: 'too-many-redirects', sameHost: true } } });
    const away = await follow((address) =>
      to(address === 'crl.example:80' ? 'http://b/' : 'http://crl.example/a.crl?x=1'),
    );
    expect(away).toMatchObject({ why: { followed: { reason: 'redirect-loop' } } });
    expect(away.why?.followed).not.toHaveProperty('sameHost');
  });
});
