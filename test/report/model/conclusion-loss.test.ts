import { describe, expect, it } from 'vitest';
import { candidateFindings } from '../../../src/core/findings/settings/candidate.ts';
import type { Verdict } from '../../../src/core/model/check.ts';
import { say } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import type { ConclusionFacts } from '../../../src/report/model/conclusion-facts.ts';
import { headline } from '../../../src/report/model/headline.ts';
import { exitText } from '../../../src/report/text/run.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { PLAN } from '../../ui/sequences.ts';

const SAYS = {
  loses: say('SSTP and revocation are reachable now, but not with the proposed change.'),
  'loses-unproved': say(
    'SSTP and revocation are reachable now; with the proposed change, this could not be tested.',
  ),
} as const;

const JAPANESE = textsOf('ja', IN_JAPANESE);

const verdict = (gateway: string, stores: Verdict['stores'], code: Verdict['verdict']): Verdict => ({
  ...{ gateway, stores, verdict: code, stage: null },
});

/** An audit whose proposal was tested and is not written. */
function audit(verdicts: Verdict[]): ConclusionFacts {
  return {
    ...{ mode: 'audit', machine: null, checks: [], verdicts, plan: PLAN, result: null, requests: [] },
    ...{ findings: candidateFindings({ desired: { notes: [] } } as never, verdicts, []) },
    ...{ needs: null, outcome: 'unreachable' as const },
  };
}

describe.each([ENGLISH, JAPANESE])('a proposal that only breaks what works now ($language)', (texts) => {
  it.each(['dns-failed', 'not-tested'] as const)('%s: is not to be made', (code) => {
    const facts = audit([
      verdict('a.example', 'current', 'reachable'),
      verdict('a.example', 'proposed', code),
    ]);
    const [finding] = facts.findings;
    if (finding === undefined) throw new Error('no finding');
    const { message, remedy } = texts.finding(finding);
    expect(conclusionOf(facts, texts)).toMatchObject({
      ...{ state: 'fix-does-not-help', headline: message, cause: null, next: [] },
      owners: [{ owner: 'administrator', action: remedy }],
    });
    expect(headline(facts, texts)[0]).toMatchObject({
      ...{ label: texts.words(say('KEEP')), mood: 'plain' },
    });
    const how = code === 'not-tested' ? 'loses-unproved' : 'loses';
    expect(conclusionOf(facts, texts).change).toBeNull();
    expect(texts.words(exitText('audit', 7, facts))).toBe(texts.words(SAYS[how]));
  });
});

it('a proposal that breaks one path, beside one that fails, leaves the failure in the headline', () => {
  const facts = audit([
    ...[verdict('a.example', 'current', 'reachable'), verdict('a.example', 'proposed', 'dns-failed')],
    ...[verdict('b.example', 'current', 'timeout'), verdict('b.example', 'proposed', 'reachable')],
  ]);
  const [first] = headline(facts, ENGLISH);
  expect(first).toMatchObject({ label: 'FAIL', mood: 'bad', text: expect.stringContaining('b.example') });
  expect(conclusionOf(facts, ENGLISH)).toMatchObject({ change: null, next: [] });
  expect(ENGLISH.words(exitText('audit', 7, facts))).toBe('SSTP or revocation is not reachable.');
});

it('a proposal that works no better is no reason to keep the setting', () => {
  const facts = audit([
    verdict('a.example', 'current', 'timeout'),
    verdict('a.example', 'proposed', 'timeout'),
  ]);
  expect(headline(facts, ENGLISH)[0]).toMatchObject({ label: 'FAIL', mood: 'bad' });
  expect(conclusionOf(facts, ENGLISH).change).toBeNull();
});
