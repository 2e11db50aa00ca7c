import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/model/check.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import type { ConclusionFacts } from '../../../src/report/model/conclusion-facts.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';

const FACTS: ConclusionFacts = {
  ...{ mode: 'audit', machine: null, checks: [], verdicts: [], findings: [], plan: null, result: null },
  ...{ requests: [], needs: null, outcome: 'refused' as const },
};
const finding = (code: Finding['code'], store: string, evidence: Finding['evidence'] = {}): Finding => ({
  ...{ code, severity: 'error', store, evidence },
});

describe('the headline', () => {
  it('is the cause where the route could not be tested because of it', () => {
    const conclusion = conclusionOf(
      {
        ...FACTS,
        verdicts: [{ gateway: 'vpn.example', stores: 'current', verdict: 'not-tested', stage: null }],
        findings: [
          finding('alignment-refused', 'wininet/current/lan', { reason: 'pac-not-copied', detail: '' }),
        ],
      },
      ENGLISH,
    );
    expect(conclusion).toMatchObject({ state: 'blocked', cause: null });
    expect(conclusion.headline).toMatch(/^The setting cannot be copied to WinHTTP: /);
  });

  it.each([
    ['sstp-retirement', 'not-sstp', { date: '2027-03-31', daysLeft: -1, gateways: ['vpn.example'] }],
    ['profile-root-old', 'wrong-root', { gateway: 'vpn.example', roots: ['R'], files: ['f.xml'] }],
    ['gateway-root-migration', null, { date: '2027-01-31', daysLeft: -1, gateways: ['vpn.example'] }],
  ] as const)('has %s for the cause of no verdict but %s', (code, explained, evidence) => {
    const error: Finding = { code, severity: 'error', store: null, evidence };
    const causeOf = (verdict: Verdict['verdict'], gateway = 'vpn.example') => {
      const verdicts = [{ gateway, stores: 'current', verdict, stage: null } as const];
      return conclusionOf({ ...FACTS, outcome: 'unreachable' as const, verdicts, findings: [error] }, ENGLISH)
        .cause;
    };
    const verdicts = ['not-sstp', 'wrong-root', 'proxy-unreachable', 'not-tested'] as const;
    expect(verdicts.filter((verdict) => causeOf(verdict) !== null)).toEqual(
      explained === null ? [] : [explained],
    );
    expect(causeOf(explained ?? 'wrong-root', 'other.example')).toBeNull();
    // A change is not for the date either, also where the path works.
    const changing = {
      ...FACTS,
      outcome: 'drift' as const,
      findings: [error, finding('store-unreadable', 'winhttp/native')],
    };
    expect(conclusionOf(changing, ENGLISH).headline).toContain('WinHTTP (64-bit)');
  });

  it('names settings that are not visible as people see them, once', () => {
    const error = {
      code: 'not-judged',
      message: 'not shown: winhttp/native, winhttp/wow64',
      next: 'Export it.',
    };
    const conclusion = conclusionOf(
      {
        ...{ ...FACTS, outcome: 'input' as const, error },
        findings: [finding('store-unseen', 'winhttp/native'), finding('store-unseen', 'winhttp/wow64')],
      },
      ENGLISH,
    );
    expect(conclusion).toMatchObject({
      state: 'not-judged',
      headline: 'Not judged: the recording does not have WinHTTP (64-bit and 32-bit).',
      change: null,
    });
  });
});
