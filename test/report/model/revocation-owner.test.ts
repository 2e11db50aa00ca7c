import { describe, expect, it } from 'vitest';
import { type Check, NOT_JUDGED } from '../../../src/core/model/check.ts';
import { ofDecidingRoute } from '../../../src/core/path/deciding-route.ts';
import { openFetches, revocationFailures } from '../../../src/report/facts/revocation-failures.ts';
import {
  ANSWERS,
  alignedProxy,
  ownerBeside,
  revocationOwner,
} from '../../../src/report/model/revocation-owner.ts';
import { JAPANESE } from '../../../src/report/text/ja/texts.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';

const PROXY = 'proxy.contoso.example:8080';

function fetched(host: string, evidence: Check['evidence'], more: Partial<Check> = {}): Check {
  return {
    gateway: 'vpn.contoso.example',
    stage: 'revocation',
    url: `http://${host}/a.crl`,
    via: PROXY,
    from: 'this-machine',
    stores: 'current',
    status: 'fail',
    durationMs: 1,
    evidence,
    ...more,
  };
}

const tunnel = (via: string) => fetched('-', {}, { stage: 'tcp', url: null, status: 'pass', via });
/** A route of a list without a connection. */
const passed = (via: string, ofAnswer = false) => {
  const evidence = { passedOver: true, reason: 'refused', ...(ofAnswer ? { ofAnswer } : {}) };
  return fetched('-', evidence, { stage: 'tcp', url: null, status: 'warn', via });
};
const hosts = (checks: readonly Check[]) => checks.map(({ url }) => new URL(url ?? '').host);

describe('openFetches', () => {
  it('leaves out the addresses of a certificate that another answer settles', () => {
    const checks = [
      fetched('ocsp.leaf', { position: 0, reason: 'timeout' }),
      fetched('crl.leaf', { position: 0, reason: 'valid' }, { status: 'pass' }),
      fetched('ocsp.issuer', { position: 1, reason: 'timeout' }),
      fetched('crl.issuer', { position: 1, reason: 'html' }),
      fetched('crl.root', { position: 2, reason: 'issuer-unknown' }, { status: 'warn' }),
    ];
    expect(hosts(openFetches(checks))).toEqual(['ocsp.issuer', 'crl.issuer']);
    expect(hosts(revocationOwner(checks).fetches)).toEqual(['ocsp.issuer', 'crl.issuer']);
  });

  it('takes an issuer that was had for no answer on whether the certificate is revoked', () => {
    const issuer = (host: string, position: number, status: Check['status']) =>
      fetched(host, { kind: 'issuer', position, reason: 'timeout' }, { status });
    const leaf = fetched('crl.leaf', { kind: 'crl', position: 0, reason: 'proxy-auth' });
    const above = fetched('crl.issuer', { kind: 'crl', position: 1, reason: 'timeout' });
    expect(hosts(openFetches([issuer('aia', 0, 'pass'), leaf, above]))).toEqual(['crl.leaf', 'crl.issuer']);
    // One address is enough to get the issuer, whatever another one returns; a list that answers makes it
    // unnecessary.
    const two = [issuer('aia.dead', 0, 'fail'), issuer('aia', 0, 'pass'), leaf];
    expect(hosts(openFetches(two))).toEqual(['crl.leaf']);
    const good = fetched('crl.leaf', { kind: 'crl', position: 0, reason: 'valid' }, { status: 'pass' });
    expect(hosts(openFetches([issuer('aia.dead', 0, 'fail'), good, above]))).toEqual(['crl.issuer']);
    expect(hosts(openFetches([issuer('aia.dead', 0, 'fail'), above]))).toEqual(['aia.dead', 'crl.issuer']);
  });

  it("takes an address that Windows' own client did not get for one that settles nothing", () => {
    const client = {
      client: 'WinHttp.WinHttpRequest.5.1',
      decidedBy: 'winhttp/native',
      hresult: '0x80072ee2',
    };
    const pass = (decidedBy: string) =>
      fetched('crl.leaf', { position: 0, reason: 'valid', decidedBy }, { status: 'pass' });
    const other = fetched('ocsp.leaf', { position: 0, reason: 'timeout', decidedBy: 'winhttp/native' });
    const seen = [other, pass('winhttp/native'), fetched('crl.leaf', client)];
    expect(hosts(openFetches(seen))).toEqual(['ocsp.leaf', 'crl.leaf']);
    // That client cannot use the setting of a service account, so it proves nothing there.
    const issuer = fetched('crl.issuer', { position: 1, reason: 'timeout' });
    const elsewhere = [other, pass('wininet/S-1-5-19/lan'), fetched('crl.leaf', client), issuer];
    expect(hosts(openFetches(elsewhere))).toEqual(['crl.issuer']);
  });
});

