import { describe, expect, it } from 'vitest';
import { CAUSES, diagnose } from '../../../src/core/causes/causes.ts';
import type { Trace } from '../../../src/core/causes/trace.ts';
import { traceOf } from '../../../src/core/causes/trace-of.ts';
import { VERDICT_CODES, verdictRow } from '../../../src/core/causes/verdicts.ts';
import { toText } from '../../../src/core/model/say.ts';
import { isReservedAddress } from '../../../src/core/path/reserved-address.ts';
import {
  AZURE,
  CAUSE_SAMPLES,
  FOREIGN,
  GATEWAY,
  OK,
  OTHER_OWNERS,
  PROXY,
  type Seen,
  seen,
  seenIn,
} from './samples.ts';

function judged(via: string, results: readonly Seen[], gateway = GATEWAY): [code: string, owners: string] {
  return causeIn(traceOf(gateway, seen(via, results)));
}

function causeIn(trace: Trace): [code: string, owners: string] {
  const { code, steps } = diagnose(trace);
  return [code, steps.map(({ owner }) => owner.replace('-team', '')).join(' ')];
}

describe('a cause', () => {
  const rows = [...CAUSE_SAMPLES, ...OTHER_OWNERS];
  it.each(rows.map((sample) => [sample[0], sample[1], sample[2], sample[3], sample] as const))(
    '%s: %s (%s, %j)',
    (code, owners, _via, results, sample) => {
      const trace = traceOf(...seenIn(sample));
      expect(causeIn(trace)).toEqual([code, owners]);
      const failed = results.find(([, , more = 'fail']) => more === 'fail' || Object(more).status === 'fail');
      if (failed !== undefined) expect(diagnose(trace).stage).toBe(failed[0]);
      const ofVerdict = verdictRow(code.split('.', 1)[0] ?? '').owners.map((one) => one.replace('-team', ''));
      expect(owners.split(' ').filter((one) => one !== '' && !ofVerdict.includes(one as never))).toEqual([]);
    },
  );

  it('has a sample, so that docs/verdicts.md shows it', () => {
    const codes = Object.values(CAUSES).flatMap((rules) => rules.map(({ code }): string => code));
    const shown = CAUSE_SAMPLES.map(([code]) => code);
    expect([...new Set(codes)].filter((code) => !shown.includes(code))).toEqual([]);
  });

  it.each(VERDICT_CODES)('of %s has no other owners than samples show', (verdict) => {
    const shown = CAUSE_SAMPLES.filter(([code]) => code.split('.', 1)[0] === verdict).map(
      ([, owners]) => owners,
    );
    const owners = verdictRow(verdict).owners.map((owner) => owner.replace('-team', ''));
    expect(owners.filter((owner) => !shown.join(' ').split(' ').includes(owner))).toEqual([]);
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

it.each([
  [['expired'], 'renew the certificate, which has expired'],
  [
    ['expired', 'name-mismatch'],
    'check the dates of the certificate; the gateway name, and the names in the certificate',
  ],
])('asks to renew a certificate that is expired and nothing else: %j', (reasons, action) => {
  // A proxy whose clock agrees.
  const at = '2026-11-25T10:00:00.000Z';
  const judged = seen(PROXY, [
    ['connect', { httpStatus: 200, date: at }, 'pass'],
    ['certificate', { reason: 'expired', reasons, judgedAt: at }],
  ]);
  expect(toText(diagnose(traceOf(GATEWAY, judged)).steps[0]?.action ?? '')).toBe(action);
});
