import { describe, expect, it } from 'vitest';

import { chainFindings, deltaFindings } from '../../../../src/core/findings/path/certificates.ts';
import type { CheckStatus, StageResult } from '../../../../src/core/model/check.ts';
import type { WindowsChain } from '../../../../src/core/path/chain-checks.ts';
import { ENGLISH } from '../../../../src/report/text/texts.ts';

const OFFLINE = 0x1000000;
const URL = 'http://crl.example/issuing+.crl';

function result(
  kind: string,
  status: CheckStatus,
  evidence: Record<string, unknown> = {},
): StageResult<'revocation'> {
  const about = { kind, position: 0, subject: 'CN=gw.example', ...evidence };
  return { stage: 'revocation', url: URL, via: 'direct', status, durationMs: 1, evidence: about };
}

function seen(flags: number, hresult: number | null = null): WindowsChain {
  const online = { id: '1', mode: 'online' as const, flags, hresult, durationMs: 1, elements: [] };
  const about = { gateway: 'gw.example', account: 'S-1-5-21-1', decidedBy: 'winhttp/native', via: 'direct' };
  return { ...about, offline: null, online, certificate: undefined };
}

const BASE = result('crl', 'pass', { reason: 'valid' });
const MISSING = result('delta', 'fail', { reason: 'http-status', httpStatus: 404 });

describe('a delta list that was not had', () => {
  it.each<[string, StageResult<'revocation'>[], WindowsChain | undefined, string[]]>([
    ['no delta', [BASE], undefined, []],
    ['a good one', [BASE, result('delta', 'pass', { reason: 'valid' })], undefined, []],
    ['one of two addresses has it', [BASE, MISSING, result('delta', 'pass')], undefined, []],
    ['it revokes', [BASE, result('delta', 'fail', { reason: 'revoked' })], undefined, []],
    ['not there', [BASE, MISSING], undefined, ['warning']],
    ['Windows is content all the same', [BASE, MISSING], seen(0), ['warning']],
    ['Windows was not asked', [BASE, MISSING], seen(OFFLINE, -1), ['warning']],
    ['Windows says that revocation is offline', [BASE, MISSING], seen(OFFLINE), ['error']],
    ['OCSP answers', [BASE, result('ocsp', 'pass'), MISSING], undefined, ['info']],
    [
      'OCSP answers for another certificate',
      [BASE, result('ocsp', 'pass', { position: 1 }), MISSING],
      undefined,
      ['warning'],
    ],
    ['not to be asked from here', [BASE, result('delta', 'skip', { reason: 'ldap' })], undefined, ['info']],
    [
      'of two certificates',
      [MISSING, result('delta', 'fail', { position: 1, reason: 'expired' })],
      undefined,
      ['warning', 'warning'],
    ],
  ])('%s', (_name, results, windows, severities) => {
    const found = deltaFindings('gw.example', results, windows);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual(
      severities.map((severity) => ['delta-crl-unavailable', severity]),
    );
  });

  it.each([
    ['expired', { reason: 'expired' }, 'direct', /^VPN team: /],
    ['not there', { reason: 'http-status', httpStatus: 404 }, 'direct', /^VPN team: /],
    ['without a reply', { reason: 'timeout' }, 'direct', /^Network team: allow http .* VPN team: /],
    [
      'refused by a proxy',
      { reason: 'proxy-auth' },
      'proxy.example:8080',
      /^Proxy team: allow http .* VPN team: /,
    ],
    ['of an address that is not requested', { reason: 'ldap' }, 'unknown', /^VPN team: /],
  ])('%s: asks the team of the route only for what did not come', (_name, evidence, via, remedy) => {
    const [found] = deltaFindings(
      'gw.example',
      [BASE, { ...result('delta', 'fail', evidence), via }],
      undefined,
    );
    expect(ENGLISH.finding(found ?? expect.fail()).remedy).toMatch(remedy);
  });

  it('takes the place of what Windows says of it', () => {
    const codes = (deltaMissing: boolean) =>
      chainFindings(seen(OFFLINE), 'reachable', { deltaMissing }).map(({ code }) => code);
    expect(codes(false)).toEqual(['windows-revocation-offline']);
    expect(codes(true)).toEqual([]);
  });

  it('names the address, the cause, and what is known of Windows', () => {
    const reported = (results: StageResult<'revocation'>[], windows?: WindowsChain) => {
      const [found] = deltaFindings('gw.example', results, windows);
      if (found === undefined) throw new Error('no finding');
      return ENGLISH.finding(found).message;
    };
    expect(reported([MISSING])).toContain(`"CN=gw.example" (gw.example)`);
    expect(reported([MISSING])).toContain(`${URL} (HTTP 404)`);
    expect(reported([MISSING])).toContain('may fail with 0x80092013');
    expect(reported([MISSING], seen(OFFLINE))).toContain('as S-1-5-21-1 says 0x80092013');
    expect(reported([result('ocsp', 'pass'), MISSING])).toContain('OCSP answers');
  });
});
