import { describe, expect, it } from 'vitest';
import type { CheckStatus, StageResult } from '../../src/core/model/check.ts';
import { gatewayVerdict, revocationVerdict } from '../../src/core/path/verdict.ts';
import { result } from './verdict-scene.ts';

const ACKED = [result('tcp', 'pass'), result('sstp', 'pass')];

describe('revocationVerdict', () => {
  const answer = (position: number, status: CheckStatus, reason: string) =>
    result('revocation', status, { position, reason });

  it.each<[string, StageResult<'revocation'>[], string]>([
    ['nothing to ask', [], 'reachable'],
    [
      'one good answer for each',
      [answer(0, 'fail', 'timeout'), answer(0, 'pass', 'valid'), answer(1, 'pass', 'valid')],
      'reachable',
    ],
    [
      'the intermediate is missing',
      [answer(0, 'pass', 'valid'), answer(1, 'fail', 'html')],
      'revocation-unreachable',
    ],
    ['407 everywhere', [answer(0, 'fail', 'proxy-auth')], 'revocation-unreachable'],
    ['a list that cannot be checked', [answer(0, 'warn', 'issuer-unknown')], 'revocation-unreachable'],
    ['no address at all', [answer(0, 'warn', 'no-revocation-url'), answer(1, 'pass', 'valid')], 'reachable'],
    ['revoked beside a good answer', [answer(0, 'pass', 'valid'), answer(0, 'fail', 'revoked')], 'revoked'],
    [
      'a list that is not judged, beside one that is good',
      [answer(0, 'skip', 'some-reasons'), answer(0, 'pass', 'valid')],
      'reachable',
    ],
    [
      'a list that is not judged',
      [answer(0, 'skip', 'indirect-crl'), answer(1, 'pass', 'valid')],
      'not-tested',
    ],
    ['LDAP only', [answer(0, 'skip', 'ldap'), answer(1, 'pass', 'valid')], 'not-tested'],
    [
      'LDAP and a dead address',
      [answer(0, 'skip', 'ldap'), answer(0, 'fail', 'refused')],
      'revocation-unreachable',
    ],
    [
      'one untested, one failed',
      [answer(0, 'skip', 'ldap'), answer(1, 'fail', 'refused')],
      'revocation-unreachable',
    ],
  ])('%s', (_name, results, verdict) => {
    expect(revocationVerdict(results)).toEqual({
      verdict,
      stage: verdict === 'reachable' ? null : 'revocation',
    });
  });

  it('comes after the tunnel', () => {
    const offline = [answer(0, 'fail', 'refused')];
    const dead = [result('tcp', 'fail', { of: 'gateway', reason: 'refused' })];
    expect(gatewayVerdict(ACKED, offline)).toEqual({
      verdict: 'revocation-unreachable',
      stage: 'revocation',
    });
    expect(gatewayVerdict(dead, offline)).toEqual({ verdict: 'gateway-unreachable', stage: 'tcp' });
    expect(gatewayVerdict(ACKED, [answer(0, 'pass', 'valid')])).toEqual({
      verdict: 'reachable',
      stage: null,
    });
  });
});

it('takes no delta list for an answer of its own', () => {
  const of = (kind: string, status: 'pass' | 'fail', reason: string): StageResult<'revocation'> => ({
    stage: 'revocation',
    url: `http://crl.example/${kind}`,
    via: 'direct',
    status,
    durationMs: 1,
    evidence: { kind, position: 0, reason },
  });
  const base = of('crl', 'fail', 'winhttp-client-failed');
  expect(revocationVerdict([base, of('delta', 'pass', 'valid')]).verdict).toBe('revocation-unreachable');
});

describe('a hold that a delta has ended', () => {
  const of = (kind: string, reason: string, more: object = {}): StageResult<'revocation'> => ({
    stage: 'revocation',
    url: `http://crl.example/${kind}`,
    via: 'direct',
    status: reason === 'revoked' ? 'fail' : 'pass',
    durationMs: 1,
    evidence: { kind, position: 0, reason, ...more },
  });
  const base = of('crl', 'revoked', { sha256: 'aa' });
  const released = of('delta', 'valid', { released: true, baseSha256: 'aa' });

  it('is no revocation, also where a mirror gives the same list', () => {
    expect(revocationVerdict([base, released]).verdict).toBe('reachable');
    expect(revocationVerdict([base, base, released]).verdict).toBe('reachable');
  });

  it.each([
    ['another delta', of('delta', 'revoked')],
    ['OCSP', of('ocsp', 'revoked')],
    ['another base list', of('crl', 'revoked', { sha256: 'bb' })],
    ['a list without a digest', of('crl', 'revoked')],
    ['the same list about another certificate', of('crl', 'revoked', { sha256: 'aa', position: 1 })],
  ])('covers nothing that %s says', (_who, other) => {
    expect(revocationVerdict([base, released, other]).verdict).toBe('revoked');
    expect(revocationVerdict([other, base, released]).verdict).toBe('revoked');
  });
});
