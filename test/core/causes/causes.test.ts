import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/causes/causes.ts';
import { traceOf } from '../../../src/core/causes/trace-of.ts';
import type { Stage, StageResult } from '../../../src/core/model/check.ts';
import { toText } from '../../../src/core/model/say.ts';
import { isReservedAddress } from '../../../src/core/path/reserved-address.ts';

const PROXY = 'proxy.contoso.example:8080';
const GATEWAY = 'vpn.contoso.example';
const AZURE = 'azuregateway-0a1b.vpn.azure.com';

type Seen = [stage: Stage, evidence: object, status?: StageResult['status']];

function seen(via: string, results: readonly Seen[]): StageResult[] {
  return results.map(
    ([stage, evidence, status = 'fail']) =>
      ({ stage, url: null, via, status, durationMs: 1, evidence }) as unknown as StageResult,
  );
}

function judged(via: string, results: readonly Seen[], gateway = GATEWAY): [code: string, owners: string] {
  const { code, steps } = diagnose(traceOf(gateway, seen(via, results)));
  return [code, steps.map(({ owner }) => owner.replace('-team', '')).join(' ')];
}

const OK: Seen = ['http', { httpStatus: 200 }, 'pass'];
const FOREIGN = { inspectionSigns: ['root-not-public', 'no-cdp-and-no-aia'], reason: 'untrusted-root' };

describe('who is asked first', () => {
  it.each<[code: string, owners: string, via: string, results: Seen[]]>([
    ['timeout.name', 'network administrator', 'direct', [['dns', { of: 'gateway', reason: 'timeout' }]]],
    ['dns-failed.no-server', 'network administrator', 'direct', [['dns', { reason: 'dns-unavailable' }]]],
    ['timeout.proxy-name', 'administrator', PROXY, [['dns', { of: 'proxy', reason: 'timeout' }]]],
    ['timeout', 'network vpn', 'direct', [['tcp', { reason: 'timeout' }]]],
    ['timeout', 'proxy vpn administrator', PROXY, [['connect', { reason: 'timeout' }]]],
    ['gateway-unreachable', 'network vpn', 'direct', [['tcp', { reason: 'unreachable' }]]],
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
    ['proxy-refused', 'proxy', PROXY, [['connect', { reason: 'status', httpStatus: 403 }]]],
    ['proxy-refused.error', 'proxy', PROXY, [['connect', { reason: 'status', httpStatus: 500 }]]],
    ['proxy-refused.error', 'proxy', PROXY, [['connect', { reason: 'status', httpStatus: 594 }]]],
    [
      'proxy-refused.not-found',
      'proxy administrator',
      PROXY,
      [['connect', { reason: 'status', httpStatus: 404 }]],
    ],
    [
      'proxy-refused.no-proxy',
      'administrator proxy',
      PROXY,
      [['connect', { reason: 'status', httpStatus: 405 }]],
    ],
    ['tls-failed.ended', 'network vpn', 'direct', [['tls', { reason: 'closed' }]]],
    ['tls-failed', 'proxy vpn', PROXY, [['tls', { reason: 'closed' }]]],
    ['tls-failed.not-tls', 'proxy vpn', PROXY, [['tls', { reason: 'not-tls' }]]],
    ['proxy-refused.not-tls', 'proxy vpn', PROXY, [['connect', { reason: 'spoke-first' }]]],
    ['tls-failed', 'vpn', 'direct', [['tls', { reason: 'not-tls' }]]],
    // The gateway itself reported it, in TLS.
    ['tls-failed', 'vpn proxy', PROXY, [['tls', { reason: 'unrecognized-name' }]]],
    ['tls-failed', 'vpn', PROXY, [['tls', { reason: 'tls-1.3-only' }]]],
    ['tls-failed', 'vpn', 'direct', [['tls', { reason: 'old-tls' }]]],
    ['not-sstp.unanswered', 'proxy vpn', PROXY, [['http', { reason: 'closed' }]]],
    ['not-sstp.unanswered', 'vpn', 'direct', [['http', { reason: 'closed' }]]],
    ['timeout.sstp', 'proxy vpn', PROXY, [['http', { reason: 'timeout' }]]],
    ['timeout.sstp', 'vpn', 'direct', [['http', { reason: 'timeout' }]]],
    ['not-sstp.after-200', 'proxy vpn', PROXY, [OK, ['sstp', { reason: 'reset' }]]],
    ['timeout.after-200', 'proxy vpn', PROXY, [OK, ['sstp', { reason: 'timeout' }]]],
    ['not-sstp.after-200', 'network vpn', 'direct', [OK, ['sstp', { reason: 'reset' }]]],
    ['not-sstp.stuck', 'vpn', 'direct', [OK, ['sstp', { reason: 'closed' }]]],
    ['not-sstp.unanswered', 'network vpn', 'direct', [['http', { reason: 'reset' }]]],
    ['not-sstp.stuck', 'vpn', PROXY, [OK, ['sstp', { reason: 'not-a-packet' }]]],
    ['not-sstp.misfit', 'vpn', PROXY, [OK, ['sstp', { reason: 'malformed-ack' }]]],
    ['not-sstp.misfit', 'vpn', 'direct', [['sstp', { reason: 'other-version', version: '2.0' }]]],
    ['not-sstp.before-ack', 'vpn', PROXY, [OK, ['sstp', { reason: 'closed', dataPackets: 1 }]]],
    ['timeout.before-ack', 'vpn', PROXY, [OK, ['sstp', { reason: 'timeout', echoRequests: 1 }]]],
    [
      'certificate-invalid.web',
      'proxy vpn',
      PROXY,
      [
        ['certificate', { reason: 'expired' }],
        ['http', { page: { httpStatus: 403 } }, 'skip'],
      ],
    ],
    [
      'untrusted-root.of-profile',
      'administrator',
      'direct',
      [['certificate', { reason: 'untrusted-root', asProfileExpects: true }]],
    ],
    ['untrusted-root', 'vpn', 'direct', [['certificate', FOREIGN]]],
  ])('%s: %s (%s, %j)', (code, owners, via, results) => {
    expect(judged(via, results)).toEqual([code, owners]);
  });

  it('is the network team for a private certificate with the name of an Azure gateway', () => {
    expect(judged('direct', [['certificate', FOREIGN]], AZURE)).toEqual(['tls-inspection', 'network']);
    const trusted: Seen[] = [['certificate', FOREIGN, 'pass'], OK, ['sstp', {}, 'pass']];
    expect(judged('direct', trusted, AZURE)).toEqual(['tls-inspection', 'network']);
    for (const behind of [
      ['http', { reason: 'timeout' }],
      ['sstp', { reason: 'closed' }],
    ] as Seen[])
      expect(judged('direct', [['certificate', FOREIGN, 'pass'], behind], AZURE)).toEqual([
        'tls-inspection',
        'network',
      ]);
    const elsewhere = { ...FOREIGN, reasons: ['untrusted-root', 'name-mismatch'] };
    expect(judged('direct', [['certificate', elsewhere]], AZURE)).toEqual(['untrusted-root', 'vpn']);
    expect(judged('direct', [['certificate', { ...FOREIGN, asProfileExpects: true }]], AZURE)).toEqual([
      'untrusted-root.of-profile',
      'administrator',
    ]);
  });
});

