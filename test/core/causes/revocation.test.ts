import { describe, expect, it } from 'vitest';
import { openFetches } from '../../../src/core/causes/fetches-of.ts';
import { causeOf } from '../../../src/core/causes/verdict.ts';
import { INVALID_ANSWERS } from '../../../src/core/causes/whose-failure.ts';
import { type Check, NOT_JUDGED, ofStage, type Verdict } from '../../../src/core/model/check.ts';
import { toText } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const PROXY = 'proxy.contoso.example:8080';
const GATEWAY = 'vpn.contoso.example';

function fetched(host: string, evidence: Check['evidence'], more: Partial<Check> = {}): Check {
  return {
    gateway: GATEWAY,
    stage: 'revocation',
    url: `http://${host}/a.crl`,
    via: PROXY,
    from: 'this-machine',
    stores: 'current',
    status: 'fail',
    durationMs: 1,
    evidence,
    ...more,
  } as Check;
}

const tunnel = (via: string) =>
  ['tcp', 'sstp'].map((stage) =>
    fetched('-', {}, { stage, url: null, status: 'pass', via } as Partial<Check>),
  );
/** A route of a list without a connection. */
const passed = (via: string, ofAnswer = false) => {
  const evidence = { passedOver: true as const, reason: 'refused', ...(ofAnswer ? { ofAnswer } : {}) };
  return fetched('-', evidence, { stage: 'tcp', url: null, status: 'warn', via });
};
const open = (checks: readonly Check[]) =>
  openFetches(ofStage(checks, 'revocation')).map(({ url }) => new URL(url ?? '').host);

const SETTLED = { notProposed: true } as const;

/** The code of the cause without its verdict, and who must act. */
function judged(checks: readonly Check[], flags: Partial<Verdict> = SETTLED): [code: string, owners: string] {
  const reported = { gateway: GATEWAY, stores: 'current', stage: 'revocation', ...flags } as const;
  const { code, steps } = causeOf({ verdict: 'revocation-unreachable', ...reported }, checks);
  return [
    code.replace(/^revocation-unreachable\.?/, ''),
    steps.map(({ owner }) => owner.replace('-team', '')).join(' '),
  ];
}

describe('the fetches that leave a revocation check open', () => {
  it('are not those of a certificate that another answer settles', () => {
    const checks = [
      fetched('ocsp.leaf', { position: 0, reason: 'timeout' }),
      fetched('crl.leaf', { position: 0, reason: 'valid' }, { status: 'pass' }),
      fetched('ocsp.issuer', { position: 1, reason: 'timeout' }),
      fetched('crl.issuer', { position: 1, reason: 'html' }),
      fetched('crl.root', { position: 2, reason: 'issuer-unknown' }, { status: 'warn' }),
    ];
    expect(open(checks)).toEqual(['ocsp.issuer', 'crl.issuer']);
  });

  it('are still open if only the issuer was downloaded', () => {
    const issuer = (host: string, position: number, status: Check['status']) =>
      fetched(host, { kind: 'issuer', position, reason: 'timeout' }, { status });
    const leaf = fetched('crl.leaf', { kind: 'crl', position: 0, reason: 'proxy-auth' });
    const above = fetched('crl.issuer', { kind: 'crl', position: 1, reason: 'timeout' });
    expect(open([issuer('aia', 0, 'pass'), leaf, above])).toEqual(['crl.leaf', 'crl.issuer']);
    // One address is enough to get the issuer, whatever another one returns; a list that answers makes it
    // unnecessary.
    expect(open([issuer('aia.dead', 0, 'fail'), issuer('aia', 0, 'pass'), leaf])).toEqual(['crl.leaf']);
    const good = fetched('crl.leaf', { kind: 'crl', position: 0, reason: 'valid' }, { status: 'pass' });
    expect(open([issuer('aia.dead', 0, 'fail'), good, above])).toEqual(['crl.issuer']);
    expect(open([issuer('aia.dead', 0, 'fail'), above])).toEqual(['aia.dead', 'crl.issuer']);
  });

  it("include what Windows' own client did not get by the same setting", () => {
    const native = { decidedBy: 'winhttp/native' };
    const client = { client: 'WinHttp.WinHttpRequest.5.1', hresult: '0x80072ee2', ...native };
    const pass = (decidedBy: string) =>
      fetched('crl.leaf', { position: 0, reason: 'valid', decidedBy }, { status: 'pass' });
    const other = fetched('ocsp.leaf', { position: 0, reason: 'timeout', ...native });
    const asked = fetched('crl.leaf', client);
    expect(open([other, pass('winhttp/native'), asked])).toEqual(['ocsp.leaf', 'crl.leaf']);
    // That client cannot use the setting of a service account, so it proves nothing there.
    const issuer = fetched('crl.issuer', { position: 1, reason: 'timeout' });
    expect(open([other, pass('wininet/S-1-5-19/lan'), asked, issuer])).toEqual(['crl.issuer']);
  });
});

