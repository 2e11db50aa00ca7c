import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/core/decide/assess.ts';
import { candidateFailure, lostByProposal } from '../../../src/core/decide/compare.ts';
import { findingsOf } from '../../../src/core/findings/findings.ts';
import { candidateFindings } from '../../../src/core/findings/settings/candidate.ts';
import type { Stage, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { observe, sample } from '../stores/registry-scene.ts';
import { inBoth, PROXY } from './findings-scene.ts';

describe('a proposal, compared with the present path gateway by gateway', () => {
  type Seen = VerdictCode | readonly [VerdictCode, Stage] | null;
  const BEHIND_ACK = ['not-tested', 'revocation'] as const;
  const DEAD = 'proxy-unreachable';
  const LOSES = ['reachable', DEAD] as const;
  const FAILS = { candidateFails: DEAD } as const;
  const BY_BOTH = { ...FAILS, presentFails: true } as const;
  const UNKNOWN = { ...FAILS, presentUnknown: true } as const;
  /** For the gateways g0, g1 …: the result by the current route and by the proposed one (`null`: not probed). */
  const seen = (routes: readonly (readonly [Seen, Seen])[]): Verdict[] =>
    (['current', 'proposed'] as const).flatMap((stores, i) =>
      routes.flatMap((route, g) => {
        const one = route[i];
        if (one === null || one === undefined) return [];
        const [verdict, stage] = typeof one === 'string' ? [one, null] : one;
        return [{ gateway: `g${g}`, stores, verdict, stage }];
      }),
    );

  it.each<[string, (readonly [Seen, Seen])[], string[], ReturnType<typeof candidateFailure>]>([
    ['loses the only one', [LOSES], ['g0'], FAILS],
    ['loses one beside one that fails by both', [['gateway-unreachable', DEAD], LOSES], ['g1'], FAILS],
    ['loses one, and mends another', [['timeout', 'reachable'], LOSES], ['g1'], FAILS],
    ['loses one whose list is not judged', [[BEHIND_ACK, DEAD]], ['g0'], FAILS],
    ['leaves one whose list is not judged', [[BEHIND_ACK, BEHIND_ACK]], [], null],
    ['loses one beside one that has no SSTP', [['sstp-not-offered', null], LOSES], ['g1'], FAILS],
    ['could not be tried', [['timeout', 'not-tested']], [], null],
    ['fails by both', [['timeout', DEAD]], [], BY_BOTH],
    [
      'fails by both beside one that has no SSTP',
      [
        ['sstp-not-offered', null],
        ['timeout', DEAD],
      ],
      [],
      BY_BOTH,
    ],
    ['fails where the present way is not followed from here', [[['not-tested', 'tcp'], DEAD]], [], UNKNOWN],
    [
      'fails where one of two present ways is not followed from here',
      [
        ['timeout', DEAD],
        [['not-tested', 'tcp'], DEAD],
      ],
      [],
      UNKNOWN,
    ],
    [
      'fails for one that resets as one without SSTP does',
      [[['sstp-not-offered', 'tls'], DEAD]],
      [],
      UNKNOWN,
    ],
  ])('that %s', (_name, routes, lost, failure) => {
    const verdicts = seen(routes);
    expect(lostByProposal(verdicts)).toEqual(lost.map((gateway) => ({ gateway, verdict: DEAD })));
    expect(candidateFailure(verdicts)).toEqual(failure);
    const assessment = assess(observe(sample()), PROXY, null);
    const reported = candidateFindings(assessment, verdicts, []);
    const failing = verdicts.filter(({ stores }) => stores === 'proposed');
    const asked = lost.length > 0 ? lostByProposal(verdicts) : failing;
    const names = (one: unknown) => (one as { gateway: string }[]).map(({ gateway }) => gateway);
    expect(reported.map(({ evidence }) => names(evidence.gateways))).toEqual(
      failure === null ? [] : [names(asked)],
    );
    for (const gateway of lost)
      for (const { message } of inBoth(reported[0])) expect(message).toContain(`${gateway} (${DEAD})`);
    const drift = findingsOf(assessment, verdicts).find(({ code }) => code === 'winhttp-not-aligned');
    const words = inBoth(drift).map(({ message }) => message);
    const isEither = failure?.presentFails === true;
    expect(words.map((text) => /does not work either|変更しても経路の問題は解決しません/.test(text))).toEqual(
      [isEither, isEither],
    );
    expect(words.map((text) => /while the current one (?:does|works)|通信できている/.test(text))).toEqual(
      words.map(() => lost.length > 0),
    );
  });
});

describe('a proposal that is not proved to work, where the present path is', () => {
  type Seen = Pick<Verdict, 'verdict' | 'stage'>;
  const REACHABLE: Seen = { verdict: 'reachable', stage: null };
  const NOT_FOLLOWED: Seen = { verdict: 'not-tested', stage: 'tcp' };
  const BEHIND_ACK: Seen = { verdict: 'not-tested', stage: 'revocation' };
  it.each<[Seen, Seen, boolean]>([
    [REACHABLE, NOT_FOLLOWED, true],
    [REACHABLE, BEHIND_ACK, true],
    [BEHIND_ACK, NOT_FOLLOWED, true],
    [BEHIND_ACK, BEHIND_ACK, false],
    [BEHIND_ACK, REACHABLE, false],
    [NOT_FOLLOWED, NOT_FOLLOWED, false],
  ])('%j, then %j', (current, proposed, isLost) => {
    const verdicts: Verdict[] = [
      { gateway: 'g', stores: 'current', ...current },
      { gateway: 'g', stores: 'proposed', ...proposed },
    ];
    expect(lostByProposal(verdicts)).toEqual(isLost ? [{ gateway: 'g', verdict: 'not-tested' }] : []);
    const assessment = assess(observe(sample()), PROXY, null);
    const [reported] = candidateFindings(assessment, verdicts, []);
    const drift = findingsOf(assessment, verdicts).find(({ code }) => code === 'winhttp-not-aligned');
    if (reported === undefined) return expect(drift?.evidence.candidateFails).toBeUndefined();
    const texts = [...inBoth(reported), ...inBoth(drift)].map(({ message }) => message);
    for (const text of texts) expect(text).toMatch(/is not proved to work|かどうかは、?確認できていません/);
    for (const text of texts) expect(text).not.toMatch(/does not work|通信できません|失敗します/);
    // A gateway that fails is reported first.
    const beside: Verdict[] = [
      ...verdicts,
      { gateway: 'h', stores: 'current', ...REACHABLE },
      { gateway: 'h', stores: 'proposed', verdict: 'timeout', stage: 'tcp' },
    ];
    expect(candidateFailure(beside)).toEqual({ candidateFails: 'timeout' });
    const [both] = candidateFindings(assessment, beside, []);
    expect(both === undefined ? '' : ENGLISH.finding(both).message).toMatch(
      /does not work for h \(timeout\), /,
    );
  });
});