it('reports the hosts in one order, whichever ended first', () => {
  const checks = ['b.example', 'c.example', 'a.example'].map((host, position) =>
    fetched(host, { position, reason: 'timeout' }),
  );
  const reported = (list: readonly Check[]) => revocationFailures(list).map(({ host }) => host);
  expect(reported(checks)).toEqual(['a.example', 'b.example', 'c.example']);
  expect(reported([...checks].reverse())).toEqual(reported(checks));
});

describe('revocationOwner', () => {
  it.each<[string, Check[], Partial<ReturnType<typeof revocationOwner>>]>([
    ['a proxy in the way', [fetched('crl', { reason: 'timeout' })], { to: 'proxy-team', proxy: PROXY }],
    [
      'no proxy at all',
      [tunnel('direct'), fetched('crl', { reason: 'timeout' }, { via: 'direct' })],
      { to: 'network-team', proxy: null, byAnotherRoute: false },
    ],
    [
      'the direct way, where the tunnel has a proxy',
      [tunnel(PROXY), fetched('crl', { reason: 'not-found' }, { via: 'direct' })],
      { to: 'proxy-team', proxy: PROXY, byAnotherRoute: true },
    ],
    [
      'a stale proxy beside a direct tunnel',
      [tunnel('direct'), fetched('crl', { reason: 'refused', of: 'proxy' })],
      { to: 'proxy-team', proxy: PROXY, byAnotherRoute: true, proxyUnreachable: true },
    ],
    [
      'answers that do not hold',
      [tunnel(PROXY), fetched('crl', { reason: 'expired' }), fetched('ocsp', { reason: 'ocsp-try-later' })],
      { to: 'vpn-team', byAnotherRoute: false },
    ],
    [
      'bytes that are no list, from the server itself',
      [tunnel('direct'), fetched('crl', { reason: 'not-a-crl' }, { via: 'direct' })],
      { to: 'vpn-team' },
    ],
    [
      'an empty answer of the server itself',
      [tunnel('direct'), fetched('crl', { reason: 'empty', httpStatus: 200 }, { via: 'direct' })],
      { to: 'vpn-team' },
    ],
    [
      'a page in its place, on the direct way',
      [tunnel('direct'), fetched('crl', { reason: 'html' }, { via: 'direct' })],
      { to: 'network-team' },
    ],
    ['bytes that are no list, from a proxy', [fetched('crl', { reason: 'not-a-crl' })], { to: 'proxy-team' }],
    ['a list that is gone', [fetched('crl', { reason: 'http-status', httpStatus: 404 })], { to: 'vpn-team' }],
  ])('%s', (_name, checks, owner) => {
    expect(
      revocationOwner([tunnel(PROXY), ...checks].slice(checks[0]?.stage === 'tcp' ? 1 : 0)),
    ).toMatchObject(owner);
  });

  it.each<[string, number, Check['evidence'], string, string, boolean]>([
    ['wants a sign-in to itself', 401, { server: 'Microsoft-IIS/10.0' }, PROXY, 'vpn-team', false],
    ['wants a sign-in to itself', 401, {}, 'direct', 'vpn-team', false],
    ['has an error of its own', 500, {}, 'direct', 'vpn-team', false],
    ['has an error of its own', 503, { server: 'Microsoft-HTTPAPI/2.0' }, 'direct', 'vpn-team', false],
    ['names a server, behind a proxy', 500, { server: 'Microsoft-IIS/10.0' }, PROXY, 'proxy-team', true],
    ['names nobody, behind a proxy', 503, {}, PROXY, 'proxy-team', true],
    ['is squid', 503, { squidError: 'ERR_CONNECT_FAIL 111' }, PROXY, 'proxy-team', false],
    ['is squid that nobody set', 503, { server: 'squid/5.7' }, 'direct', 'network-team', false],
    ['is a filter', 500, { server: 'Zscaler/6.2' }, PROXY, 'proxy-team', false],
    ['forbids, behind a proxy', 403, {}, PROXY, 'proxy-team', false],
    ['forbids, and names a server', 403, { server: 'nginx' }, PROXY, 'proxy-team', true],
    ['forbids, on the direct way', 403, {}, 'direct', 'network-team', true],
    ['gets no further', 502, { server: 'nginx' }, PROXY, 'proxy-team', false],
    ['wants a sign-in as a portal', 511, {}, 'direct', 'network-team', false],
    ['is cut off', 200, { reason: 'cut-off' }, 'direct', 'network-team', true],
    ['is too slow', 200, { reason: 'timeout' }, PROXY, 'proxy-team', true],
    ['drips', 0, { reason: 'timeout', bytesReceived: 5 }, 'direct', 'network-team', true],
    ['is none', 0, { reason: 'timeout' }, 'direct', 'network-team', false],
    ['forces https on its own name', 301, { reason: 'redirect', sameHost: true }, PROXY, 'vpn-team', false],
    ['leads to itself', 302, { reason: 'redirect-loop', sameHost: true }, 'direct', 'vpn-team', false],
    ['leads to itself', 302, { reason: 'redirect-loop', sameHost: true }, PROXY, 'proxy-team', true],
    [
      'is a filter, and leads to itself',
      302,
      { reason: 'redirect-loop', sameHost: true, server: 'squid/5.7' },
      'direct',
      'network-team',
      false,
    ],
    ['leads round other hosts', 302, { reason: 'redirect-loop' }, 'direct', 'network-team', false],
    ['leads to https elsewhere', 302, { reason: 'redirect', toHttps: true }, PROXY, 'proxy-team', false],
  ])('an answer that %s (%i)', (_name, httpStatus, more, via, to, mayBeServer) => {
    const crl = fetched('crl', { reason: 'http-status', httpStatus, ...more }, { via });
    expect(revocationOwner([tunnel(via), crl])).toMatchObject({ to, mayBeServer });
  });

  it.each<[string, Check[], boolean]>([
    ['the first of a list set by hand, which WinHTTP takes', [passed('dead:8080'), tunnel(PROXY)], false],
    [
      'the first of a PAC answer, in place of the one alive',
      [passed('dead:8080', true), tunnel(PROXY)],
      true,
    ],
    ['another proxy than the list has', [passed('gone:8080'), tunnel(PROXY)], true],
    ['the only proxy of the tunnel', [tunnel('dead:8080')], false],
  ])('by another way: %s', (_name, seen, byAnotherRoute) => {
    const crl = fetched('crl', { reason: 'refused', of: 'proxy' }, { via: 'dead:8080' });
    const all = [...seen, crl];
    const isOtherRoute = (checks: readonly Check[]) =>
      revocationOwner(ofDecidingRoute(checks), alignedProxy(checks)).byAnotherRoute;
    expect(isOtherRoute(all)).toBe(byAnotherRoute);
    // The tunnel is not probed twice when the proposal does not change its route.
    expect(isOtherRoute([{ ...crl, stores: 'proposed' }])).toBe(false);
  });

  it.each<[string, Check['evidence'], string, string, string]>([
    [
      'does not know its name',
      { httpStatus: 500, squidError: 'ERR_DNS_FAIL 0' },
      PROXY,
      'proxy-team',
      'reach',
    ],
    ['does not get there', { httpStatus: 500, server: 'tinyproxy/1.11.1' }, PROXY, 'proxy-team', 'reach'],
    ['gets no answer from there', { httpStatus: 502 }, PROXY, 'proxy-team', 'reach'],
    ['does not allow it', { httpStatus: 403, squidError: 'ERR_TOO_BIG 0' }, PROXY, 'proxy-team', 'allow'],
    [
      'lets through in part',
      { httpStatus: 200, reason: 'timeout', bytesReceived: 9 },
      PROXY,
      'proxy-team',
      'complete',
    ],
    ['cuts off', { httpStatus: 200, reason: 'cut-off' }, PROXY, 'proxy-team', 'complete'],
    ['does not answer', { reason: 'timeout' }, PROXY, 'proxy-team', 'allow'],
    ['had in its cache', { httpStatus: 404, cachedBy: 'squid' }, PROXY, 'proxy-team', 'refresh'],
    [
      'had in its cache, on the direct way',
      { httpStatus: 404, cachedBy: 'squid' },
      'direct',
      'vpn-team',
      'allow',
    ],
  ])('what a proxy %s', (_name, more, via, to, need) => {
    const crl = fetched('crl', { reason: 'http-status', ...more }, { via });
    expect(revocationOwner([tunnel(via), crl])).toMatchObject({ to, need });
    const [other] = [fetched('ocsp', { reason: 'html' }, { via })];
    expect(revocationOwner([tunnel(via), crl, other]).need).toBe('allow');
  });

  it('on the direct way, names that do not resolve are to be resolved', () => {
    const away = (reason: string) => fetched('crl', { reason }, { via: 'direct' });
    const need = (...checks: Check[]) => revocationOwner([tunnel('direct'), ...checks]).need;
    expect(need(away('not-found'), away('dns-unavailable'))).toBe('reach');
    expect(need(away('not-found'), away('refused'))).toBe('allow');
    const owner = revocationOwner([tunnel(PROXY), away('not-found')]);
    expect(owner).toMatchObject({ to: 'proxy-team', need: 'allow' });
    const direct = { to: 'network-team', need: 'reach', byAnotherRoute: false };
    expect(owner.byAnotherRoute).toBe(true);
    expect(ownerBeside(owner, { notProposed: true })).toMatchObject(direct);
    // A bypass list that excludes the addresses: also the proposed, aligned settings lead there without the proxy.
    expect(ownerBeside(owner, { stores: 'proposed' })).toMatchObject(direct);
    expect(ownerBeside(owner, { stores: 'current' })).toEqual(owner);
    const blocked = revocationOwner([tunnel(PROXY), fetched('crl', { reason: 'proxy-auth' })]);
    expect(ownerBeside(blocked, { stores: 'proposed' })).toMatchObject({ to: 'proxy-team', proxy: PROXY });
  });

  it("takes an expired list out of a cache for the proxy's first, and maybe the server's", () => {
    const crl = fetched('crl', { reason: 'expired', cachedBy: 'squid' });
    expect(revocationOwner([tunnel(PROXY), crl])).toMatchObject({
      to: 'proxy-team',
      need: 'refresh',
      mayBeServer: true,
    });
  });

  it('asks for what does not come, and not for what comes and does not hold', () => {
    const checks = [
      fetched('expired', { position: 0, reason: 'expired' }),
      fetched('blocked', { position: 0, reason: 'proxy-auth', httpStatus: 407 }),
    ];
    expect(hosts(revocationOwner(checks).fetches)).toEqual(['blocked']);
  });
});

describe('the words for what a revocation server answers', () => {
  it.each([...ANSWERS, ...NOT_JUDGED])('%s has some in both languages', (reason) => {
    expect(ENGLISH.reason({ reason })).toMatch(/ |^expired$/);
    expect(JAPANESE.reason({ reason })).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  });
});
