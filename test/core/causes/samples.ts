import type { Stage, StageResult } from '../../../src/core/model/check.ts';

export const PROXY = 'proxy.contoso.example:8080';
export const GATEWAY = 'vpn.contoso.example';
export const AZURE = 'azuregateway-0a1b.vpn.azure.com';

/** A result of a stage; it failed, unless it has a status. */
export type Seen = readonly [
  stage: Stage,
  evidence: object,
  more?: StageResult['status'] | Partial<Omit<StageResult, 'evidence'>>,
];

/** What was seen of a path: its cause, and who has to act, in order. */
export type CauseSample = readonly [
  code: string,
  owners: string,
  via: string,
  results: readonly Seen[],
  beside?: { readonly gateway?: string; readonly lacksSstp?: true; readonly mayAlign?: true },
];

export const seen = (via: string, results: readonly Seen[]): StageResult[] =>
  results.map(([stage, evidence, more = 'fail']) => {
    const rest = typeof more === 'string' ? { status: more } : { status: 'fail' as const, ...more };
    const url = stage === 'revocation' ? 'http://crl.contoso.example/a.crl' : null;
    return { stage, url, via, durationMs: 1, ...rest, evidence } as unknown as StageResult;
  });

/** The arguments of `traceOf`. */
export function seenIn([, , via, results, beside = {}]: CauseSample) {
  const { gateway = GATEWAY, lacksSstp = false, mayAlign = false } = beside;
  return [gateway, seen(via, results), { lacksSstp, mayAlign }] as const;
}

export const OK: Seen = ['http', { httpStatus: 200 }, 'pass'];
const ACK: Seen = ['sstp', {}, 'pass'];
const PART = { reason: 'timeout', bytesReceived: 20_000, afterMs: 15_000 };
const STALL = { reason: 'timeout', bytesReceived: 1_460, afterMs: 15_000, quietMs: 14_000 };
export const FOREIGN = {
  inspectionSigns: ['root-not-public', 'no-cdp-and-no-aia'],
  reason: 'untrusted-root',
};
const MADE_UP = ['through-proxy', 'root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'];
const MISSING = { subject: 'CN=vpn', issuer: 'CN=Issuing CA', urls: ['http://aia.contoso.example/ca.crt'] };
const PAGE = { httpStatus: 302, signIn: true, elsewhere: true, locationHost: 'login.example' };
const WEB = { page: { httpStatus: 200, server: 'nginx/1.22.1' } };
const GATEWAY_DNS = { of: 'gateway', reason: 'not-found' };
const status = (httpStatus: number, more: object = {}) => ({ reason: 'status', httpStatus, ...more });
/** One fetch of the certificate itself. */
const fetched = (evidence: object, more: NonNullable<Seen[2]> = 'fail'): Seen => [
  'revocation',
  { position: 0, ...evidence },
  more,
];

