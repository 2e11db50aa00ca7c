import { describe, expect, it } from 'vitest';
import { answerOf, type MoveTrace } from '../../../src/core/migration/answer.ts';
import type { MigrationRoute } from '../../../src/core/migration/model.ts';
import { ikeOutlook, openVpnOutlook } from '../../../src/core/migration/outlook.ts';
import type { RouteVerdict } from '../../../src/core/migration/route-verdict.ts';
import {
  ikeVerdict,
  type OpenVpnSeen,
  openVpnVerdict,
  withProxyPages,
} from '../../../src/core/migration/route-verdict.ts';
import { ike, openVpn, PROXY, readiness, route } from '../../support/stories/migrations.ts';

const NO_OTHER = { answeredDirectly: false, sstpThere: false, tlsInspected: false };
const SSTP_THERE = { ...NO_OTHER, sstpThere: true };
const DIRECTLY = { ...NO_OTHER, answeredDirectly: true };
const DECRYPTED = { ...NO_OTHER, tlsInspected: true };

describe('the word for one way', () => {
  const stage = (name: 'dns' | 'tcp' | 'connect', evidence: Record<string, unknown>) =>
    ({ stage: name, url: null, via: 'direct', status: 'fail', durationMs: 1, evidence }) as const;
  const bySquid = (httpStatus: number, squidError: string) =>
    stage('connect', { reason: 'status', httpStatus, squidError });
  const seen = (more: Partial<OpenVpnSeen>): OpenVpnSeen => ({
    stages: [],
    answer: 'closed',
    throughProxy: false,
    ...more,
  });

  it.each([
    ['a name that is not known', stage('dns', { of: 'gateway', reason: 'not-found' }), 'dns-failed'],
    ['a proxy without a name', stage('dns', { of: 'proxy' }), 'proxy-unreachable'],
    ['a proxy that does not answer', stage('tcp', { of: 'proxy', reason: 'timeout' }), 'proxy-unreachable'],
    ['a gateway that refuses', stage('tcp', { of: 'gateway', errno: 'ECONNREFUSED' }), 'refused'],
    ['a firewall that refuses', stage('tcp', { of: 'gateway', errno: 'EHOSTUNREACH' }), 'refused'],
    ['a firewall of this machine', stage('tcp', { of: 'gateway', errno: 'EACCES' }), 'refused'],
    ['no route', stage('tcp', { of: 'gateway', errno: 'ENETUNREACH' }), 'unreachable'],
    ['a gateway that is silent', stage('tcp', { of: 'gateway', reason: 'timeout' }), 'silent'],
    ['a proxy that is silent', stage('connect', { reason: 'timeout' }), 'silent'],
    ['407', stage('connect', { reason: 'proxy-auth', httpStatus: 407 }), 'proxy-auth-required'],
    ['403', stage('connect', { reason: 'status', httpStatus: 403 }), 'proxy-refused'],
    ['503', stage('connect', { reason: 'status', httpStatus: 503 }), 'unreachable'],
    ['500 for want of an address', bySquid(500, 'ERR_CANNOT_FORWARD 0'), 'unreachable'],
    ['503 for the name', bySquid(503, 'ERR_DNS_FAIL 0'), 'dns-failed'],
    ['503 for the server', bySquid(503, 'ERR_CONNECT_FAIL 111'), 'unreachable'],
  ])('after %s', (_, failed, verdict) => {
    expect(openVpnVerdict(seen({ stages: [failed], answer: null }), NO_OTHER)).toBe(verdict);
  });

  it.each([
    ['the right answer', { answer: 'reset' }, NO_OTHER, 'reachable'],
    ['the right answer, whatever else there is', { answer: 'reset' }, SSTP_THERE, 'reachable'],
    ['another key', { answer: 'bad-hmac' }, NO_OTHER, 'wrong-key'],
    ['an end', {}, NO_OTHER, 'no-answer'],
    ['an end, where SSTP is', {}, SSTP_THERE, 'gateway-speaks-sstp'],
    ['silence', { answer: 'silent' }, NO_OTHER, 'silent'],
    ['another protocol', { answer: 'not-openvpn' }, NO_OTHER, 'not-openvpn'],
    ['an end in the proxy', { throughProxy: true }, NO_OTHER, 'no-answer'],
    ['an end in the proxy, but not without it', { throughProxy: true }, DIRECTLY, 'proxy-wants-tls'],
    ['an end in a proxy that decrypts TLS', { throughProxy: true }, DECRYPTED, 'proxy-wants-tls'],
    ['an end on the direct way, though another one was answered', {}, DIRECTLY, 'no-answer'],
    ['nothing that was sent', { answer: null }, NO_OTHER, 'not-tested'],
  ] as const)('after %s', (_, more, others, verdict) => {
    expect(openVpnVerdict(seen(more), others)).toBe(verdict);
  });

  describe('after a page inside the tunnel', () => {
    const page = (via: string, spoke = 'http') => ({
      ...route('not-openvpn', 443, via),
      evidence: { spoke },
    });
    const sstp = (via: string, status: 'pass' | 'fail' = 'pass') => ({ stage: 'sstp', status, via }) as const;
    const last = (direct: MigrationRoute, proxied: MigrationRoute, ...checks: ReturnType<typeof sstp>[]) =>
      withProxyPages([direct, proxied], checks).at(-1)?.verdict;

    it('is of the proxy, whatever the direct way came to', () => {
      expect(last(route('silent', 443), page(PROXY))).toBe('proxy-wants-tls');
      expect(last(page('direct', 'unknown'), page(PROXY))).toBe('proxy-wants-tls');
      const other = [sstp('direct'), sstp('other:1'), sstp(PROXY, 'fail')];
      expect(last(route('silent', 443), page(PROXY), ...other)).toBe('proxy-wants-tls');
    });

    it('is a refusal where it has no head of its own: that was the one of the grant', () => {
      expect(last(route('dns-failed', 443), page(PROXY, 'page'))).toBe('proxy-refused');
      expect(last(page('direct', 'page'), page(PROXY, 'page'))).toBe('not-openvpn');
      expect(last(route('silent', 443), page(PROXY, 'page'), sstp(PROXY))).toBe('not-openvpn');
    });

    it('is not the proxy when the direct route returned a page too, or SSTP answered through it', () => {
      expect(last(page('direct'), page(PROXY))).toBe('not-openvpn');
      expect(last(route('silent', 443), page(PROXY), sstp(PROXY))).toBe('not-openvpn');
      expect(last(route('silent', 443), page(PROXY, 'unknown'))).toBe('not-openvpn');
    });

    it('leaves the direct way as it is', () => {
      const [direct] = withProxyPages([page('direct'), route('silent', 443, PROXY)], []);
      expect(direct?.verdict).toBe('not-openvpn');
    });
  });

  it('of IKEv2 is the probe’s own, but for an answer', () => {
    const judged = (...kinds: string[]) =>
      ikeVerdict(
        'answered',
        kinds.map((kind) => ({ kind })),
      );
    expect(judged('accepted')).toBe('reachable');
    expect(judged('cookie')).toBe('reachable');
    expect(judged('other-group', 'no-proposal')).toBe('turned-down');
    expect(judged('notify')).toBe('turned-down');
    expect(judged('ikev1')).toBe('ikev1');
    expect(ikeVerdict('silent', [])).toBe('silent');
  });
});

