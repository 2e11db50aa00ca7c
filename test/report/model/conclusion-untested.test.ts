import { describe, expect, it } from 'vitest';
import type { Check, Verdict } from '../../../src/core/model/check.ts';
import { say } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import type { ConclusionFacts } from '../../../src/report/model/conclusion-facts.ts';
import { headline } from '../../../src/report/model/headline.ts';
import { exitText } from '../../../src/report/text/run.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example';

const verdict = (gateway: string, code: Verdict['verdict']): Verdict => ({
  ...{ gateway, stores: 'current', verdict: code, stage: 'connect', notProposed: true },
});

/** A verify of a route that was not followed for this reason. */
function verify(detail: string, from: Check['from'], more: Verdict[] = []): ConclusionFacts {
  const check: Check = {
    ...{ gateway: GATEWAY, stores: 'current', stage: 'connect', url: null, via: 'unknown', status: 'skip' },
    ...{ from, durationMs: 0, evidence: { reason: 'route-unsupported', detail } },
  };
  return {
    ...{
      mode: 'verify',
      machine: null,
      checks: [check],
      verdicts: [verdict(GATEWAY, 'not-tested'), ...more],
    },
    ...{ findings: [], plan: null, result: null, requests: [], needs: null, outcome: 'unreachable' as const },
  };
}

describe.each([ENGLISH, JAPANESE])('a route that was not followed ($language)', (texts) => {
  it.each([
    ['pac', 'this-desk', 'PAC', ['--pac-file FILE']],
    ['pac', 'this-machine', '', [`p2s-fix verify ${GATEWAY} --proxy HOST:PORT`, '--direct']],
    ['store-not-known', 'this-desk', 'WinINET', ['p2s-fix audit', `${GATEWAY} --proxy HOST:PORT`]],
    ['socks', 'this-desk', '', [`p2s-fix verify ${GATEWAY} --proxy HOST:PORT`, '--direct']],
  ] as const)('%s from %s: is reported as not tested, with the next step', (detail, from, what, steps) => {
    const facts = verify(detail, from);
    const { headline: text, owners } = conclusionOf(facts, texts);
    expect(text).toContain(what);
    expect(text).toMatch(/was not tested|テストできませんでした/);
    expect(owners).toEqual([{ owner: 'administrator', action: expect.anything() }]);
    for (const step of steps) expect(owners[0]?.action).toContain(step);
    const label = texts.words(say('UNKNOWN'));
    expect(headline(facts, texts)[0]).toMatchObject({ label, mood: 'plain' });
    expect(texts.words(exitText('verify', 7, facts))).toBe(
      texts.words(say('SSTP or revocation could not be tested.')),
    );
    const result = { changed: ['winhttp/native'], backup: '0001', rolledBack: false };
    const applied: ConclusionFacts = {
      ...facts,
      mode: 'apply',
      result,
      outcome: 'path-failed-after-change' as const,
    };
    expect(headline(applied, texts)[0]).toMatchObject({ label, mood: 'plain' });
    expect(texts.words(exitText('apply', 5, applied))).toBe(
      texts.words(say('The settings were written, but SSTP or revocation could not be tested.')),
    );
    expect(texts.words(exitText('schedule', 7, { ...facts, result }))).toBe(
      texts.words(say('SSTP or revocation could not be tested.')),
    );
  });
});

it('a route that was not followed, beside one that fails, does not hide the failure', () => {
  const facts = verify('pac', 'this-desk', [verdict('other.example', 'timeout')]);
  expect(headline(facts, ENGLISH)[0]).toMatchObject({
    label: 'FAIL',
    mood: 'bad',
    text: expect.stringContaining('other.example'),
  });
  expect(ENGLISH.words(exitText('verify', 7, facts))).toBe('SSTP or revocation is not reachable.');
});
