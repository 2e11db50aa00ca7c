import type { RunEvent } from '../../../src/core/model/events.ts';
import {
  CRL,
  GATEWAY,
  machine,
  OCSP,
  PROXIED,
  PROXIED_WINHTTP,
  SID,
  STORES,
  stage,
  started,
  store,
  tunnelPasses,
} from '../../ui/sequences.ts';

/** The settings of a computer on which WinHTTP has the proxy of WinINET. */
export const ALIGNED = STORES.map((one) =>
  one.id.startsWith('winhttp/') ? { ...one, settings: PROXIED_WINHTTP } : one,
);
const OTHER_GATEWAY = 'azuregateway-99887766-5544.vpn.azure.com';

type VerdictEvent = Extract<RunEvent, { type: 'verdict' }>['verdict'];

function verdict(code: VerdictEvent['verdict'], decidedBy: VerdictEvent['stage']): RunEvent {
  const reported = { gateway: GATEWAY, stores: 'current', verdict: code, stage: decidedBy } as const;
  return { type: 'verdict', verdict: reported };
}

function tested(stores: typeof STORES, exitCode: number, ...rest: RunEvent[]): RunEvent[] {
  return [
    started('audit'),
    { type: 'machine', machine: machine() },
    { type: 'stores', stores },
    { type: 'gateways', gateways: [{ host: GATEWAY, port: 443, source: 'option' }] },
    ...rest,
    { type: 'finished', exitCode, durationMs: 1234 },
  ];
}

/** The same events, of another gateway. */
function elsewhere(events: readonly RunEvent[]): RunEvent[] {
  return JSON.parse(JSON.stringify(events).replaceAll(GATEWAY, OTHER_GATEWAY));
}

const SUBJECT = `CN=${GATEWAY}`;
const proxyGrants = [...stage('dns', 'pass'), ...stage('tcp', 'pass'), ...stage('connect', 'pass')];
const crlComes = stage('revocation', 'pass', { url: CRL, evidence: { kind: 'crl', position: 0 } });

/** Runs that end at each part of the two routes. */
export const PATH_STORIES: Readonly<Record<string, readonly RunEvent[]>> = {
  'SSTPVERSION filtered': tested(
    ALIGNED,
    7,
    ...stage('dns', 'pass'),
    ...stage('tcp', 'pass'),
    ...stage('connect', 'fail', {
      evidence: {
        reason: 'sstp-header-refused',
        httpStatus: 403,
        withoutSstpVersion: { status: 200 },
      },
    }),
    verdict('proxy-blocks-sstp', 'connect'),
  ),
  'revocation blocked': tested(
    ALIGNED,
    7,
    ...tunnelPasses(),
    ...stage('revocation', 'fail', {
      url: CRL,
      evidence: { kind: 'crl', position: 0, reason: 'http-status', httpStatus: 403, address: '192.0.2.9' },
    }),
    ...stage('revocation', 'fail', {
      url: OCSP,
      evidence: { kind: 'ocsp', position: 0, reason: 'proxy-auth', httpStatus: 407, address: '192.0.2.9' },
    }),
    verdict('revocation-unreachable', 'revocation'),
  ),
  revoked: tested(
    ALIGNED,
    7,
    ...tunnelPasses(),
    ...stage('revocation', 'fail', {
      url: CRL,
      evidence: { kind: 'crl', position: 0, reason: 'revoked', subject: SUBJECT },
    }),
    ...stage('revocation', 'pass', { url: OCSP, evidence: { kind: 'ocsp', position: 1 } }),
    verdict('revoked', 'revocation'),
  ),
  'one address of two fails': tested(
    ALIGNED,
    0,
    ...tunnelPasses(),
    ...crlComes,
    ...stage('revocation', 'fail', {
      url: OCSP,
      via: 'direct',
      evidence: { kind: 'ocsp', position: 0, reason: 'timeout', of: 'server' },
    }),
    verdict('reachable', null),
  ),
  'opened under a trusted root': tested(
    ALIGNED,
    7,
    ...stage('dns', 'skip', { evidence: { reason: 'is-an-address' } }),
    ...stage('tcp', 'pass'),
    ...stage('connect', 'pass'),
    ...stage('tls', 'pass'),
    ...stage('certificate', 'pass', { evidence: { issuer: 'CN=Contoso Inspection CA' } }),
    ...stage('http', 'pass'),
    ...stage('sstp', 'pass'),
    verdict('tls-inspection', 'certificate'),
  ),
  'gateway port closed': tested(
    STORES.map((one) =>
      one.settings === null
        ? one
        : { ...one, settings: { ...one.settings, proxy: { enabled: false, servers: [] } } },
    ),
    7,
    ...stage('dns', 'pass', { via: 'direct', evidence: { of: 'gateway', host: GATEWAY } }),
    ...stage('tcp', 'fail', {
      via: 'direct',
      evidence: { of: 'gateway', host: GATEWAY, port: 443, reason: 'refused', errno: 'ECONNREFUSED' },
    }),
    verdict('gateway-unreachable', 'tcp'),
  ),
  'proxy does not reach the gateway': tested(
    ALIGNED,
    7,
    ...stage('dns', 'pass'),
    ...stage('tcp', 'pass'),
    ...stage('connect', 'fail', { evidence: { reason: 'status', httpStatus: 503 } }),
    verdict('gateway-unreachable', 'connect'),
  ),
  'PAC file': tested(
    [
      store(`wininet/${SID}/lan`, {
        ...PROXIED,
        proxy: { enabled: false, servers: [] },
        pac: { enabled: true, url: 'http://pac.contoso.example/proxy.pac' },
      }),
      ...STORES.slice(1),
    ],
    8,
    ...stage('connect', 'skip', { via: 'unknown', evidence: { reason: 'route-unsupported', detail: 'pac' } }),
    verdict('not-tested', 'connect'),
  ),
  'partial export': [
    started('audit'),
    { type: 'machine', machine: machine({ kind: 'recorded', user: null }) },
    {
      type: 'stores',
      stores: [store(`wininet/${SID}/lan`, PROXIED), store('winhttp/native', null, { present: null })],
    },
    {
      type: 'finding',
      finding: {
        ...{ code: 'store-unseen', severity: 'error', store: 'winhttp/native' },
        evidence: {
          key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
        },
      },
    },
    { type: 'finished', exitCode: 4, durationMs: 60 },
  ],
  'second proxy used': tested(
    ALIGNED,
    7,
    ...stage('tcp', 'skip', {
      via: 'old-proxy.contoso.example:3128',
      evidence: { of: 'proxy', reason: 'refused', errno: 'ECONNREFUSED', passedOver: true },
    }),
    ...proxyGrants,
    ...stage('tls', 'fail', { evidence: { reason: 'reset-at-client-hello', errno: 'ECONNRESET' } }),
    verdict('tls-failed', 'tls'),
  ),
  'three gateways': tested(
    ALIGNED,
    7,
    ...tunnelPasses(),
    ...crlComes,
    verdict('reachable', null),
    ...elsewhere([
      ...proxyGrants,
      ...stage('tls', 'fail', { evidence: { reason: 'timeout' } }),
      verdict('timeout', 'tls'),
    ]),
  ),
};