it('names the hosts in one order, whichever ended first', () => {
  const checks = ['b.example', 'c.example', 'a.example'].map((host, position) =>
    fetched(host, { position, reason: 'timeout' }),
  );
  const reported = { gateway: GATEWAY, stores: 'current', verdict: 'revocation-unreachable' } as const;
  const messageOf = (list: readonly Check[]) =>
    toText(causeOf({ ...reported, stage: 'revocation' }, [...tunnel(PROXY), ...list]).says);
  expect(messageOf(checks)).toContain(': a.example, b.example, c.example: no answer in time.');
  expect(messageOf([...checks].reverse())).toBe(messageOf(checks));
});

describe('a failed revocation check', () => {
  it.each<[name: string, status: number, more: Check['evidence'], via: string, code: string, owners: string]>(
    [
      ['requires a sign-in to itself', 401, { server: 'IIS/10.0' }, PROXY, 'invalid-answers', 'vpn'],
      ['requires a sign-in to itself', 401, {}, 'direct', 'invalid-answers', 'vpn'],
      ['has no such file', 404, {}, PROXY, 'invalid-answers', 'vpn'],
      ['has an error of its own', 500, {}, 'direct', 'invalid-answers', 'vpn'],
      ['is expired', 200, { reason: 'expired' }, PROXY, 'invalid-answers', 'vpn'],
      ['is no list', 200, { reason: 'not-a-crl' }, 'direct', 'invalid-answers', 'vpn'],
      ['is no list', 200, { reason: 'not-a-crl' }, PROXY, '', 'proxy'],
      ['is empty', 200, { reason: 'empty' }, 'direct', 'invalid-answers', 'vpn'],
      ['is a page', 200, { reason: 'html' }, 'direct', '', 'network'],
      ['names a server, behind a proxy', 500, { server: 'IIS/10.0' }, PROXY, '', 'proxy vpn'],
      ['names nobody, behind a proxy', 503, {}, PROXY, '', 'proxy vpn'],
      ['is of squid', 503, { squidError: 'ERR_CONNECT_FAIL 111' }, PROXY, 'not-reached', 'proxy'],
      ['is of squid on the direct route', 503, { server: 'squid/5.7' }, 'direct', '', 'network'],
      ['is of a filter', 500, { server: 'Zscaler/6.2' }, PROXY, '', 'proxy'],
      ['forbids, behind a proxy', 403, {}, PROXY, '', 'proxy'],
      ['forbids, and names a server', 403, { server: 'nginx' }, PROXY, '', 'proxy vpn'],
      ['forbids, on the direct route', 403, {}, 'direct', '', 'network vpn'],
      ['is of tinyproxy', 500, { server: 'tinyproxy/1.11.1' }, PROXY, 'not-reached', 'proxy'],
      ['gets no further', 502, { server: 'nginx' }, PROXY, 'not-reached', 'proxy'],
      ['is not allowed', 403, { squidError: 'ERR_TOO_BIG 0' }, PROXY, '', 'proxy'],
      ['requires a sign-in as a portal', 511, {}, 'direct', '', 'network'],
      ['is cut off', 200, { reason: 'cut-off' }, 'direct', 'part', 'network vpn'],
      ['is too slow', 200, { reason: 'timeout' }, PROXY, 'part', 'proxy vpn'],
      ['drips', 0, { reason: 'timeout', bytesReceived: 5 }, 'direct', 'part', 'network vpn'],
      ['does not come', 0, { reason: 'timeout' }, 'direct', '', 'network'],
      ['does not resolve', 0, { reason: 'not-found' }, 'direct', 'not-reached', 'network'],
      ['is from a cache', 404, { cachedBy: 'squid' }, PROXY, 'cached', 'proxy vpn'],
      [
        'is expired, and from a cache',
        200,
        { reason: 'expired', cachedBy: 'squid' },
        PROXY,
        'cached',
        'proxy vpn',
      ],
      ['is from a cache of the server', 404, { cachedBy: 'squid' }, 'direct', 'invalid-answers', 'vpn'],
      ['ends at the proxy', 0, { reason: 'refused', of: 'proxy' }, PROXY, 'proxy-down', 'proxy'],
      [
        'forces https on its own name',
        301,
        { reason: 'redirect', sameHost: true },
        PROXY,
        'invalid-answers',
        'vpn',
      ],
      [
        'leads to itself',
        302,
        { reason: 'redirect-loop', sameHost: true },
        'direct',
        'invalid-answers',
        'vpn',
      ],
      ['leads to itself', 302, { reason: 'redirect-loop', sameHost: true }, PROXY, '', 'proxy vpn'],
      ['leads round other hosts', 302, { reason: 'redirect-loop' }, 'direct', '', 'network'],
      ['leads to https elsewhere', 302, { reason: 'redirect', toHttps: true }, PROXY, '', 'proxy'],
    ],
  )('whose answer %s (%i, %j, %s) is %j: %s', (_name, httpStatus, more, via, code, owners) => {
    const crl = fetched('crl', { reason: 'http-status', httpStatus, ...more }, { via });
    expect(judged([...tunnel(via), crl])).toEqual([code, owners]);
  });

  it('asks the route for what does not come, and the publisher for what is not valid', () => {
    const expired = fetched('expired', { position: 0, reason: 'expired' });
    const blocked = fetched('blocked', { position: 1, reason: 'proxy-auth', httpStatus: 407 });
    expect(judged([...tunnel(PROXY), expired, blocked])).toEqual(['', 'proxy vpn']);
    const page = fetched('page', { position: 2, reason: 'html' });
    expect(judged([...tunnel(PROXY), expired, blocked, page])).toEqual(['', 'proxy vpn']);
  });

  it.each<[string, Check[], boolean]>([
    ['the first of a list set by hand, which WinHTTP takes', [passed('dead:8080'), ...tunnel(PROXY)], false],
    [
      'the first of a PAC answer, in place of the one alive',
      [passed('dead:8080', true), ...tunnel(PROXY)],
      true,
    ],
    ['another proxy than the list has', [passed('gone:8080'), ...tunnel(PROXY)], true],
    ['the only proxy of the tunnel', tunnel('dead:8080'), false],
  ])('on another route than the aligned one is for the administrator first: %s', (_name, seen, isAnother) => {
    const crl = fetched('crl', { reason: 'refused', of: 'proxy' }, { via: 'dead:8080' });
    expect(judged([...seen, crl], {})).toEqual(['proxy-down', isAnother ? 'administrator proxy' : 'proxy']);
    expect(judged([...seen, crl])).toEqual(['proxy-down', 'proxy']);
  });

  it('on the direct route is for the network team, behind a change that may lead elsewhere', () => {
    const checks = [...tunnel(PROXY), fetched('crl', { reason: 'not-found' }, { via: 'direct' })];
    expect(judged(checks, {})).toEqual(['not-reached', 'administrator network']);
    expect(judged(checks)).toEqual(['not-reached', 'network']);
    // A bypass list that excludes the addresses: also the proposed, aligned settings lead there without the proxy.
    expect(judged(checks, { stores: 'proposed' })).toEqual(['not-reached', 'network']);
  });
});

