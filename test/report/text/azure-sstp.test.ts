import { describe, expect, it } from 'vitest';
import type { Check, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import SENTENCES_JA from '../../../src/l10n/ja.json' with { type: 'json' };
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { requestsOf } from '../../support/texts/letters.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const AZURE = 'azuregateway-7cee.vpn.azure.com';
const OWN = 'vpn.contoso.example';

/** A gateway that resets the ClientHello, or that answers HTTP in place of SSTP. */
function seen(gateway: string, verdict: VerdictCode): { verdict: Verdict; checks: Check[] } {
  const stage = verdict === 'not-sstp' ? 'http' : 'tls';
  const evidence =
    stage === 'http'
      ? { reason: 'status', httpStatus: 404, server: 'nginx' }
      : { reason: 'reset-at-client-hello' };
  const common = { gateway, url: null, via: 'direct', from: 'this-machine', stores: 'current' } as const;
  return {
    verdict: { gateway, stores: 'current', verdict, stage },
    checks: [{ ...common, stage, status: 'fail', durationMs: 1, evidence } as Check],
  };
}

const CASES = (['tls-failed', 'not-sstp'] as const).map((code) => [code] as const);

describe('SSTP cannot be enabled on a gateway of Azure since 2026-03-31', () => {
  it.each(CASES)(
    '%s of an Azure gateway leads to p2s-fix migrate, in the verdict and in the letter',
    (code) => {
      const { verdict, checks } = seen(AZURE, code);
      const letter = requestsOf(checks, [verdict], '2026-12-02T10:00:00Z').find(
        ({ to }) => to === 'vpn-team',
      );
      for (const next of [
        ENGLISH.verdict(verdict, checks).next,
        JAPANESE.verdict(verdict, checks).next,
        letter?.en,
        letter?.ja,
      ]) {
        expect(next).toContain(`p2s-fix migrate ${AZURE}`);
        expect(next).toContain('2026-03-31');
      }
    },
  );

  it.each(CASES)('%s of another server does not', (code) => {
    const { verdict, checks } = seen(OWN, code);
    const letter = requestsOf(checks, [verdict], '2026-12-02T10:00:00Z').find(({ to }) => to === 'vpn-team');
    for (const next of [ENGLISH.verdict(verdict, checks).next, letter?.en]) {
      expect(next).toMatch(/whether (?:the gateway|it) has SSTP|Does this gateway have SSTP/);
      expect(next).not.toContain('Azure');
    }
  });

  it('is asked of nobody in any text', () => {
    const asks = /(?:that|is) SSTP is enabled|enable SSTP|SSTP [がを]有効に(?:して|なっている)/;
    const found = Object.entries(SENTENCES_JA).filter((both) => both.some((one) => asks.test(one)));
    expect(found).toEqual([]);
  });
});
