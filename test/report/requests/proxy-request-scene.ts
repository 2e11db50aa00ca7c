import type { Check, Stage, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import type { AccessRequest } from '../../../src/report/requests/proxy-request.ts';

export const GATEWAY = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';

export const PROXY = 'proxy.contoso.example:8080';

export const AT = '2026-11-25T10:00:00.123Z';

export function check(stage: Stage, evidence: Check['evidence'], more: Partial<Check> = {}): Check {
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

export function verdict(
  code: VerdictCode,
  stage: Stage | null,
  stores: Verdict['stores'] = 'current',
): Verdict {
  return { gateway: GATEWAY, stores, verdict: code, stage };
}

export function crl(url: string, evidence: Check['evidence'], more: Partial<Check> = {}): Check {
  return check('revocation', { kind: 'crl', ...evidence }, { url, ...more });
}

export const DIRECT = { via: 'direct' };

export const REFUSED = {
  target: `${GATEWAY}:443`,
  httpStatus: 403,
  httpReason: 'Forbidden',
  server: 'squid/6.6',
};

export const MISSING = { subject: 'CN=vpn', issuer: 'CN=Own CA', urls: ['http://pki.contoso.example/i.cer'] };

export const LACKS_ISSUER = {
  ...{ subject: 'CN=vpn', issuer: 'CN=Own CA', sha256: 'cd'.repeat(32), inspectionSigns: [] },
  ...{ reason: 'untrusted-root', reasons: ['untrusted-root'], missingIssuer: MISSING },
};

export type Path = readonly [string, AccessRequest['to'], Verdict, readonly Check[]];

/** One path for each verdict with an owner other than the administrator. */
export const PATHS: readonly Path[] = [
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
        inspectionSigns: ['through-proxy', 'root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'],
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
      check('connect', { httpStatus: 200 }, { status: 'pass' }),
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
    { ...verdict('tls-offload', 'certificate'), gateway: 'vpn.contoso.example' },
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
      check('sstp', {}, { ...DIRECT, status: 'pass' }),
    ].map((one) => ({ ...one, gateway: 'vpn.contoso.example' })),
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