/** At least one for each cause. `npm run docs` shows what the first one of each says. */
export const CAUSE_SAMPLES: readonly CauseSample[] = [
  ['timeout.proxy-name', 'administrator', PROXY, [['dns', { of: 'proxy', reason: 'timeout' }]]],
  ['timeout.name', 'network administrator', 'direct', [['dns', { of: 'gateway', reason: 'timeout' }]]],
  ['proxy-unreachable.name', 'administrator proxy', PROXY, [['dns', { of: 'proxy', reason: 'not-found' }]]],
  ['dns-failed.no-server', 'network administrator', 'direct', [['dns', { reason: 'dns-unavailable' }]]],
  ['dns-failed', 'administrator', 'direct', [['dns', GATEWAY_DNS]]],

  [
    'gateway-unreachable.reserved-address',
    'network administrator',
    'direct',
    [['tcp', { of: 'gateway', reason: 'refused', reservedAddress: '0.0.0.0' }]],
  ],
  ['timeout.proxy', 'administrator proxy', PROXY, [['tcp', { of: 'proxy', reason: 'timeout' }]]],
  ['timeout', 'network vpn', 'direct', [['tcp', { of: 'gateway', reason: 'timeout' }]]],
  ...(['bypass-entry', 'other-protocols', 'winhttp-only'] as const).map((by): CauseSample => {
    const sentDirect = { by, proxy: PROXY, entry: '*.contoso.example' };
    return ['timeout', 'administrator network vpn', 'direct', [['tcp', { reason: 'timeout', sentDirect }]]];
  }),
  ['timeout', 'proxy vpn administrator', PROXY, [['connect', { reason: 'timeout' }]]],
  [
    'proxy-unreachable.blocked-here',
    'administrator',
    PROXY,
    [['tcp', { of: 'proxy', reason: 'blocked-locally', errno: 'EACCES' }]],
  ],
  ['proxy-unreachable', 'administrator proxy', PROXY, [['tcp', { of: 'proxy', reason: 'refused' }]]],
  [
    'proxy-unreachable',
    'user administrator',
    '127.0.0.1:8080',
    [['tcp', { of: 'proxy', reason: 'refused' }]],
  ],
  ['gateway-unreachable.blocked-here', 'administrator', 'direct', [['tcp', { reason: 'blocked-locally' }]]],
  ['gateway-unreachable.refused', 'network vpn', 'direct', [['tcp', { of: 'gateway', reason: 'refused' }]]],
  ['gateway-unreachable.reset', 'network vpn', 'direct', [['tcp', { of: 'gateway', reason: 'reset' }]]],
  ['gateway-unreachable', 'network vpn', 'direct', [['tcp', { of: 'gateway', reason: 'unreachable' }]]],
  [
    'gateway-unreachable.ipv6',
    'network vpn',
    'direct',
    [
      ['dns', { of: 'gateway', addresses: ['2a01:111::1'] }, 'pass'],
      ['tcp', { of: 'gateway', reason: 'unreachable', errno: 'ENETUNREACH' }],
    ],
  ],
  [
    'gateway-unreachable',
    'network vpn',
    'direct',
    [
      ['dns', { of: 'gateway', addresses: ['2a01:111::1', '20.1.2.3'] }, 'pass'],
      ['tcp', { of: 'gateway', reason: 'unreachable' }],
    ],
  ],
  [
    'proxy-unreachable.no-route',
    'network administrator proxy',
    PROXY,
    [['tcp', { of: 'proxy', reason: 'unreachable' }]],
  ],
  [
    'proxy-refused.own-page',
    'administrator proxy',
    PROXY,
    [['connect', { reason: 'spoke-first', httpStatus: 200, contentType: 'text/plain' }]],
  ],

  [
    'captive-portal.proxy',
    'proxy',
    PROXY,
    [['connect', { ...status(302), reason: 'redirect', server: 'squid/5.7' }]],
  ],
  ['captive-portal.sign-in', 'user proxy', PROXY, [['connect', status(511)]]],
  [
    'captive-portal.own-page',
    'administrator proxy',
    PROXY,
    [['connect', { ...status(302), reason: 'redirect', locationHost: 'proxy.contoso.example' }]],
  ],
  ['timeout.stalled-connect', 'proxy', PROXY, [['connect', STALL]]],
  ['timeout.slow-connect', 'proxy', PROXY, [['connect', PART]]],
  ['proxy-auth-required', 'proxy', PROXY, [['connect', { ...status(407), reason: 'proxy-auth' }]]],
  [
    'proxy-blocks-sstp.silent',
    'proxy',
    PROXY,
    [['connect', { reason: 'sstp-header-refused', withSstpVersion: 'timeout' }]],
  ],
  [
    'proxy-blocks-sstp.refused',
    'proxy',
    PROXY,
    [['connect', { ...status(403), reason: 'sstp-header-refused' }]],
  ],
  [
    'gateway-unreachable.unknown-to-proxy',
    'proxy',
    PROXY,
    [['connect', status(503, { squidError: 'ERR_DNS_FAIL 0' })]],
  ],
  [
    'gateway-unreachable.refused-for-proxy',
    'proxy vpn',
    PROXY,
    [['connect', status(503, { squidError: 'ERR_CONNECT_FAIL 111' })]],
  ],
  [
    'gateway-unreachable.no-tcp-for-proxy',
    'proxy',
    PROXY,
    [['connect', status(503, { squidError: 'ERR_CONNECT_FAIL 110' })]],
  ],
  ['gateway-unreachable.proxy-answers', 'proxy', PROXY, [['connect', status(502)]]],
  ['proxy-refused.takes-tls', 'administrator proxy', PROXY, [['connect', { reason: 'tls-record' }]]],
  ['proxy-refused.not-found', 'proxy administrator', PROXY, [['connect', status(404)]]],
  ['proxy-refused.no-proxy', 'administrator proxy', PROXY, [['connect', status(405)]]],
  ['proxy-refused.not-tls', 'proxy vpn', PROXY, [['connect', { reason: 'spoke-first' }]]],
  ['proxy-refused.no-status', 'administrator proxy', PROXY, [['connect', { reason: 'closed' }]]],
  ['proxy-refused.limit', 'proxy', PROXY, [['connect', status(429)]]],
  ['proxy-refused.error', 'proxy', PROXY, [['connect', status(500)]]],
  ['proxy-refused.error', 'proxy', PROXY, [['connect', status(594)]]],
  ['proxy-refused', 'proxy', PROXY, [['connect', status(403, { server: 'squid/5.7' })]]],

  [
    'captive-portal.direct-or-web',
    'user network vpn',
    'direct',
    [['tls', { reason: 'not-tls', page: PAGE }]],
  ],
  [
    'captive-portal.direct',
    'user network',
    'direct',
    [['tls', { reason: 'not-tls', page: { signIn: true, locationHost: 'login.example' } }]],
  ],
  [
    'captive-portal.own-page',
    'administrator proxy',
    PROXY,
    [['tls', { reason: 'not-tls', page: { signIn: true, began: '<html>' } }]],
  ],
  ['captive-portal.proxy-or-web', 'proxy vpn', PROXY, [['tls', { reason: 'not-tls', page: PAGE }]]],
  ['captive-portal.proxy', 'proxy', PROXY, [['http', { ...status(302), reason: 'redirect' }]]],
  ['timeout.stalled-tls', 'network vpn', 'direct', [['tls', STALL]]],
  ['timeout.slow-tls', 'network vpn', 'direct', [['tls', PART]]],
  ['timeout.cut-by-proxy', 'proxy', PROXY, [['tls', { reason: 'timeout', direct: { tls: 'completed' } }]]],
  ['timeout.tls-on-no-route', 'vpn', PROXY, [['tls', { reason: 'timeout', direct: { tls: 'timeout' } }]]],
  ['timeout.tls', 'proxy vpn', PROXY, [['tls', { reason: 'timeout' }]]],
  ['timeout.tls', 'network vpn', 'direct', [['tls', { reason: 'timeout' }]]],
  ['proxy-blocks-sstp.cut', 'proxy', PROXY, [['tls', { reason: 'sstp-header-refused' }]]],
  ['untrusted-root.slow', 'administrator', 'direct', [['tls', { reason: 'chain-slow' }]]],
  [
    'untrusted-root.slow-root',
    'network administrator',
    'direct',
    [['tls', { reason: 'chain-slow', missingIssuer: { ...MISSING, isRoot: true } }]],
  ],
  [
    'untrusted-root.slow-issuer',
    'network vpn',
    'direct',
    [['tls', { reason: 'chain-slow', missingIssuer: MISSING }]],
  ],
  ['not-sstp.web', 'vpn', 'direct', [['tls', { reason: 'not-tls', ...WEB }]]],
  [
    'sstp-not-offered.tried',
    'vpn',
    'direct',
    [['tls', { reason: 'reset-at-client-hello' }]],
    { lacksSstp: true },
  ],
  ['tls-failed.cut-by-proxy', 'proxy', PROXY, [['tls', { reason: 'reset', direct: { tls: 'completed' } }]]],
  [
    'tls-failed.cut-by-proxy',
    'proxy',
    PROXY,
    [['tls', { reason: 'not-tls', ...WEB, direct: { tls: 'completed' } }]],
  ],
  ['tls-failed.cut', 'proxy vpn', PROXY, [['tls', { reason: 'reset-at-client-hello' }]]],
  ['tls-failed.also-direct', 'vpn', PROXY, [['tls', { reason: 'closed', direct: { tls: 'closed' } }]]],
  ['tls-failed.not-tls', 'proxy vpn', PROXY, [['tls', { reason: 'not-tls' }]]],
  ['tls-failed.not-tls', 'proxy vpn', PROXY, [['tls', { reason: 'not-tls', ...WEB }]]],
  ['tls-failed.reset', 'network vpn', 'direct', [['tls', { reason: 'reset-at-client-hello' }]]],
  ['tls-failed.ended', 'network vpn', 'direct', [['tls', { reason: 'closed' }]]],
  ['tls-failed', 'vpn', 'direct', [['tls', { reason: 'old-tls' }]]],
  ['tls-failed', 'proxy vpn', PROXY, [['tls', { reason: 'closed' }]]],
  ['tls-failed', 'vpn', 'direct', [['tls', { reason: 'not-tls' }]]],
  // The gateway itself reported it, in TLS.
  ['tls-failed', 'vpn proxy', PROXY, [['tls', { reason: 'unrecognized-name' }]]],
  ['tls-failed', 'vpn', PROXY, [['tls', { reason: 'tls-1.3-only' }]]],
  // A filter sends it as well as the gateway.
  [
    'tls-failed',
    'proxy vpn',
    PROXY,
    [['tls', { reason: 'alert', errno: 'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED' }]],
  ],
  [
    'tls-failed.late',
    'vpn',
    'direct',
    [['http', { reason: 'alert', errno: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }]],
  ],

  [
    'tls-offload',
    'vpn',
    'direct',
    [['certificate', { ...FOREIGN, notOfProfile: true, reason: 'wrong-root' }], OK, ACK],
  ],
  ['tls-offload', 'vpn', 'direct', [['certificate', { ...FOREIGN, notOfProfile: true }, 'pass'], OK, ACK]],
  [
    'tls-inspection',
    'proxy',
    PROXY,
    [['certificate', { reason: 'untrusted-root', inspectionSigns: MADE_UP }]],
  ],
  ['tls-inspection', 'network', 'direct', [['certificate', FOREIGN]], { gateway: AZURE }],
  [
    'untrusted-root.missing',
    'vpn',
    'direct',
    [['certificate', { reason: 'untrusted-root', missingIssuer: MISSING }]],
  ],
  [
    'untrusted-root.missing',
    'proxy vpn',
    PROXY,
    [
      ['certificate', { reason: 'untrusted-root', missingIssuer: MISSING }],
      fetched({ reason: 'http-status', httpStatus: 403, kind: 'issuer' }),
    ],
  ],
  [
    'untrusted-root.of-profile',
    'administrator',
    'direct',
    [['certificate', { reason: 'untrusted-root', asProfileExpects: true, top: { subject: 'CN=Root' } }]],
  ],
  ['untrusted-root', 'vpn', 'direct', [['certificate', FOREIGN]]],
  ['wrong-root', 'vpn', 'direct', [['certificate', { reason: 'wrong-root' }]]],
  [
    'certificate-invalid.elsewhere',
    'proxy',
    PROXY,
    [['certificate', { reason: 'name-mismatch', direct: { comparison: 'different', forItsName: true } }]],
  ],
  [
    'certificate-invalid.web',
    'proxy vpn',
    PROXY,
    [
      ['certificate', { reason: 'expired' }],
      ['http', { page: { httpStatus: 403 } }, 'skip'],
    ],
  ],
  ['certificate-invalid', 'vpn', 'direct', [['certificate', { reason: 'expired' }]]],

  ['timeout.stalled-sstp', 'network vpn', 'direct', [['http', STALL]]],
  ['timeout.slow-sstp', 'vpn', 'direct', [['http', PART]]],
  ['timeout.sstp', 'proxy vpn', PROXY, [['http', { reason: 'timeout' }]]],
  ['timeout.sstp', 'vpn', 'direct', [['http', { reason: 'timeout' }]]],
  [
    'no-sstp-port-free.azure',
    'vpn',
    'direct',
    [['http', status(503, { server: 'Microsoft-HTTPAPI/2.0' })]],
    { gateway: AZURE },
  ],
  ['no-sstp-port-free', 'vpn', 'direct', [['http', status(503, { server: 'Microsoft-HTTPAPI/2.0' })]]],
  [
    'not-sstp.by-windows',
    'administrator',
    'direct',
    [
      ['http', { httpStatus: 200 }, 'pass'],
      ['http', { client: 'WinHttp', reason: 'winhttp-client-failed', hresult: '0x80072F8F' }],
    ],
    { gateway: 'https://vpn.contoso.example/ (computer)' },
  ],
  ['not-sstp.old-http', 'vpn', 'direct', [['http', { ...status(200), reason: 'http-version' }]]],
  ['not-sstp.unanswered', 'proxy vpn', PROXY, [['http', { reason: 'closed' }]]],
  ['not-sstp.unanswered', 'vpn', 'direct', [['http', { reason: 'closed' }]]],
  ['not-sstp.unanswered', 'network vpn', 'direct', [['http', { reason: 'reset' }]]],
  ['not-sstp', 'vpn', 'direct', [['http', status(404, { server: 'nginx/1.22.1' })]]],

  ['not-sstp.refused-call', 'vpn', 'direct', [OK, ['sstp', { reason: 'nak', sstpStatus: 4 }]]],
  ['not-sstp.misfit', 'vpn', 'direct', [['sstp', { reason: 'other-version', version: '2.0' }]]],
  ['not-sstp.misfit', 'vpn', PROXY, [OK, ['sstp', { reason: 'malformed-ack' }]]],
  ['timeout.before-ack', 'vpn', PROXY, [OK, ['sstp', { reason: 'timeout', echoRequests: 1 }]]],
  ['not-sstp.before-ack', 'vpn', PROXY, [OK, ['sstp', { reason: 'closed', dataPackets: 1 }]]],
  ['timeout.after-200', 'proxy vpn', PROXY, [OK, ['sstp', { reason: 'timeout' }]]],
  ['not-sstp.after-200', 'proxy vpn', PROXY, [OK, ['sstp', { reason: 'reset' }]]],
  ['not-sstp.after-200', 'network vpn', 'direct', [OK, ['sstp', { reason: 'reset' }]]],
  ['timeout.stuck', 'vpn', 'direct', [OK, ['sstp', { reason: 'timeout' }]]],
  ['not-sstp.stuck', 'vpn', 'direct', [OK, ['sstp', { reason: 'closed' }]]],
  ['not-sstp.stuck', 'vpn', PROXY, [OK, ['sstp', { reason: 'not-a-packet' }]]],

  ['sstp-not-offered.untried', 'vpn', 'direct', [], { lacksSstp: true }],
  ['not-tested.unrecorded', 'administrator', 'direct', [['tcp', { reason: 'evidence-ends' }, 'skip']]],
  [
    'not-tested.pac-file',
    'administrator',
    'direct',
    [
      [
        'connect',
        { reason: 'route-unsupported', detail: 'pac' },
        { status: 'skip', from: 'this-desk' } as object,
      ],
    ],
  ],
  [
    'not-tested.unreadable',
    'administrator',
    'direct',
    [['connect', { reason: 'route-unsupported', detail: 'store-not-known' }, 'skip']],
  ],
  [
    'not-tested.auto-detect',
    'administrator',
    'direct',
    [['dns', { ...GATEWAY_DNS, sentDirect: { by: 'auto-detect' } }]],
  ],
  ['not-tested', 'administrator', 'direct', [['connect', { reason: 'route-unsupported' }, 'skip']]],

  ['revoked.hold', 'vpn', 'direct', [ACK, fetched({ reason: 'revoked', hold: true })]],
  [
    'revoked.issuer',
    'vpn',
    'direct',
    [ACK, fetched({ reason: 'revoked', position: 1, subject: 'CN=Issuing CA' })],
  ],
  ['revoked', 'vpn', 'direct', [ACK, fetched({ reason: 'revoked' })]],
  [
    'not-tested.unsupported',
    'administrator vpn',
    'direct',
    [ACK, fetched({ reason: 'indirect-crl' }, 'skip')],
  ],
  ['not-tested.too-large', 'administrator', 'direct', [ACK, fetched({ reason: 'too-large' }, 'skip')]],
  ['not-tested.unrecorded-lists', 'administrator', 'direct', [ACK, fetched({ reason: 'not-asked' }, 'skip')]],
  ['not-tested.unfollowed', '', 'direct', [ACK, fetched({ reason: 'route-unsupported' }, 'skip')]],
  ['not-tested.no-time-left', 'administrator', 'direct', [ACK, fetched({ reason: 'no-time-left' }, 'skip')]],
  ['not-tested.no-address', 'vpn', 'direct', [ACK, fetched({ reason: 'ldap' }, 'skip')]],
  [
    'revocation-unreachable.not-fetched',
    'administrator',
    'direct',
    [ACK, fetched({ reason: 'issuer-unknown' }, { status: 'fail', url: null } as object)],
  ],
  ['revocation-unreachable.invalid-answers', 'vpn', 'direct', [ACK, fetched({ reason: 'expired' })]],
  ['revocation-unreachable.proxy-down', 'proxy', PROXY, [ACK, fetched({ reason: 'refused', of: 'proxy' })]],
  [
    'revocation-unreachable.cached',
    'proxy vpn',
    PROXY,
    [ACK, fetched({ reason: 'expired', cachedBy: 'proxy' })],
  ],
  ['revocation-unreachable.part', 'network vpn', 'direct', [ACK, fetched(PART)]],
  ['revocation-unreachable.not-reached', 'network', 'direct', [ACK, fetched({ reason: 'not-found' })]],
  [
    'revocation-unreachable.not-reached',
    'network administrator',
    'direct',
    [ACK, fetched({ reason: 'dns-unavailable' })],
  ],
  ['revocation-unreachable', 'network', 'direct', [ACK, fetched({ reason: 'timeout' })]],
  ['reachable', '', PROXY, [OK, ACK]],
];

