import { describe, expect, it } from 'vitest';
import { gatewayVerdict, revocationVerdict } from '../../../src/core/causes/verdict.ts';
import type { CheckStatus, StageResult } from '../../../src/core/model/check.ts';
import { result } from './verdict-scene.ts';

const UNREACHABLE = 'revocation-unreachable';
const REFUSED = { position: 0, reason: 'refused' };
const ACKED = [result('tcp', 'pass'), result('sstp', 'pass')];

describe('revocationVerdict', () => {
  const answer = (position: number, status: CheckStatus, reason: string) =>
    result('revocation', status, { position, reason });
  const [GOOD, OTHER] = [answer(0, 'pass', 'valid'), answer(1, 'pass', 'valid')];

  it.each<[string, StageResult<'revocation'>[], string]>([
    ['nothing to ask', [], 'reachable'],
    ['one good answer for each', [answer(0, 'fail', 'timeout'), GOOD, OTHER], 'reachable'],
    ['the intermediate is missing', [GOOD, answer(1, 'fail', 'html')], UNREACHABLE],
    ['407 everywhere', [answer(0, 'fail', 'proxy-auth')], UNREACHABLE],
    ['a list that cannot be checked', [answer(0, 'warn', 'issuer-unknown')], UNREACHABLE],
    ['no address at all', [answer(0, 'warn', 'no-revocation-url'), OTHER], 'reachable'],
    ['revoked beside a good answer', [GOOD, answer(0, 'fail', 'revoked')], 'revoked'],
    [
      'a list that is not judged, beside one that is good',
      [answer(0, 'skip', 'some-reasons'), GOOD],
      'reachable',
    ],
    ['a list that is not judged', [answer(0, 'skip', 'indirect-crl'), OTHER], 'not-tested'],
    ['LDAP only', [answer(0, 'skip', 'ldap'), OTHER], 'not-tested'],
    ['LDAP and a dead address', [answer(0, 'skip', 'ldap'), answer(0, 'fail', 'refused')], UNREACHABLE],
    ['one untested, one failed', [answer(0, 'skip', 'ldap'), answer(1, 'fail', 'refused')], UNREACHABLE],
  ])('%s', (_name, results, verdict) => {
    expect(revocationVerdict(results)).toEqual({
      verdict,
      stage: verdict === 'reachable' ? null : 'revocation',
    });
  });

  it('comes after the tunnel', () => {
    const offline = [answer(0, 'fail', 'refused')];
    const dead = [result('tcp', 'fail', { of: 'gateway', reason: 'refused' })];
    expect(gatewayVerdict([...ACKED, ...offline])).toEqual({
      verdict: 'revocation-unreachable',
      stage: 'revocation',
    });
    expect(gatewayVerdict([...dead, ...offline])).toEqual({ verdict: 'gateway-unreachable', stage: 'tcp' });
    expect(gatewayVerdict([...ACKED, answer(0, 'pass', 'valid')])).toEqual({
      verdict: 'reachable',
      stage: null,
    });
  });
});

describe('the issuer of a certificate', () => {
  const issuer = (status: CheckStatus, reason: string, position = 0) =>
    result('revocation', status, { kind: 'issuer', position, reason });
  const list = result('revocation', 'pass', { kind: 'crl', position: 0, reason: 'valid' });

  it.each<[string, StageResult<'revocation'>[], string]>([
    ['is no answer', [issuer('pass', 'valid'), result('revocation', 'fail', REFUSED)], UNREACHABLE],
    ['is no answer about another', [issuer('pass', 'valid'), issuer('fail', 'refused', 1)], UNREACHABLE],
    ['is not needed beside an answer', [issuer('fail', 'refused'), list], 'reachable'],
    ['is settled by one URL', [issuer('fail', 'refused'), issuer('pass', 'valid')], 'reachable'],
    ['is open with none', [issuer('fail', 'refused')], UNREACHABLE],
    ['is open as PEM, also beside an answer', [issuer('warn', 'pem'), list], UNREACHABLE],
    [
      'is settled by another URL than that of PEM',
      [issuer('warn', 'pem'), issuer('pass', 'valid'), list],
      'reachable',
    ],
    ['is not settled for another', [issuer('warn', 'pem'), issuer('pass', 'valid', 1), list], UNREACHABLE],
    ['is open where no revocation URL is asked', [issuer('fail', 'no-revocation-url')], UNREACHABLE],
  ])('%s', (_, results, verdict) => {
    expect(revocationVerdict(results).verdict).toBe(verdict);
  });
});

it('counts a failure without the word as no revocation, and the word without a failure', () => {
  const answer = (status: CheckStatus, reason: string) =>
    result('revocation', status, { position: 0, reason });
  expect(revocationVerdict([answer('warn', 'revoked'), answer('pass', 'valid')]).verdict).toBe('reachable');
  expect(revocationVerdict([answer('fail', 'refused')]).verdict).toBe('revocation-unreachable');
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

  it('stays where the delta is of no use', () => {
    for (const useless of [
      { ...released, status: 'fail' as const },
      { ...released, evidence: { ...released.evidence, kind: 'crl' as const } },
      { ...released, evidence: { ...released.evidence, released: false } },
    ] as StageResult<'revocation'>[])
      expect(revocationVerdict([base, useless]).verdict).toBe('revoked');
    const nameless = of('crl', 'revoked');
    expect(revocationVerdict([nameless, of('delta', 'valid', { released: true })]).verdict).toBe('revoked');
  });

  it.each([
    ['another delta', of('delta', 'revoked')],
    ['OCSP', of('ocsp', 'revoked')],
    ['another base list', of('crl', 'revoked', { sha256: 'bb' })],
    ['a list without a digest', of('crl', 'revoked')],
    ['a responder with the digest of the list', of('ocsp', 'revoked', { sha256: 'aa' })],
    ['the same list about another certificate', of('crl', 'revoked', { sha256: 'aa', position: 1 })],
  ])('covers nothing that %s says', (_who, other) => {
    expect(revocationVerdict([base, released, other]).verdict).toBe('revoked');
    expect(revocationVerdict([other, base, released]).verdict).toBe('revoked');
  });
});