describe('the address of the name', () => {
  it.each<[address: string, ofAzure: boolean, ofOthers?: boolean]>([
    ['0.0.0.0', true],
    ['::', true],
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['169.254.10.1', true],
    ['192.0.2.1', true],
    ['198.19.0.1', true],
    ['203.0.113.9', true],
    ['239.1.2.3', true],
    ['255.255.255.255', true],
    ['fe80::1', true],
    ['2001:db8::1', true],
    ['10.1.2.3', true, false],
    ['172.31.0.1', true, false],
    ['192.168.1.1', true, false],
    ['100.64.0.1', true, false],
    ['fd00::1', true, false],
    ['20.1.2.3', false],
    ['172.32.0.1', false],
    ['198.20.0.1', false],
    ['2a01:111::1', false],
    ['no address', false],
  ])('%s is reserved for Azure: %s', (address, ofAzure, ofOthers = ofAzure) => {
    expect(isReservedAddress(address, true)).toBe(ofAzure);
    expect(isReservedAddress(address, false)).toBe(ofOthers);
  });

  const REFUSED: Seen = ['tcp', { of: 'gateway', reason: 'refused', reservedAddress: '0.0.0.0' }];
  const CONNECTED: Seen = ['tcp', { reservedAddress: '127.0.0.1' }, 'pass'];

  it('is the cause, where nothing or no gateway answers at it', () => {
    const cause = ['gateway-unreachable.reserved-address', 'network administrator'];
    expect(judged('direct', [REFUSED])).toEqual(cause);
    for (const stage of ['tls', 'certificate'] as const)
      expect(judged('direct', [CONNECTED, [stage, {}]])).toEqual(cause);
  });

  it('is not, where the gateway or an SSTP server answers', () => {
    const codes = [
      judged('direct', [CONNECTED, ['certificate', {}, 'pass'], ['http', { reason: 'status' }]]),
      judged('direct', [CONNECTED, ['certificate', FOREIGN], OK, ['sstp', {}, 'pass']]),
    ];
    expect(codes.map(([code]) => code)).toEqual(['not-sstp', 'untrusted-root']);
  });
});

it('never reports a path without results as one that works', () => {
  for (const status of ['skip', 'warn'] as const) {
    const connectAlone = seen('direct', [['connect', { reason: 'status', httpStatus: 403 }, status]]);
    expect(diagnose(traceOf(GATEWAY, connectAlone)).code).toBe('not-tested');
  }
  expect(diagnose(traceOf(GATEWAY, [])).code).toBe('not-tested');
});

it('says the status and the product of a proxy that refuses', () => {
  const refused = seen(PROXY, [['connect', { reason: 'status', httpStatus: 403, server: 'squid/5.7' }]]);
  expect(toText(diagnose(traceOf(GATEWAY, refused)).says)).toBe(
    `The proxy ${PROXY} refuses CONNECT ${GATEWAY}:443 (403, squid/5.7).`,
  );
});