describe('the words for what a revocation server answers', () => {
  it.each([...INVALID_ANSWERS, ...NOT_JUDGED])('%s has some in both languages', (reason) => {
    expect(ENGLISH.reason({ reason })).toMatch(/ |^expired$/);
    expect(JAPANESE.reason({ reason })).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  });
});

describe('a revocation check without a failed fetch', () => {
  it('names the reason, and no empty list of hosts', () => {
    const unreadable = { url: null, via: 'unknown' } as const;
    const checks = [
      ...tunnel(PROXY),
      fetched('-', { position: 1, reason: 'certificate-unreadable' }, unreadable),
    ];
    expect(judged(checks)).toEqual(['not-fetched', 'administrator']);
    const reported = { gateway: GATEWAY, stores: 'current', stage: 'revocation', ...SETTLED } as const;
    const { says } = causeOf({ verdict: 'revocation-unreachable', ...reported }, checks);
    expect(toText(says)).toBe(
      `The revocation of a certificate in the chain of ${GATEWAY} cannot be checked: it cannot be read.`,
    );
  });

  it('names a URL that is none as it stands', () => {
    const broken = fetched('-', { position: 0, reason: 'timeout' }, { url: 'http://[a' });
    const reported = { gateway: GATEWAY, stores: 'current', stage: 'revocation', ...SETTLED } as const;
    const { says, steps } = causeOf({ verdict: 'revocation-unreachable', ...reported }, [
      ...tunnel(PROXY),
      broken,
    ]);
    for (const text of [says, ...steps.map(({ action }) => action)])
      expect(toText(text)).toContain('http://[a');
  });
});
