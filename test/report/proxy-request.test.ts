import { describe, expect, it } from 'vitest';
import type { Check, Stage, Verdict, VerdictCode } from '../../src/core/model/check.ts';
import { type AccessRequest, requestsOf } from '../../src/report/requests/proxy-request.ts';

const GATEWAY = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';
const PROXY = 'proxy.contoso.example:8080';
const AT = '2026-11-25T10:00:00.123Z';

function check(stage: Stage, evidence: Check['evidence'], more: Partial<Check> = {}): Check {
  const status = 'fail' as const;
  return {
    gateway: GATEWAY,
    stage,
    url: null,
    via: PROXY,
    from: 'this-machine',
    stores: 'current',
    status,
    durationMs: 31,
    evidence,
    ...more,
  };
}

function verdict(code: VerdictCode, stage: Stage | null, stores: Verdict['stores'] = 'current'): Verdict {
  return { gateway: GATEWAY, stores, verdict: code, stage };
}

function crl(url: string, evidence: Check['evidence'], more: Partial<Check> = {}): Check {
  return check('revocation', { kind: 'crl', ...evidence }, { url, ...more });
}

const DIRECT = { via: 'direct' };
const REFUSED = { target: `${GATEWAY}:443`, httpStatus: 403, httpReason: 'Forbidden', server: 'squid/6.6' };

const MISSING = { subject: 'CN=vpn', issuer: 'CN=Own CA', urls: ['http://pki.contoso.example/i.cer'] };
const LACKS_ISSUER = {
  ...{ subject: 'CN=vpn', issuer: 'CN=Own CA', sha256: 'cd'.repeat(32), inspectionSigns: [] },
  ...{ reason: 'untrusted-root', reasons: ['untrusted-root'], missingIssuer: MISSING },
};
type Path = readonly [string, AccessRequest['to'], Verdict, readonly Check[]];

