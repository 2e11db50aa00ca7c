import { describe, expect, it } from 'vitest';
import { verdictRow } from '../../../src/core/causes/verdicts.ts';
import type { Check, Stage, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import type { SeenVerdict } from '../../../src/report/text/verdict.ts';
import { requestsOf } from '../../support/texts/letters.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example';
const PROXY = 'proxy.contoso.example:8080';
const AT = { gateway: GATEWAY } as const;
const WORKS: SeenVerdict = {
  verdict: { ...AT, stores: 'proposed', verdict: 'reachable', stage: null },
  checks: [],
};
const SIGNS = ['through-proxy', 'root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'];

type Seen = Pick<Check, 'stage' | 'evidence'> & Partial<Check>;

function fetched(evidence: Check['evidence'], more: Partial<Check> = {}): Seen {
  return { stage: 'revocation', url: 'http://crl.contoso.example/a.crl', evidence, ...more };
}

const page = (more: object) => ({ signIn: true, elsewhere: true, locationHost: 'login.example', ...more });
const acked: Seen = { stage: 'sstp', evidence: {}, status: 'pass' };
const overProxy = { via: PROXY };
const granted: Seen = { stage: 'http', evidence: { httpStatus: 200 }, status: 'pass' };
const dripped = { bytesReceived: 12, afterMs: 15_000 };

const lacksIssuer: Seen = {
  stage: 'certificate',
  evidence: {
    ...{ reason: 'untrusted-root', reasons: ['untrusted-root'] },
    missingIssuer: { subject: 'CN=vpn', issuer: 'CN=Issuing CA', urls: ['http://crl.contoso.example/a.crl'] },
  },
};

/** What each verdict is derived from: the failed checks, the deciding one first. */
const SEEN: Record<VerdictCode, readonly (readonly Seen[])[]> = {
  reachable: [[]],
  'proxy-unreachable': [
    [{ stage: 'tcp', evidence: { of: 'proxy', reason: 'refused' } }],
    [{ stage: 'tcp', evidence: { of: 'proxy', reason: 'blocked-locally', errno: 'EACCES' } }],
  ],
  'proxy-auth-required': [[{ stage: 'connect', evidence: { reason: 'proxy-auth', httpStatus: 407 } }]],
  'proxy-blocks-sstp': [
    [{ stage: 'connect', evidence: { reason: 'sstp-header-refused', httpStatus: 403 } }],
    [{ stage: 'connect', evidence: { reason: 'sstp-header-refused', withSstpVersion: 'closed' } }],
  ],
  'proxy-refused': [
    [{ stage: 'connect', evidence: { reason: 'status', httpStatus: 403 } }],
    [{ stage: 'connect', evidence: { reason: 'status', httpStatus: 405, server: 'nginx' } }],
    [{ stage: 'connect', evidence: { reason: 'status', httpStatus: 405, squidError: 'ERR_UNSUP_REQ 0' } }],
    [{ stage: 'connect', evidence: { reason: 'not-http' } }],
    [{ stage: 'connect', evidence: { reason: 'closed' } }],
    [{ stage: 'connect', evidence: { reason: 'endless-interim' } }],
    [{ stage: 'connect', evidence: { reason: 'tls-record' } }],
  ],
  'dns-failed': [
    [{ stage: 'dns', evidence: { of: 'gateway', reason: 'not-found' } }],
    [{ stage: 'dns', evidence: { of: 'gateway', reason: 'dns-unavailable' } }],
  ],
  'gateway-unreachable': [
    [{ stage: 'tcp', evidence: { of: 'gateway', reason: 'refused' } }],
    [{ stage: 'tcp', evidence: { of: 'gateway', reason: 'reset' } }],
    [{ stage: 'tcp', evidence: { of: 'gateway', reason: 'blocked-locally', errno: 'EPERM' } }],
    [{ stage: 'connect', evidence: { reason: 'status', httpStatus: 503, squidError: 'ERR_DNS_FAIL 0' } }],
    [
      {
        ...{ stage: 'connect', ...overProxy },
        evidence: { reason: 'status', httpStatus: 503, squidError: 'ERR_CONNECT_FAIL 111' },
      },
    ],
  ],
  timeout: [
    [{ stage: 'sstp', evidence: { reason: 'timeout' } }, granted],
    [{ stage: 'connect', evidence: { reason: 'timeout', ...dripped }, ...overProxy }],
    [{ stage: 'tls', evidence: { reason: 'timeout', ...dripped } }],
    [{ stage: 'http', evidence: { reason: 'timeout', ...dripped } }],

    [{ stage: 'http', evidence: { reason: 'timeout' } }],
    [{ stage: 'sstp', evidence: { reason: 'timeout' }, ...overProxy }],
    [{ stage: 'tls', evidence: { reason: 'timeout' } }],
    [{ stage: 'tcp', evidence: { of: 'proxy', reason: 'timeout' }, ...overProxy }],
    [{ stage: 'dns', evidence: { of: 'proxy', reason: 'timeout' }, ...overProxy }],
  ],
  'captive-portal': [
    [{ stage: 'connect', evidence: { reason: 'redirect', httpStatus: 302 } }],
    [{ stage: 'tls', evidence: { reason: 'not-tls', page: page({ httpStatus: 302 }) } }],
    [
      { stage: 'certificate', evidence: { reason: 'name-mismatch', reasons: ['name-mismatch'] } },
      { stage: 'http', evidence: { reason: 'status', page: page({ httpStatus: 200 }) } },
    ],
  ],
  'tls-failed': [
    [{ stage: 'tls', evidence: { reason: 'reset-at-client-hello' } }],
    [{ stage: 'tls', evidence: { reason: 'unrecognized-name' } }],
    [{ stage: 'tls', evidence: { reason: 'alert' } }],
    [{ stage: 'tls', evidence: { reason: 'closed' } }],
    [{ stage: 'tls', evidence: { reason: 'reset-at-client-hello' }, durationMs: 5_000 }],
    [{ stage: 'http', evidence: { reason: 'alert', errno: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' } }],
    [{ stage: 'http', evidence: { reason: 'tls-error', errno: 'ERR_SSL_CIPHER_OPERATION_FAILED' } }],
    [{ stage: 'tls', evidence: { reason: 'old-tls' } }],
    [{ stage: 'tls', evidence: { reason: 'handshake-failure' } }],
    [{ stage: 'tls', evidence: { reason: 'not-tls' } }],
  ],
  'tls-inspection': [
    [{ stage: 'certificate', evidence: { reason: 'untrusted-root', inspectionSigns: SIGNS } }],
  ],
  'tls-offload': [[{ stage: 'certificate', evidence: { reason: 'wrong-root' } }, acked]],
  'untrusted-root': [
    [{ stage: 'certificate', evidence: { reason: 'untrusted-root' } }],
    [lacksIssuer],
    [lacksIssuer, fetched({ reason: 'http-status', httpStatus: 403, kind: 'issuer', position: 0 })],
    [lacksIssuer, fetched({ reason: 'http-status', httpStatus: 404, kind: 'issuer', position: 0 })],
    [lacksIssuer, fetched({ reason: 'refused', of: 'proxy', kind: 'issuer', position: 0 }, overProxy)],
  ],
  'wrong-root': [[{ stage: 'certificate', evidence: { reason: 'wrong-root' } }, acked]],
  'certificate-invalid': [
    [{ stage: 'certificate', evidence: { reason: 'expired' } }],
    [
      { stage: 'certificate', evidence: { reason: 'name-mismatch', reasons: ['name-mismatch'] } },
      { stage: 'http', evidence: { reason: 'status', page: { signIn: false, httpStatus: 403 } } },
    ],
  ],
  'no-sstp-port-free': [[{ stage: 'http', evidence: { reason: 'status', httpStatus: 503 } }]],
  'sstp-not-offered': [[]],
  'not-sstp': [
    [{ stage: 'sstp', evidence: { reason: 'closed' } }, granted],
    [{ stage: 'http', evidence: { reason: 'status', httpStatus: 404 } }],
    [{ stage: 'http', evidence: { reason: 'http-version', httpStatus: 200 } }],
    [{ stage: 'http', evidence: { reason: 'closed' } }],
    [
      { stage: 'http', evidence: { reason: 'status', httpStatus: 400 } },
      { stage: 'certificate', evidence: { inspectionSigns: SIGNS }, status: 'pass' },
    ],
  ],
  revoked: [
    [fetched({ reason: 'revoked', position: 0 })],
    [fetched({ reason: 'revoked', position: 1, subject: 'CN=Contoso Issuing CA' })],
  ],
  'revocation-unreachable': [
    [fetched({ reason: 'timeout', position: 0 })],
    [fetched({ reason: 'expired', position: 0 })],
    [fetched({ reason: 'ocsp-unauthorized', kind: 'ocsp', position: 0 }), fetched({ reason: 'expired' })],
    [fetched({ reason: 'expired', position: 0 }), fetched({ reason: 'html', position: 1 })],
    [fetched({ reason: 'refused', of: 'proxy', position: 0 }, overProxy), acked],
    [fetched({ reason: 'not-found', position: 0 }, { via: 'direct' }), acked],
    [fetched({ reason: 'http-status', httpStatus: 401, position: 0 }, overProxy), acked],
    [fetched({ reason: 'http-status', httpStatus: 503, position: 0 }, overProxy), acked],
    [fetched({ reason: 'http-status', httpStatus: 403, position: 0 }, { via: 'direct' }), acked],
    [fetched({ reason: 'timeout', ...dripped, position: 0 }, overProxy), acked],
  ],
  'not-tested': [
    [{ stage: 'connect', evidence: { reason: 'route-unsupported' }, status: 'skip' }],
    [acked],
    [acked, { stage: 'revocation', evidence: { reason: 'too-large' }, status: 'skip' }],
  ],
};

/** Verdicts about a proxy, which need one. */
const NEEDS_PROXY: readonly VerdictCode[] = [
  'proxy-unreachable',
  'proxy-auth-required',
  'proxy-blocks-sstp',
  'proxy-refused',
];
/** Nothing blocks the path: no request, whatever owner is named. */
const NOT_BLOCKED: readonly VerdictCode[] = ['sstp-not-offered', 'not-tested'];

const ACTORS = [
  ['user', 'user', 'ユーザー'],
  ['admin', 'administrator', '管理者'],
  ['proxy-team', 'proxy team', 'プロキシ担当者'],
  ['network-team', 'network team', 'ネットワーク担当者'],
  ['vpn-team', 'VPN team', 'VPN 担当者'],
] as const;

/** The owners that a text names, in its order. */
function actorsIn(text: string, language: 'en' | 'ja'): string[] {
  const named = ACTORS.map(([actor, en, ja]) => {
    const name = language === 'en' ? en : ja;
    return { actor, at: text.toLowerCase().indexOf(`${name.toLowerCase()}:`) };
  });
  return named
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ actor }) => actor);
}

/** CONNECT was answered, or the other routes say which proxy it was. */
function isFromProxy(seen: readonly Seen[]): boolean {
  return seen.some(({ stage, status, via }) => stage === 'connect' && status !== 'skip' && via === undefined);
}

const ROWS = (Object.keys(SEEN) as VerdictCode[]).flatMap((verdict) =>
  SEEN[verdict].flatMap((seen, index) =>
    (['direct', PROXY] as const)
      // What was seen at a proxy was seen through one.
      .filter((via) => via !== 'direct' || !(NEEDS_PROXY.includes(verdict) || isFromProxy(seen)))
      .map((via) => ({ verdict, via, seen, name: `${verdict} ${index + 1}` })),
  ),
);

describe('who acts', () => {
  it.each(ROWS)('$name ($via): the next step and the requests are for the same teams', (row) => {
    const { verdict, via, seen } = row;
    const checks = seen.map(
      (one): Check => ({
        gateway: GATEWAY,
        url: null,
        via,
        from: 'this-machine',
        stores: 'current',
        status: 'fail',
        durationMs: 1,
        ...one,
      }),
    );
    const stage: Stage | null = seen[0]?.stage ?? null;
    const requests = requestsOf(
      checks,
      [{ gateway: GATEWAY, stores: 'current', verdict, stage }],
      '2026-11-25T10:00:00.000Z',
    );
    const reported = { en: ENGLISH, ja: JAPANESE } as const;
    for (const language of ['en', 'ja'] as const) {
      const { next } = reported[language].verdict(
        { gateway: GATEWAY, stores: 'current', verdict, stage },
        checks,
      );
      const actors = next === null ? [] : actorsIn(next, language);
      expect(next === null ? verdict : actors.length, next ?? '').toBeTruthy();
      const teams = actors.filter((actor) => actor.endsWith('-team'));
      if (requests.length > 0) {
        expect(
          requests.map(({ to }) => to),
          next ?? '',
        ).toEqual(teams);
        for (const team of teams) expect(verdictRow(verdict).owners).toContain(team);
      } else if (!NOT_BLOCKED.includes(verdict)) expect(['user', 'admin', undefined]).toContain(actors[0]);
    }
    const salutation = { 'proxy-team': 'プロキシ', 'network-team': 'ネットワーク', 'vpn-team': 'VPN' };
    for (const request of requests) {
      expect(request.en.split('\n')[0]).toBe(
        `To the ${ACTORS.find(([actor]) => actor === request.to)?.[1]}: VPN gateway ${GATEWAY}:443`,
      );
      expect(request.ja.split('\n')[0]).toBe(
        `${salutation[request.to]} ご担当者様: VPN ゲートウェイ ${GATEWAY}:443 の件`,
      );
      for (const text of [request.en, request.ja]) expect(text).not.toMatch(/undefined|null|: \n|- \n/);
    }
  });

  it('the proposed stores are not to be written by anybody where they fail as well', () => {
    const direct: Check = {
      gateway: GATEWAY,
      stage: 'revocation',
      url: 'http://crl.contoso.example/a.crl',
      via: 'direct',
      from: 'this-machine',
      stores: 'current',
      status: 'fail',
      durationMs: 1,
      evidence: { position: 0, reason: 'timeout' },
    };
    const checks: Check[] = [{ ...direct, stage: 'sstp', url: null, via: PROXY, status: 'pass' }, direct];
    const failing = { gateway: GATEWAY, stores: 'current', verdict: 'revocation-unreachable' } as const;
    const current: Verdict = { ...failing, stage: 'revocation' };
    const actors = (other: SeenVerdict | null) => [
      actorsIn(
        ENGLISH.verdict(current, checks, other)
          .steps.map(({ action }) => action)
          .join(' '),
        'en',
      ),
      actorsIn(
        JAPANESE.verdict(current, checks, other)
          .steps.map(({ action }) => action)
          .join(' '),
        'ja',
      ),
    ];
    expect(actors(null)).toEqual([
      ['admin', 'network-team'],
      ['admin', 'network-team'],
    ]);
    const proposed: Verdict = { ...current, stores: 'proposed' };
    expect(actors({ verdict: proposed, checks })).toEqual([['network-team'], ['network-team']]);
  });

  it('a change that breaks the tunnel is left out, whoever could repair its proxy', () => {
    const current = {
      ...AT,
      stores: 'current',
      verdict: 'revocation-unreachable',
      stage: 'revocation',
    } as const;
    const proposed = { ...AT, stores: 'proposed', verdict: 'proxy-unreachable', stage: 'tcp' } as const;
    const { steps } = ENGLISH.verdict(current, [], { verdict: proposed, checks: [] });
    expect(steps).toMatchObject([{ owner: 'administrator', action: expect.stringContaining('leave out') }]);
    expect(requestsOf([], [current, proposed], '2026-11-25T10:00:00.000Z')).toEqual([]);
  });

  it('what the proposed settings fix is for the administrator alone, whatever failed', () => {
    for (const verdict of ['revocation-unreachable', 'proxy-unreachable', 'dns-failed'] as const) {
      const current = { ...AT, stores: 'current', verdict, stage: 'revocation' } as const;
      expect(actorsIn(ENGLISH.verdict(current, [], WORKS).next ?? '', 'en')).toEqual(['admin']);
      expect(actorsIn(JAPANESE.verdict(current, [], WORKS).next ?? '', 'ja')).toEqual(['admin']);
    }
  });

  it('when another gateway is lost with them, nobody is asked to write them', () => {
    const verdict: Verdict = { ...AT, stores: 'current', verdict: 'dns-failed', stage: 'dns' };
    for (const [texts, language] of [
      [ENGLISH, 'en'],
      [JAPANESE, 'ja'],
    ] as const) {
      const { next } = texts.verdict({ ...verdict, losesByProposal: true }, [], WORKS);
      expect(actorsIn(next ?? '', language)).toEqual(['admin']);
      expect(next).toContain('candidate-fails');
      expect(next).not.toBe(texts.verdict(verdict, [], WORKS).next);
    }
  });
});