/** Where the route, or another observation, changes the owners. */
export const OTHER_OWNERS: readonly CauseSample[] = [
  ['timeout.slow-tls', 'proxy vpn', PROXY, [['tls', { reason: 'timeout', bytesReceived: 12 }]]],
  ['timeout.sstp', 'proxy vpn', PROXY, [['sstp', { reason: 'timeout' }]]],
  ['timeout.after-200', 'vpn', PROXY, [OK, ['sstp', { reason: 'timeout', direct: { sstp: 'timeout' } }]]],
  [
    'tls-failed.late',
    'vpn proxy',
    PROXY,
    [['http', { reason: 'alert', errno: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' }]],
  ],
  ['not-sstp', 'proxy', PROXY, [['http', { direct: { sstp: 'completed' } }]]],
  [
    'not-sstp',
    'proxy vpn',
    PROXY,
    [
      ['certificate', { inspectionSigns: MADE_UP }, 'pass'],
      ['http', {}],
    ],
  ],
  ['not-sstp.unanswered', 'proxy', PROXY, [['http', { reason: 'closed', direct: { sstp: 'completed' } }]]],
  ['untrusted-root', 'vpn', PROXY, [['certificate', { reason: 'untrusted-root' }]]],
  [
    'untrusted-root.missing',
    'network vpn vpn',
    'direct',
    [
      ['certificate', { reasons: ['untrusted-root'], missingIssuer: MISSING }],
      fetched({ reason: 'http-status', httpStatus: 403, kind: 'issuer' }),
    ],
  ],
  [
    'untrusted-root.missing',
    'proxy vpn vpn',
    PROXY,
    [
      ['certificate', { reasons: ['untrusted-root'], missingIssuer: MISSING }],
      fetched({
        ...{ kind: 'issuer', redirects: ['blocked.example'], redirectVia: [PROXY] },
        followed: { reason: 'http-status' },
      }),
    ],
  ],
  [
    'revocation-unreachable',
    'administrator proxy vpn',
    PROXY,
    [
      fetched({ reason: 'http-status' }, {
        status: 'fail',
        from: 'this-machine',
        stores: 'current',
      } as object),
    ],
    { mayAlign: true },
  ],
];
