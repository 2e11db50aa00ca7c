import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import {
  decideMove,
  earlierAfter,
  hasProxy,
  ownAfter,
  type ProxyProof,
  type RoamingFacts,
} from '../../../src/core/schedule/roaming.ts';
import { DIRECT, through } from './settings.ts';

const OURS = through('proxy.contoso.example');
const OTHER = through('old.contoso.example');
const FACTS: RoamingFacts = {
  current: DIRECT,
  desired: OURS,
  own: null,
  currentProof: 'no-answer',
  desiredProof: 'works',
  leftAlone: false,
};
const move = (facts: Partial<RoamingFacts>) => decideMove({ ...FACTS, ...facts });
const NO_ANSWER = 'proxy-does-not-answer';
const HELD = { current: OURS, own: OURS };
const away = { desiredProof: 'no-answer', currentProof: 'no-answer' } as const;

describe('the move of a scheduled run', () => {
  it.each<[string, Partial<RoamingFacts>, string, string]>([
    ['sets the proxy that works', {}, 'align', 'proxy-works'],
    ['leaves it where it is', { current: OURS }, 'align', 'as-wanted'],
    ['replaces one that is not wanted', { current: OTHER }, 'align', 'proxy-works'],
    ['replaces what cannot be read', { current: null }, 'align', 'proxy-works'],
    ['follows a setting without a proxy', { desired: DIRECT, current: OTHER }, 'align', 'no-proxy-wanted'],
    ['sets none that does not answer', away, 'keep', 'proxy-not-here'],
    ['sets none that asks for credentials', { desiredProof: 'asks-sign-in' }, 'keep', 'proxy-asks-sign-in'],
    ['clears its own away from the network', { ...away, ...HELD }, 'clear', NO_ANSWER],
    ['clears what an apply set as it is wanted', { ...away, current: OURS }, 'clear', NO_ANSWER],
    [
      'clears its own where what is wanted is not known',
      { ...away, ...HELD, desired: null },
      'clear',
      NO_ANSWER,
    ],
    [
      'keeps its own where that works and what is wanted is not known',
      { ...HELD, desired: null, currentProof: 'works' },
      'keep',
      'not-known',
    ],
    [
      'keeps its own that asks for credentials',
      { ...HELD, desiredProof: 'asks-sign-in', currentProof: 'asks-sign-in' },
      'keep',
      'proxy-asks-sign-in',
    ],
    ['leaves what others set', { ...away, current: OTHER }, 'keep', 'not-ours'],
    ['leaves what others set where nothing is known', { desired: null, current: OTHER }, 'keep', 'not-ours'],
    ['gives up setting', { leftAlone: true }, 'keep', 'left-alone'],
    ['does not give up clearing', { ...away, leftAlone: true, current: OURS }, 'clear', NO_ANSWER],
    [
      'does not give up clearing where no proxy is wanted',
      { desired: DIRECT, current: OTHER, leftAlone: true },
      'clear',
      NO_ANSWER,
    ],
    [
      'has nothing to give up where all is as wanted',
      { current: OURS, leftAlone: true },
      'align',
      'as-wanted',
    ],
  ])('%s', (_what, facts, act, why) => {
    expect(move(facts)).toEqual({ act, why });
  });

  const settings = fc.constantFrom<ProxySettings>(DIRECT, OURS, OTHER);
  const proof = fc.constantFrom<ProxyProof>('works', 'asks-sign-in', 'no-answer');

  it('never leaves a proxy of its own that does not answer, and never takes one away that works', () => {
    const facts = fc.record({
      current: fc.option(settings),
      desired: fc.option(settings),
      own: fc.option(settings),
      desiredProof: proof,
      currentProof: proof,
      leftAlone: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (some) => {
        // One proxy has one proof.
        const one = some.desired === some.current ? { ...some, currentProof: some.desiredProof } : some;
        const { act } = decideMove(one);
        const after = act === 'align' ? one.desired : act === 'clear' ? DIRECT : one.current;
        const proofAfter = act === 'align' ? one.desiredProof : one.currentProof;
        const set = after !== null && hasProxy(after);
        if (set && act === 'align') expect(proofAfter).toBe('works');
        if (set && (after === one.own || after === one.desired)) expect(proofAfter).not.toBe('no-answer');
        if (act === 'clear') expect(one.currentProof).toBe('no-answer');
        if (act === 'clear') expect(ownAfter(decideMove(one), one)).toBe(one.own);
      }),
      { numRuns: 5000 },
    );
  });

  it('remembers the last proxy that it set, so that one that comes back is known', () => {
    expect(ownAfter(move({}), FACTS)).toBe(OURS);
    const cleared = { ...FACTS, ...away, current: OURS, own: OURS };
    expect(ownAfter(decideMove(cleared), cleared)).toBe(OURS);
    const none = { ...FACTS, desired: DIRECT, own: OURS };
    expect(ownAfter(decideMove(none), none)).toBe(OURS);
  });

  it('knows those that it set before, each once', () => {
    const other = through('other.contoso.example');
    expect(earlierAfter(other, { own: OURS, earlier: [] })).toEqual([OURS]);
    expect(earlierAfter(OURS, { own: other, earlier: [OURS] })).toEqual([other]);
    expect(earlierAfter(other, { own: other, earlier: [OURS] })).toEqual([OURS]);
    expect(earlierAfter(null, { own: null, earlier: [OURS] })).toEqual([OURS]);
    const many = Array.from({ length: 20 }, (_, at) => through(`p${at}.contoso.example`));
    expect(earlierAfter(OURS, { own: null, earlier: many })).toEqual(many.slice(0, 8));
    const facts = { ...FACTS, ...away, current: other, own: OURS };
    expect(decideMove(facts)).toMatchObject({ why: 'not-ours' });
    expect(decideMove({ ...facts, earlier: [other] })).toMatchObject({ act: 'clear' });
  });
});