describe('the outlook of a protocol', () => {
  it('of IKEv2 needs both ports', () => {
    expect(ike(['reachable', 'reachable']).outlook).toBe('works');
    expect(ike(['reachable', 'silent']).outlook).toBe('blocked');
    expect(ike(['silent', 'reachable'], false).outlook).toBe('blocked');
    expect(ike(['refused', 'refused'], false).outlook).toBe('blocked');
    expect(ike(['silent', 'silent'], null).outlook).toBe('blocked');
  });

  it('of IKEv2 is unknown when a gateway without IKEv2 does not reply', () => {
    expect(ike(['silent', 'silent'], false).outlook).toBe('unknown');
    expect(ikeOutlook([], true)).toBe('unknown');
  });

  it('of OpenVPN distinguishes the direct route from the route through a proxy', () => {
    expect(openVpn(['reachable', 'proxy-wants-tls']).outlook).toBe('works');
    expect(openVpn(['silent', 'reachable']).outlook).toBe('works-through-proxy');
    expect(openVpn(['silent', 'proxy-wants-tls']).outlook).toBe('blocked');
    expect(openVpn(['not-tested', 'not-tested']).outlook).toBe('unknown');
    expect(openVpn(['dns-failed', 'gateway-speaks-sstp']).outlook).toBe('unknown');
    expect(openVpn([]).outlook).toBe('unknown');
  });
});

