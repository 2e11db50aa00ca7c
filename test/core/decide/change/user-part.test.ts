import { describe, expect, it } from 'vitest';
import { makePlan, type StoreChange } from '../../../../src/core/decide/plan.ts';
import { userPart } from '../../../../src/core/decide/proposal.ts';
import type { Stage, Verdict, VerdictCode } from '../../../../src/core/model/check.ts';
import { winInet } from '../../proxy/arbitraries.ts';

const DIRECT = winInet();
const PROXY = winInet({ proxy: { enabled: true, servers: [{ scheme: 'all', host: 'a', port: 1 }] } });
const change = (part: Partial<StoreChange> = {}): StoreChange => ({
  ...{
    store: 'wininet/x/lan',
    action: 'set',
    before: DIRECT,
    after: PROXY,
    needsElevation: false,
    writes: [],
    winHttp: null,
  },
  ...part,
});
const repair = change({ before: PROXY });
const machine = change({ store: 'winhttp/native', needsElevation: true });
const verdict = (
  gateway: string,
  stores: Verdict['stores'],
  code: VerdictCode,
  stage: Stage | null = null,
): Verdict => ({
  ...{ gateway, stores, verdict: code, stage },
});
const path = (gateway: string, current: VerdictCode, proposed: VerdictCode) => [
  verdict(gateway, 'current', current, current === 'reachable' ? null : 'tcp'),
  verdict(gateway, 'proposed', proposed, proposed === 'reachable' ? null : 'tcp'),
];
const better = path('g', 'timeout', 'reachable');
const part = (changes: StoreChange[], verdicts: Verdict[] = []) =>
  userPart(makePlan(changes), verdicts)?.changes.map(({ store }) => store) ?? null;

describe('the part of a plan without an administrator', () => {
  it('is what only repairs, alone', () => {
    expect(part([repair, machine])).toEqual(['wininet/x/lan']);
    expect(part([machine])).toBeNull();
    expect(part([])).toBeNull();
    expect(part([change(), machine])).toBeNull();
    expect(part([repair, change()])).toBeNull();
    expect(part([change({ before: null })])).toBeNull();
    expect(part([change({ before: { ...PROXY, direct: false } })])).toBeNull();
    expect(part([{ ...repair, action: 'replace' }])).toBeNull();
    expect(part([repair, { ...repair, action: 'replace' }], better)).toBeNull();
  });

  it.each<[string, Verdict[], boolean]>([
    ['nothing was checked', [], false],
    ['a failing tunnel works', better, true],
    [
      'it works up to revocation',
      [
        verdict('g', 'current', 'timeout', 'tcp'),
        verdict('g', 'proposed', 'revocation-unreachable', 'revocation'),
      ],
      true,
    ],
    ['it works as before', path('g', 'reachable', 'reachable'), false],
    ['it fails as before', path('g', 'timeout', 'timeout'), false],
    ['one works, another fails as before', [...better, ...path('h', 'timeout', 'timeout')], true],
    ['one works, another works as before', [...better, ...path('h', 'reachable', 'reachable')], true],
    ['one works, another is lost', [...better, ...path('h', 'reachable', 'timeout')], false],
    ['one works, another is not known', [...better, verdict('h', 'current', 'reachable')], false],
    ['the other way round', [...path('h', 'reachable', 'timeout'), ...better], false],
  ])('is a change where %s', (_, verdicts, expected) => {
    expect(part([change(), machine], verdicts)).toEqual(expected ? ['wininet/x/lan'] : null);
  });
});