/** One path for each verdict with an owner other than the administrator. */
const PATHS: readonly Path[] = [
  [
    'proxy-auth-required',
    'proxy-team',
    verdict('proxy-auth-required', 'connect'),
    [
      check('connect', {
        target: `${GATEWAY}:443`,
        httpStatus: 407,
        httpReason: 'Proxy Authentication Required',
        reason: 'proxy-auth',
        schemes: ['Negotiate', 'Basic'],
      }),
    ],
  ],
  [
    'proxy-blocks-sstp',
    'proxy-team',
    verdict('proxy-blocks-sstp', 'connect'),
    [check('connect', { ...REFUSED, reason: 'sstp-header-refused', withoutSstpVersion: { status: 200 } })],
  ],
  [
    'proxy-refused',
    'proxy-team',
    verdict('proxy-refused', 'connect'),
    [
      check('connect', {
        ...REFUSED,
        squidError: 'ERR_ACCESS_DENIED 0',
        reason: 'status',
        withoutSstpVersion: { status: 403 },
      }),
    ],
  ],
  [
    'proxy-unreachable',
    'proxy-team',
    verdict('proxy-unreachable', 'tcp'),
    [
      check('tcp', {
        of: 'proxy',
        host: 'proxy.contoso.example',
        port: 8080,
        reason: 'refused',
        errno: 'ECONNREFUSED',
      }),
    ],
  ],
  [
    'tls-inspection',
    'proxy-team',
    verdict('tls-inspection', 'certificate'),
    [
      check('certificate', {
        reason: 'untrusted-root',
        reasons: ['untrusted-root'],
        subject: `CN=${GATEWAY}`,
        issuer: 'CN=Contoso Inspection CA',
        sha256: 'ab'.repeat(32),
        inspectionSigns: ['through-proxy', 'no-cdp-and-no-aia'],
      }),
      check('http', {
        httpStatus: 411,
        httpReason: 'Length Required',
        proxyHeaders: ['via'],
        reason: 'status',
      }),
    ],
  ],
  [
    'captive-portal',
    'proxy-team',
    verdict('captive-portal', 'tls'),
    [
      check('tls', {
        reason: 'not-tls',
        errno: 'ERR_SSL_WRONG_VERSION_NUMBER',
        page: { signIn: false, reason: 'not-http', began: '<html>Blocked' },
      }),
    ],
  ],
  [
    'tls-offload',
    'vpn-team',
    verdict('tls-offload', 'certificate'),
    [
      check(
        'certificate',
        {
          reason: 'wrong-root',
          reasons: ['wrong-root'],
          subject: `CN=${GATEWAY}`,
          issuer: 'CN=Offload CA',
          sha256: 'cd'.repeat(32),
          inspectionSigns: ['root-not-public', 'no-cdp-and-no-aia', 'not-profile-root'],
        },
        DIRECT,
      ),
    ],
  ],
  [
    'tls-inspection, compared with the direct way',
    'proxy-team',
    verdict('tls-inspection', 'certificate'),
    [
      check('certificate', {
        reason: 'another-certificate',
        reasons: ['another-certificate'],
        subject: `CN=${GATEWAY}`,
        issuer: 'CN=Contoso Inspection CA',
        sha256: 'ab'.repeat(32),
        direct: { comparison: 'different', sha256: 'ef'.repeat(32), issuer: 'CN=Azure TLS Issuing CA 03' },
      }),
    ],
  ],
  [
    'gateway-unreachable through a proxy',
    'proxy-team',
    verdict('gateway-unreachable', 'connect'),
    [
      check('connect', {
        target: `${GATEWAY}:443`,
        httpStatus: 503,
        httpReason: 'Service Unavailable',
        reason: 'status',
      }),
    ],
  ],
  [
    'gateway-unreachable, TCP refused for a proxy',
    'vpn-team',
    verdict('gateway-unreachable', 'connect'),
    [
      check('connect', {
        target: `${GATEWAY}:443`,
        httpStatus: 503,
        squidError: 'ERR_CONNECT_FAIL 111',
        reason: 'status',
      }),
    ],
  ],
  [
    'timeout through a proxy',
    'proxy-team',
    verdict('timeout', 'connect'),
    [check('connect', { target: `${GATEWAY}:443`, reason: 'timeout' }, { durationMs: 15_000 })],
  ],
  [
    'revocation-unreachable through a proxy',
    'proxy-team',
    verdict('revocation-unreachable', 'revocation'),
    [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/issuing.crl', { httpStatus: 403, reason: 'http-status' }),
      crl('http://crl4.contoso.example:8081/issuing.crl', {
        httpStatus: 200,
        contentType: 'text/html',
        reason: 'html',
      }),
      check(
        'revocation',
        { kind: 'ocsp', httpStatus: 407, reason: 'proxy-auth', schemes: ['NTLM'] },
        { url: 'http://ocsp.contoso.example/issuing' },
      ),
      // It answers, but with an expired list: not a problem of the route.
      crl('http://old.contoso.example/issuing.crl', { httpStatus: 200, reason: 'expired' }),
    ],
  ],
  [
    'revocation-unreachable by its answers',
    'vpn-team',
    verdict('revocation-unreachable', 'revocation'),
    [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/issuing.crl', { httpStatus: 200, reason: 'expired' }),
      crl('http://crl4.contoso.example/issuing.crl', { httpStatus: 404, reason: 'http-status' }),
    ],
  ],
  [
    'gateway-unreachable, direct',
    'network-team',
    verdict('gateway-unreachable', 'tcp'),
    [
      check(
        'tcp',
        { of: 'gateway', host: GATEWAY, port: 443, reason: 'refused', errno: 'ECONNREFUSED' },
        DIRECT,
      ),
    ],
  ],
  [
    'timeout, direct, from another desk',
    'network-team',
    verdict('timeout', 'tcp'),
    [
      check(
        'tcp',
        { of: 'gateway', host: GATEWAY, port: 443, reason: 'timeout' },
        { ...DIRECT, from: 'this-desk' },
      ),
    ],
  ],
  [
    'revocation-unreachable, direct',
    'network-team',
    verdict('revocation-unreachable', 'revocation'),
    [
      check('sstp', {}, { ...DIRECT, status: 'pass' }),
      crl('http://crl3.contoso.example/issuing.crl', { reason: 'refused', errno: 'ECONNREFUSED' }, DIRECT),
    ],
  ],
  [
    'tls-failed',
    'vpn-team',
    verdict('tls-failed', 'tls'),
    [check('tls', { reason: 'reset', errno: 'ECONNRESET' }, DIRECT)],
  ],
  [
    'tls-failed, reset at the first byte',
    'network-team',
    verdict('tls-failed', 'tls'),
    [check('tls', { reason: 'reset-at-client-hello', errno: 'ECONNRESET', bytesReceived: 0 }, DIRECT)],
  ],
  [
    'tls-failed, reset at the first byte through a proxy',
    'vpn-team',
    verdict('tls-failed', 'tls'),
    [check('tls', { reason: 'reset-at-client-hello', errno: 'ECONNRESET', bytesReceived: 0 })],
  ],
  [
    'tls-failed, no such name',
    'vpn-team',
    verdict('tls-failed', 'tls'),
    [
      check(
        'tls',
        { reason: 'unrecognized-name', errno: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME', bytesReceived: 7 },
        DIRECT,
      ),
    ],
  ],
  ...['old-tls', 'handshake-failure', 'client-certificate', 'not-tls'].map(
    (reason): Path => [
      `tls-failed, ${reason}`,
      'vpn-team',
      verdict('tls-failed', 'tls'),
      [check('tls', { reason, bytesReceived: 7 }, DIRECT)],
    ],
  ),
  ...['head-too-large', 'endless-interim', 'closed'].map(
    (reason): Path => [
      `proxy-refused, ${reason}`,
      'proxy-team',
      verdict('proxy-refused', 'connect'),
      [check('connect', { target: `${GATEWAY}:443`, reason })],
    ],
  ),
  [
    'untrusted-root',
    'vpn-team',
    verdict('untrusted-root', 'certificate'),
    [
      check(
        'certificate',
        {
          subject: 'CN=vpn',
          issuer: 'CN=Own CA',
          sha256: 'cd'.repeat(32),
          reasons: ['untrusted-root'],
          inspectionSigns: [],
        },
        DIRECT,
      ),
    ],
  ],
  [
    'untrusted-root, an intermediate that is not sent',
    'vpn-team',
    verdict('untrusted-root', 'certificate'),
    [check('certificate', { ...LACKS_ISSUER, missingIssuer: { ...MISSING, urls: [] } }, DIRECT)],
  ],
  ...(['proxy-team', 'vpn-team'] as const).map(
    (to) =>
      [
        'untrusted-root, an intermediate that the proxy refuses',
        to,
        verdict('untrusted-root', 'certificate'),
        [
          check('certificate', LACKS_ISSUER),
          check(
            'revocation',
            { kind: 'issuer', position: 0, reason: 'proxy-auth', httpStatus: 407, schemes: ['Negotiate'] },
            { url: 'http://pki.contoso.example/i.cer' },
          ),
          crl('http://crl.contoso.example/i.crl', { position: 0, reason: 'proxy-auth', httpStatus: 407 }),
        ],
      ] as const,
  ),
  [
    'wrong-root',
    'vpn-team',
    verdict('wrong-root', 'certificate'),
    [
      check(
        'certificate',
        { subject: 'CN=vpn', issuer: 'CN=Other CA', sha256: 'ef'.repeat(32), reasons: ['wrong-root'] },
        DIRECT,
      ),
    ],
  ],
  [
    'certificate-invalid',
    'vpn-team',
    verdict('certificate-invalid', 'certificate'),
    [
      check(
        'certificate',
        {
          subject: 'CN=other.contoso.example',
          issuer: 'CN=Own CA',
          sha256: '01'.repeat(32),
          reasons: ['name-mismatch', 'expired'],
        },
        DIRECT,
      ),
    ],
  ],
  [
    'no-sstp-port-free',
    'vpn-team',
    verdict('no-sstp-port-free', 'http'),
    [
      check(
        'http',
        { httpStatus: 503, httpReason: '', server: 'Microsoft-HTTPAPI/2.0', reason: 'status' },
        DIRECT,
      ),
    ],
  ],
  [
    'not-sstp',
    'vpn-team',
    verdict('not-sstp', 'http'),
    [check('http', { httpStatus: 404, httpReason: 'Not Found', server: 'nginx', reason: 'status' }, DIRECT)],
  ],
  [
    'revocation-unreachable, in part',
    'network-team',
    verdict('revocation-unreachable', 'revocation'),
    [
      check('sstp', {}, { ...DIRECT, status: 'pass' }),
      crl(
        'http://crl3.contoso.example/issuing.crl',
        { httpStatus: 200, reason: 'timeout', bytesReceived: 4096, afterMs: 9_000 },
        DIRECT,
      ),
    ],
  ],
  [
    'revoked',
    'vpn-team',
    verdict('revoked', 'revocation'),
    [
      check('sstp', {}, { ...DIRECT, status: 'pass' }),
      crl('http://crl3.contoso.example/issuing.crl', { httpStatus: 200, reason: 'revoked' }, DIRECT),
    ],
  ],
  [
    'revoked, above the gateway',
    'vpn-team',
    verdict('revoked', 'revocation'),
    [
      check('sstp', {}, { ...DIRECT, status: 'pass' }),
      crl(
        'http://crl3.contoso.example/root.crl',
        { httpStatus: 200, reason: 'revoked', position: 1, subject: 'CN=Contoso Issuing CA' },
        DIRECT,
      ),
    ],
  ],
];

function askedOf(to: AccessRequest['to'], checks: readonly Check[], one: Verdict): AccessRequest {
  const [request, ...more] = requestsOf(checks, [one], AT).filter((asked) => asked.to === to);
  if (request === undefined || more.length > 0) throw new Error(`${more.length + 1} requests to ${to}`);
  return request;
}

function only(checks: readonly Check[], ...verdicts: Verdict[]): AccessRequest {
  const [request, ...more] = requestsOf(checks, verdicts, AT);
  if (request === undefined || more.length > 0) throw new Error(`${more.length} requests`);
  return request;
}

describe('requests', () => {
  it.each(PATHS)('%s goes to the %s', (_, to, one, checks) => {
    expect(askedOf(to, checks, one)).toMatchObject({ gateway: GATEWAY, verdict: one.verdict });
  });

  it.each(['en', 'ja'] as const)(
    'read as they always did (%s), one for each team and verdict',
    async (language) => {
      const seen = new Set<string>();
      const first = PATHS.filter(([, to, one]) => {
        const kind = `${to} ${one.verdict}`;
        return !seen.has(kind) && seen.add(kind);
      });
      const page = first.map(
        ([name, to, one, checks]) => `=== ${name} (${to})\n${askedOf(to, checks, one)[language]}\n`,
      );
      await expect(page.join('\n')).toMatchFileSnapshot(`requests.golden.${language}.txt`);
    },
  );

  it('ask for what was seen: host and port, method, header, no sign-in, no inspection, the time', () => {
    const [, , one, checks] = PATHS[0] ?? [];
    if (one === undefined || checks === undefined) throw new Error('no path');
    const { en, ja } = only(checks, one);
    for (const text of [en, ja]) {
      expect(text).toContain(`CONNECT ${GATEWAY}:443`);
      expect(text).toContain('SSTPVERSION: 1.0');
      expect(text).toContain('2026-11-25 10:00:00 UTC');
      expect(text).toContain('Proxy-Authenticate: Negotiate, Basic');
      expect(text).toContain(`p2s-fix verify ${GATEWAY} --proxy ${PROXY}`);
    }
    expect(en).toContain('without proxy authentication');
    expect(en).toContain('without TLS inspection');
    expect(ja).toContain('プロキシ認証なし');
    expect(ja).toContain('TLS インスペクションなし');
  });

  it('name the servers of the revocation check that are not reached, with their ports', () => {
    const checks = [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/a.crl', { reason: 'timeout' }),
      crl('http://crl3.contoso.example/b.crl', { reason: 'timeout' }),
      crl('http://crl4.contoso.example:8081/a.crl', { reason: 'timeout' }),
      crl('http://good.contoso.example/a.crl', { reason: 'valid' }, { status: 'pass' }),
    ];
    const { en, ja } = only(checks, verdict('revocation-unreachable', 'revocation'));
    expect(en.match(/^- HTTP .*$/gm)).toEqual([
      `- HTTP (GET) to crl3.contoso.example:80 through ${PROXY}`,
      `- HTTP (GET) to crl4.contoso.example:8081 through ${PROXY}`,
    ]);
    expect(ja).toContain('crl3.contoso.example:80 への HTTP');
    expect(en).not.toContain('good.contoso.example');
  });

  it('check afterwards through the proxy of the tunnel alone', () => {
    const list = 'http://crl3.contoso.example/issuing.crl';
    const blocked = { httpStatus: 403, reason: 'http-status' };
    const one = verdict('revocation-unreachable', 'revocation');
    const acked = check('sstp', {}, { status: 'pass' });
    const { en, ja } = only([acked, crl(list, blocked, { via: 'other.contoso.example:3128' })], one);
    expect(en).toContain('- HTTP (GET) to crl3.contoso.example:80 through other.contoso.example:3128');
    for (const text of [en, ja]) expect(text.trimEnd()).toMatch(/p2s-fix verify [^ ]+$/);
    const same = only([acked, crl(list, blocked)], one);
    expect(same.en).toContain(' --proxy proxy.contoso.example:8080');
  });

  it('ask about the proxy of the tunnel where the revocation check goes none', () => {
    const checks = [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/a.crl', { reason: 'not-found' }, DIRECT),
    ];
    const request = only(checks, verdict('revocation-unreachable', 'revocation'));
    expect(request.to).toBe('proxy-team');
    expect(request.en).toContain(`crl3.contoso.example:80 through ${PROXY}`);
  });

  it('show what came with SSTPVERSION and what without, where no status came as well', () => {
    const lines = (evidence: Check['evidence'], code: VerdictCode) =>
      only([check('connect', { target: 'gw:443', ...evidence })], verdict(code, 'connect')).en.match(
        /^- CONNECT gw.*$/gm,
      );
    const closed = { withSstpVersion: 'closed', withoutSstpVersion: { status: 200 } };
    expect(lines({ reason: 'sstp-header-refused', ...closed }, 'proxy-blocks-sstp')).toEqual([
      `- CONNECT gw:443 (proxy ${PROXY}) -> closed; 31 ms`,
      `- CONNECT gw:443 (proxy ${PROXY}), without SSTPVERSION -> 200`,
    ]);
    const twice = { reason: 'reset', withoutSstpVersion: { status: null, reason: 'closed' } };
    expect(lines(twice, 'proxy-refused')).toEqual([
      `- CONNECT gw:443 (proxy ${PROXY}) -> reset; 31 ms`,
      `- CONNECT gw:443 (proxy ${PROXY}), without SSTPVERSION -> closed`,
    ]);
  });

  it.each([
    ['untrusted-root', 'Which root should it be?'],
    ['certificate-invalid', 'Check the certificate.'],
    ['not-sstp', 'Check the log of the SSTP server for why it refuses the call.'],
  ] as const)('ask about what decided, where the server refuses the call as well (%s)', (code, ask) => {
    const bad = code === 'not-sstp' ? [] : [check('certificate', { reason: code }, DIRECT)];
    const nak = check('sstp', { reason: 'nak', sstpStatus: 4, sstpAttribute: 1 }, DIRECT);
    const one = verdict(code, code === 'not-sstp' ? 'sstp' : 'certificate');
    const [request] = requestsOf([...bad, nak], [one], AT);
    const asks = request?.en.split('Please:')[1]?.split('Observed')[0]?.trim();
    expect(asks).toContain(ask);
    expect(asks?.split('\n')).toHaveLength(1);
    expect(request?.ja.includes('SSTP サーバーのログ')).toBe(code === 'not-sstp');
  });

  it('ask nobody when the proposed setting or the current one works', () => {
    const checks = [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/a.crl', { reason: 'not-found' }, DIRECT),
    ];
    const blocked = verdict('revocation-unreachable', 'revocation');
    expect(requestsOf(checks, [blocked, verdict('reachable', null, 'proposed')], AT)).toEqual([]);
    const candidate = verdict('proxy-refused', 'connect', 'proposed');
    expect(requestsOf(checks, [verdict('reachable', null), candidate], AT)).toEqual([]);
    expect(requestsOf(checks, [verdict('not-tested', 'connect')], AT)).toEqual([]);
    expect(requestsOf(checks, [verdict('dns-failed', 'dns')], AT)).toEqual([]);
  });

  it('ask for what blocks the proposed setting, not for what it fixes', () => {
    const checks = [
      check('dns', { of: 'gateway', host: GATEWAY, reason: 'not-found' }, DIRECT),
      check('connect', REFUSED, { stores: 'proposed' }),
    ];
    const verdicts = [verdict('dns-failed', 'dns'), verdict('proxy-refused', 'connect', 'proposed')];
    expect(only(checks, ...verdicts)).toMatchObject({ verdict: 'proxy-refused', to: 'proxy-team' });
  });

  it('bring no control character and no end of lines from outside, and stay short', () => {
    const hostile = '\u001b]0;x\u0007\r\nPlease allow everything\u202e';
    const evidence = { target: hostile, httpStatus: 403, httpReason: hostile, server: 'x'.repeat(100_000) };
    const many = Array.from({ length: 1000 }, () => check('connect', evidence, { via: hostile }));
    const { en, ja } = only(many, verdict('proxy-refused', 'connect'));
    for (const text of [en, ja]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
      expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      expect(text).not.toMatch(/^Please allow everything/m);
      expect(text.length).toBeLessThan(40_000);
      expect(text).toContain('... +980');
    }
  });
});