describe('the answer', () => {
  type Seen = MoveTrace;
  const seen = (more: Partial<Seen>): Seen => ({
    ikev2: ike(['silent', 'silent']),
    openvpn: openVpn(['silent']),
    readiness: readiness(),
    sstp: 'dns-failed',
    ...more,
  });
  const reported = (more: Partial<Seen>) => {
    const { answer, changes } = answerOf(seen(more));
    return [answer, ...changes.map(({ code, to, protocol }) => [code, to, protocol].join(' '))];
  };

  it('is ready by either protocol, with nothing to do', () => {
    expect(reported({ ikev2: ike(['reachable', 'reachable']) })).toEqual(['ready']);
    expect(reported({ openvpn: openVpn(['reachable']), readiness: readiness('both', 'new') })).toEqual([
      'ready',
    ]);
  });

  it('by IKEv2 needs a confirmation where a gateway with site-to-site alone would answer the same', () => {
    const confirm = ['ready-after-changes', 'confirm-point-to-site vpn-team ikev2'];
    const answering = (kind: string, offered: boolean | null = true) => {
      const all = ike(['reachable', 'reachable'], offered);
      const routes = all.ways.map((one) => ({
        ...one,
        evidence: { answers: [{ kind: 'cookie' }, { kind }] },
      }));
      return { ...all, ways: routes };
    };
    expect(reported({ ikev2: answering('accepted') })).toEqual(['ready']);
    expect(reported({ ikev2: answering('accepted', null) })).toEqual(confirm);
    expect(reported({ ikev2: answering('accepted', null), openvpn: openVpn(['reachable']) })).toEqual([
      'ready',
    ]);
  });

  it('asks the VPN team for an answer that turns down or is IKEv1, and for no port that answered', () => {
    const ofIke = (...verdicts: [RouteVerdict, RouteVerdict]) =>
      answerOf(seen({ ikev2: ike(verdicts, null), openvpn: openVpn([]) })).changes.map(
        ({ code, to, ports }) => `${code} ${to} ${ports}`,
      );
    expect(ike(['turned-down', 'turned-down']).outlook).toBe('blocked');
    expect(ike(['ikev1', 'ikev1'], false).outlook).toBe('blocked');
    expect(ofIke('turned-down', 'turned-down')).toEqual(['accept-proposal vpn-team 500,4500']);
    expect(ofIke('turned-down', 'silent')).toEqual([
      'allow-udp network-team 4500',
      'accept-proposal vpn-team 500',
    ]);
    expect(ofIke('ikev1', 'ikev1')).toEqual(['enable-protocol vpn-team ']);
    expect(ofIke('ikev1', 'silent')).toEqual(['allow-udp network-team 4500', 'enable-protocol vpn-team ']);
  });

  it('names what stops OpenVPN where the move is made by IKEv2, as nothing that the move needs', () => {
    const besides = (verdict: RouteVerdict, evidence = {}, offered: boolean | null = true) => {
      const routes = [{ ...route(verdict, 443), evidence }];
      const openvpn = { offered, ways: routes, outlook: openVpnOutlook(routes) };
      const {
        answer,
        changes,
        besides = [],
      } = answerOf(seen({ ikev2: ike(['reachable', 'reachable']), openvpn }));
      expect([answer, changes]).toEqual(['ready', []]);
      return besides.map(({ code, to }) => `${code} ${to}`);
    };
    const key = 'compare-key vpn-team';
    expect(besides('no-answer')).toEqual([key, 'allow-tcp network-team']);
    expect(besides('wrong-key')).toEqual(['replace-key vpn-team']);
    expect(besides('refused')).toEqual(['allow-tcp network-team']);
    expect(besides('silent', { answer: 'silent' })).toEqual([key, 'allow-tcp network-team']);
    expect(besides('no-answer', {}, false)).toEqual([]);
    expect(besides('reachable')).toEqual([]);
    expect(besides('gateway-speaks-sstp')).toEqual([]);
  });

  it('is ready once a profile with the old root is generated again, by its day', () => {
    const one = { ikev2: ike(['reachable', 'reachable']), readiness: readiness('old') };
    expect(reported(one)).toEqual(['ready-after-changes', 'regenerate-profile vpn-team ']);
    expect(answerOf(seen(one)).changes[0]?.by).toBe('2027-01-31');
    // Nobody knows whether a notification of Microsoft names the gateway.
    const unnamed = { ...readiness('old'), oldRootEnds: null };
    expect(reported({ ...one, readiness: unnamed })).toEqual(['ready']);
  });

  it('has the protocol enabled first where the profile names others', () => {
    expect(reported({ ikev2: ike(['reachable', 'reachable'], false) })).toEqual([
      'ready-after-changes',
      'enable-protocol vpn-team ikev2',
      'regenerate-profile vpn-team ',
    ]);
  });

  it('names a client that can go through the proxy, or the direct way', () => {
    expect(reported({ openvpn: openVpn(['silent', 'reachable']) })).toEqual([
      'ready-after-changes',
      'client-with-proxy admin openvpn',
      'allow-tcp network-team openvpn',
    ]);
  });

  it('asks for the ports that do not answer', () => {
    const { answer, changes } = answerOf(seen({ ikev2: ike(['reachable', 'silent']) }));
    expect(answer).toBe('ready-after-changes');
    expect(changes).toMatchObject([
      { code: 'allow-udp', ports: [4500] },
      { code: 'allow-tcp', ports: [443], via: null },
    ]);
  });

  it('asks the proxy for what the proxy stops, and nobody for what was not tested', () => {
    const verdicts = ['unreachable', 'proxy-refused'] as const;
    expect(reported({ openvpn: openVpn(verdicts) }).slice(1)).toEqual([
      'allow-udp network-team ikev2',
      'allow-tcp network-team openvpn',
      'pass-connect proxy-team openvpn',
    ]);
    expect(reported({ openvpn: openVpn(['not-tested']) }).slice(1)).toEqual([
      'allow-udp network-team ikev2',
      'name-profile admin openvpn',
    ]);
    expect(reported({ openvpn: openVpn(['wrong-key']) })).toContain('replace-key vpn-team openvpn');
  });

  describe('where proxies of a list were tried in turn', () => {
    const skipped = { ...route('proxy-unreachable', 443, 'dead:1'), evidence: { passedOver: true } };
    const triedTo = (used: RouteVerdict) => {
      const routes = [route('unreachable', 443), skipped, route(used, 443, 'next:2')];
      const openvpn = { offered: true, ways: routes, outlook: openVpnOutlook(routes) };
      return answerOf(seen({ ikev2: ike(['unreachable', 'unreachable']), openvpn }));
    };
    const asked = ({ changes }: ReturnType<typeof triedTo>) =>
      changes.filter(({ code }) => code === 'pass-connect').map(({ via }) => via);

    it('is that of the one which was reached', () => {
      expect(triedTo('proxy-wants-tls').answer).toBe('not-possible');
      expect(asked(triedTo('proxy-wants-tls'))).toEqual(['next:2']);
    });

    it('is that of the first where none was reached', () => {
      expect(triedTo('proxy-unreachable').answer).toBe('ready-after-changes');
      expect(asked(triedTo('proxy-unreachable'))).toEqual(['dead:1']);
    });
  });

  it('asks the VPN team of what was reached and is no OpenVPN, and the network team where something may stand between', () => {
    const ofOpenVpn = (...verdicts: RouteVerdict[]) =>
      answerOf(seen({ openvpn: openVpn(verdicts) }))
        .changes.filter(({ protocol }) => protocol === 'openvpn')
        .map(({ code, to }) => `${code} ${to}`);
    const key = 'compare-key vpn-team';
    expect(ofOpenVpn('no-answer')).toEqual([key, 'allow-tcp network-team']);
    expect(ofOpenVpn('not-openvpn')).toEqual([key]);
    expect(ofOpenVpn('silent')).toEqual(['allow-tcp network-team']);
  });

  it('asks the proxy team too, where the proxy may be what ends a tunnel that it granted', () => {
    type Evidence = MigrationRoute['evidence'];
    const ofOpenVpn = (
      direct: RouteVerdict,
      verdict: RouteVerdict,
      evidence: Evidence = {},
      directly: Evidence = {},
    ) => {
      const routes = [
        { ...route(direct, 443), evidence: directly },
        { ...route(verdict, 443, PROXY), evidence },
      ];
      const openvpn = { offered: true, ways: routes, outlook: openVpnOutlook(routes) };
      return answerOf(seen({ openvpn }))
        .changes.filter(({ protocol }) => protocol === 'openvpn')
        .map(({ code, to, via }) => [code, to, via].join(' '));
    };
    const [allow, pass] = ['allow-tcp network-team ', `pass-connect proxy-team ${PROXY}`];
    // A result that was seen through the proxy only is reported for the proxy.
    const [key, through] = ['compare-key vpn-team ', `compare-key vpn-team ${PROXY}`];
    expect(ofOpenVpn('refused', 'no-answer')).toEqual([allow, pass, through]);
    expect(ofOpenVpn('refused', 'not-openvpn', { spoke: 'tls' })).toEqual([allow, pass, through]);
    expect(ofOpenVpn('refused', 'not-openvpn', { spoke: 'unknown' })).toEqual([allow, through]);
    expect(ofOpenVpn('silent', 'silent', { answer: 'silent' })).toEqual([allow, pass, through]);
    expect(ofOpenVpn('silent', 'silent')).toEqual([allow, pass]);
    // The server behaves the same without the key.
    expect(ofOpenVpn('no-answer', 'no-answer')).toEqual([key, allow]);
    const notReached = { answer: 'silent' };
    expect(ofOpenVpn('silent', 'silent', notReached, notReached)).toEqual([key, allow]);
    expect(ofOpenVpn('not-openvpn', 'not-openvpn', { spoke: 'unknown' }, { spoke: 'unknown' })).toEqual([
      key,
    ]);
    // The server behaves differently, which only this route shows.
    expect(ofOpenVpn('no-answer', 'silent', notReached)).toEqual([key, allow, pass]);
    expect(ofOpenVpn('silent', 'no-answer', {}, notReached)).toEqual([key, allow, pass]);
    expect(ofOpenVpn('no-answer', 'not-openvpn', { spoke: 'tls' })).toEqual([allow, pass, key]);
    expect(ofOpenVpn('not-openvpn', 'not-openvpn', { spoke: 'tls' }, { spoke: 'unknown' })).toEqual([
      pass,
      key,
    ]);
    expect(ofOpenVpn('not-openvpn', 'no-answer', {}, { spoke: 'unknown' })).toEqual([key, pass]);
    // An answer that may come from a device between is not evidence of the server; that device must allow it.
    for (const spoke of ['http', 'tls'])
      for (const [verdict, evidence] of [
        ['no-answer', {}],
        ['silent', notReached],
        ['not-openvpn', { spoke }],
      ] as const)
        expect(ofOpenVpn('not-openvpn', verdict, evidence, { spoke })).toEqual([allow, pass, key]);
    // The proxy is always the owner of an unanswered CONNECT.
    const unanswered = { stages: [{ stage: 'connect', status: 'fail', reason: 'timeout' }] };
    expect(ofOpenVpn('no-answer', 'silent', unanswered)).toEqual([key, allow, pass]);
  });

  it('has the VPN team say whether the gateway has what does not answer, where no profile says it', () => {
    const asked = 'confirm-protocol vpn-team ikev2';
    expect(reported({ ikev2: ike(['silent', 'refused'], null) })).toContain(asked);
    expect(reported({ ikev2: ike(['silent', 'refused'], true) })).not.toContain(asked);
    expect(reported({ ikev2: ike(['reachable', 'silent'], null) })).not.toContain(asked);
  });

  it('has IKEv2 enabled where it is refused and the profile names others', () => {
    const asked = 'enable-protocol vpn-team ikev2';
    expect(reported({ ikev2: ike(['refused', 'refused'], false) })).toEqual([
      'ready-after-changes',
      'allow-udp network-team ikev2',
      asked,
      'allow-tcp network-team openvpn',
    ]);
    expect(reported({ ikev2: ike(['silent', 'refused'], false) })).toContain(asked);
    expect(reported({ ikev2: ike(['refused', 'refused'], true) })).not.toContain(asked);
    expect(reported({ ikev2: ike(['unreachable', 'unreachable'], false) })).not.toContain(asked);
  });

  it.each([
    [['dns-failed', 'dns-failed'], ['dns-failed', 'proxy-wants-tls'], 'not-possible'],
    [['unreachable', 'unreachable'], ['unreachable', 'proxy-auth-required'], 'not-possible'],
    [['unreachable', 'unreachable'], ['unreachable'], 'not-possible'],
    [['unreachable', 'unreachable'], ['unreachable', 'proxy-refused'], 'ready-after-changes'],
    [['refused', 'refused'], ['refused', 'proxy-wants-tls'], 'ready-after-changes'],
    [['unreachable', 'unreachable'], ['refused'], 'ready-after-changes'],
    [['unreachable', 'unreachable'], ['silent', 'proxy-wants-tls'], 'ready-after-changes'],
    [['silent', 'silent'], ['dns-failed', 'proxy-wants-tls'], 'ready-after-changes'],
    [['unreachable', 'unreachable'], ['not-tested'], 'ready-after-changes'],
  ] as const)('of IKEv2 %j and OpenVPN %j is %s', (first, second, answer) => {
    expect(reported({ ikev2: ike(first), openvpn: openVpn(second) })[0]).toBe(answer);
  });

  it('is not known where the name is not, and asks nobody to open a port', () => {
    const nameless = { ikev2: ike(['dns-failed', 'dns-failed']) };
    const answer = ['not-known', 'resolve-name admin '];
    expect(reported({ ...nameless, openvpn: openVpn(['dns-failed']) })).toEqual(answer);
    expect(reported({ ...nameless, openvpn: openVpn(['not-tested']) })).toEqual(answer);
    expect(
      reported({ ...nameless, openvpn: openVpn(['dns-failed']), readiness: readiness('old') }).slice(2),
    ).toEqual(['regenerate-profile vpn-team ']);
    // A proxy without a working route may not resolve the name either, unless it reports that it does.
    expect(reported({ ...nameless, openvpn: openVpn(['dns-failed', 'dns-failed']) })).toEqual(answer);
    expect(reported({ ...nameless, openvpn: openVpn(['dns-failed', 'unreachable']) })).toEqual(answer);
    const saying = (squidError: string) => {
      const [direct, proxied] = openVpn(['dns-failed', 'unreachable']).ways as [
        MigrationRoute,
        MigrationRoute,
      ];
      const routes = [direct, { ...proxied, evidence: { stages: [{ stage: 'connect', squidError }] } }];
      return reported({
        ...nameless,
        openvpn: { offered: true, ways: routes, outlook: openVpnOutlook(routes) },
      });
    };
    expect(saying('ERR_CANNOT_FORWARD 0')).toEqual(answer);
    expect(saying('ERR_CONNECT_FAIL 111')[0]).toBe('ready-after-changes');
    // A proxy that was not asked may resolve the name.
    expect(reported({ ...nameless, openvpn: openVpn(['not-tested', 'not-tested']) })).toEqual([
      ...answer,
      'name-profile admin openvpn',
    ]);
  });

  it('is not known where the gateway answered nothing at all, not even SSTP', () => {
    const unheard = { ikev2: ike(['silent', 'refused']), openvpn: openVpn(['refused']) };
    expect(reported({ ...unheard, sstp: 'timeout' })[0]).toBe('not-known');
    expect(reported({ ...unheard, sstp: 'gateway-unreachable' })[0]).toBe('not-known');
    expect(reported({ ...unheard, sstp: 'reachable' })[0]).toBe('ready-after-changes');
    expect(reported({ ...unheard, ikev2: ike(['silent', 'reachable']), sstp: 'timeout' })[0]).toBe(
      'ready-after-changes',
    );
  });

  it('leaves a private name alone that resolves behind the proxy of SSTP', () => {
    const nameless = {
      ikev2: ike(['dns-failed', 'dns-failed']),
      openvpn: openVpn(['dns-failed', 'dns-failed']),
    };
    const [first] = answerOf(seen({ ...nameless, sstp: 'revocation-unreachable' })).changes;
    expect(first).toMatchObject({ code: 'resolve-name', via: PROXY });
    expect(answerOf(seen({ ...nameless, sstp: 'timeout' })).changes[0]?.via).toBeNull();
  });

  it('has only IKEv2 enabled where both would work: OpenVPN would cut SSTP', () => {
    const both = { ikev2: ike(['reachable', 'reachable'], false), openvpn: openVpn(['reachable'], false) };
    expect(reported(both).slice(1)).toEqual([
      'enable-protocol vpn-team ikev2',
      'regenerate-profile vpn-team ',
    ]);
  });

  describe('where the profiles name OpenVPN alone', () => {
    const only = (verdicts: readonly RouteVerdict[], evidence = {}, how: Partial<Seen> = {}) => {
      const { ways, ...openvpn } = openVpn(verdicts);
      const routes = ways.map((one) => ({ ...one, evidence: { ...one.evidence, ...evidence } }));
      return reported({ only: 'openvpn', openvpn: { ...openvpn, ways: routes }, ...how });
    };
    const [key, allow] = ['compare-key vpn-team openvpn', 'allow-tcp network-team openvpn'];

    it.each([
      ['its key', ['no-answer'], {}, ['ready-after-changes', key, allow]],
      ['another key', ['wrong-key'], {}, ['ready-after-changes', 'replace-key vpn-team openvpn']],
      [
        'no key',
        ['no-answer'],
        { withoutKey: true },
        ['ready-after-changes', 'add-key vpn-team openvpn', allow],
      ],
      ['a key elsewhere', ['not-tested'], { reason: 'key-file' }, ['not-known', 'embed-key admin openvpn']],
      ['a closed port', ['silent'], {}, ['ready-after-changes', allow]],
      ['no route', ['unreachable'], {}, ['not-possible', allow]],
      ['nothing', ['reachable'], {}, ['ready']],
    ] as const)('is blocked by %s, whatever IKEv2 does', (_, verdicts, evidence, expected) => {
      for (const ikev2 of [ike(['silent', 'silent'], null), ike(['reachable', 'reachable'], null)])
        expect(only(verdicts, evidence, { ikev2 })).toEqual(expected);
    });
  });

  it('is not known where nothing was proved, and says what would', () => {
    const unknown = { ikev2: ike(['silent', 'silent'], false) };
    expect(reported({ ...unknown, openvpn: openVpn(['gateway-speaks-sstp']) })).toEqual([
      'not-known',
      'enable-protocol vpn-team ikev2',
      'enable-protocol vpn-team openvpn',
    ]);
    const keyFile = { ...route('not-tested', 443), evidence: { reason: 'key-file' } };
    expect(reported({ ...unknown, openvpn: { offered: true, ways: [keyFile], outlook: 'unknown' } })).toEqual(
      ['not-known', 'enable-protocol vpn-team ikev2', 'embed-key admin openvpn'],
    );
    expect(reported({ ...unknown, openvpn: openVpn(['not-tested'], null) })).toEqual([
      'not-known',
      'enable-protocol vpn-team ikev2',
      'name-profile admin openvpn',
    ]);
  });
});
