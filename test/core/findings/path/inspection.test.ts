import { describe, expect, it } from 'vitest';
import type { StageResult, VerdictCode } from '../../../../src/core/model/check.ts';
import { inspectionFindings, inspectionSuspected } from '../../../../src/core/path/inspection.ts';

const AZURE = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';
const OWN = 'vpn.contoso.example';
const MADE_UP = ['root-not-public', 'no-cdp-and-no-aia', 'not-self-signed'];

function certificate(
  inspectionSigns: readonly string[],
  more: Record<string, unknown> = {},
): StageResult<'certificate'> {
  const evidence = {
    inspectionSigns: [...inspectionSigns],
    trustedBy: 'system',
    issuer: 'CN=Contoso Inspection',
    ...more,
  };
  return { stage: 'certificate', url: null, via: 'p:8080', status: 'pass', durationMs: 1, evidence };
}

describe('inspection behind a trusted root', () => {
  const codes = (host: string, verdict: VerdictCode, signs: readonly string[], more = {}) =>
    inspectionFindings({ gateway: host, host, verdict }, certificate(signs, more)).map(
      ({ code, severity }) => `${code} ${severity}`,
    );

  it.each(MADE_UP)('needs the sign %s, whatever else there is', (sign) => {
    const signs = ['through-proxy', ...MADE_UP];
    expect(codes(AZURE, 'reachable', signs)).toEqual(['inspection-suspected error']);
    expect(codes(OWN, 'reachable', signs)).toEqual(['inspection-suspected warning']);
    const fewer = signs.filter((one) => one !== sign);
    expect(codes(AZURE, 'reachable', fewer)).toEqual([]);
    expect(codes(OWN, 'reachable', fewer)).toEqual([]);
  });

  it('asks for a proxy on the way where the server is one of its own, for Azure says enough by its name', () => {
    expect(codes(OWN, 'reachable', MADE_UP)).toEqual([]);
    expect(codes(AZURE, 'reachable', MADE_UP)).toEqual(['inspection-suspected error']);
  });

  it('believes the profile that names the root', () => {
    expect(codes(AZURE, 'reachable', MADE_UP, { asProfileExpects: true })).toEqual([]);
    expect(codes(AZURE, 'reachable', MADE_UP, { asProfileExpects: false })).toHaveLength(1);
  });

  it('believes the direct way where that shows the same authority', () => {
    const direct = { direct: { comparison: 'same-issuer' } };
    expect(codes(OWN, 'reachable', ['through-proxy', ...MADE_UP], direct)).toEqual([]);
    expect(
      codes(OWN, 'reachable', ['through-proxy', ...MADE_UP], { direct: { comparison: 'no-answer' } }),
    ).toEqual(['inspection-suspected warning']);
  });

  it.each<VerdictCode>(['tls-inspection', 'tls-offload', 'captive-portal'])(
    'is not reported beside %s, which names who ends TLS',
    (verdict) => expect(codes(AZURE, verdict, MADE_UP)).toEqual([]),
  );

  it('reports the signs that it was detected by', () => {
    const [finding] = inspectionFindings(
      { gateway: `${AZURE}:444`, host: AZURE, verdict: 'not-sstp' },
      certificate(['through-proxy', ...MADE_UP]),
    );
    expect(finding).toMatchObject({
      store: null,
      evidence: {
        gateway: `${AZURE}:444`,
        via: 'p:8080',
        signs: ['through-proxy', ...MADE_UP],
        azureName: true,
        issuer: 'CN=Contoso Inspection',
        trustedBy: 'system',
      },
    });
    expect(inspectionFindings({ gateway: AZURE, host: AZURE, verdict: 'timeout' }, undefined)).toEqual([]);
    expect(inspectionSuspected(AZURE, {})).toBe(null);
  });
});
