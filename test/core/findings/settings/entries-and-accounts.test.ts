import { describe, expect, it } from 'vitest';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../../src/core/codec/wininet-blob.ts';
import { assess } from '../../../../src/core/decide/assess.ts';
import { userPart } from '../../../../src/core/decide/proposal.ts';
import { bypassFindings } from '../../../../src/core/findings/settings/bypass.ts';
import type { Verdict } from '../../../../src/core/model/check.ts';
import { FOLLOW, observe, sample, setBlob, withValue } from '../../stores/registry-scene.ts';
import { dword, PROXY, repaired, reported } from '../findings-scene.ts';

describe('a service account with a proxy of its own', () => {
  const key = 'HKEY_USERS\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
  const bytes = encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: 'service:1' });
  const registry = withValue(
    withValue(sample(), key, 'ProxyEnable', dword(1)),
    `${key}\\Connections`,
    'DefaultConnectionSettings',
    { kind: 'binary', bytes },
  );

  it('counts while WinHTTP is direct, because LocalService checks revocation', () => {
    expect(reported(registry, 'service-account-proxy')).toMatchObject([
      { severity: 'warning', store: 'wininet/S-1-5-19/lan', evidence: { decides: true } },
    ]);
  });

  it('is worth knowing only where WinHTTP will have the same proxy', () => {
    const same = setBlob(registry, { proxy: 'service:1', bypass: '' });
    expect(reported(same, 'service-account-proxy')).toMatchObject([
      { severity: 'info', evidence: { decides: true, settings: 'proxy service:1' } },
    ]);
  });

  it('is worth knowing only where WinHTTP names a proxy', () => {
    expect(reported(repaired(registry, FOLLOW), 'service-account-proxy')).toMatchObject([
      { severity: 'info' },
    ]);
  });
});

describe('an entry of a bypass list', () => {
  const gateway = { host: 'azuregateway-1.vpn.azure.com', port: 443, source: 'option' } as const;
  const url = 'http://crl3.digicert.com/a.crl';

  function matches(bypass: string, verdicts: Verdict[] = []) {
    const registry = repaired(setBlob(sample(), { bypass }), FOLLOW);
    return bypassFindings(assess(observe(registry), FOLLOW, null), [gateway], [url], verdicts);
  }

  it('that sends the gateway or a CRL host around the proxy is reported for each setting', () => {
    expect(matches('<local>;*.azure.com;*.digicert.com')).toMatchObject([
      {
        store: 'wininet/current/lan',
        severity: 'info',
        evidence: { entry: '*.azure.com', host: gateway.host },
      },
      {
        store: 'winhttp/native',
        severity: 'info',
        evidence: { entry: '*.digicert.com', host: 'crl3.digicert.com' },
      },
    ]);
  });

  it('is a warning where that part of the path fails', () => {
    const verdict: Verdict = { gateway: gateway.host, stores: 'current', verdict: 'timeout', stage: 'tcp' };
    expect(matches('*.azure.com;*.digicert.com', [verdict]).map(({ severity }) => severity)).toEqual([
      'warning',
      'info',
    ]);
  });

  it('that concerns other hosts is not', () => {
    expect(matches('<local>;*.contoso.example')).toEqual([]);
  });
});

describe('the part of a plan that needs no administrator', () => {
  const verdict = (
    stores: Verdict['stores'],
    code: Verdict['verdict'],
    stage: Verdict['stage'],
  ): Verdict => ({
    gateway: 'g',
    stores,
    verdict: code,
    stage,
  });

  it.each([
    [
      'the tunnel fails now and gets through as proposed',
      [verdict('current', 'timeout', 'tcp'), verdict('proposed', 'reachable', null)],
      true,
    ],
    [
      'the tunnel gets through, the revocation check does not',
      [verdict('current', 'revocation-unreachable', 'revocation'), verdict('proposed', 'reachable', null)],
      false,
    ],
    [
      'the tunnel fails either way',
      [verdict('current', 'timeout', 'tcp'), verdict('proposed', 'proxy-refused', 'connect')],
      false,
    ],
    ['nothing was checked', [], false],
  ] as [string, Verdict[], boolean][])('%s', (_, verdicts, improves) => {
    const { plan } = assess(observe(sample()), PROXY, null);
    expect(userPart(plan, verdicts)?.changes.map(({ store }) => store) ?? null).toEqual(
      improves ? ['wininet/current/lan'] : null,
    );
  });

  it('repairs that send no request elsewhere are an improvement by themselves', () => {
    const registry = setBlob(sample(), { proxy: 'new.contoso.example:80' });
    const { plan } = assess(observe(registry), FOLLOW, null);
    expect(userPart(plan, [])?.changes.map(({ store }) => store)).toEqual(['wininet/current/lan']);
  });
});
