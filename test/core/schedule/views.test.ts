import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { decideViews, type SharedFacts } from '../../../src/core/schedule/views.ts';
import { DIRECT, through } from './settings.ts';

const OURS = through('proxy.contoso.example');
const OTHER = through('old.contoso.example');
const HERE: SharedFacts = { desired: OURS, own: OURS, desiredProof: 'works' };
const AWAY: SharedFacts = { ...HERE, desiredProof: 'no-answer' };
const NATIVE = 'winhttp/native';
const WOW64 = 'winhttp/wow64';

describe('the move for both views of WinHTTP', () => {
  it.each<[string, SharedFacts, string[], ProxySettings, ProxySettings, string, string[]]>([
    ['sets what one of them lacks', HERE, [], OURS, DIRECT, 'proxy-works', [WOW64]],
    ['leaves what is wanted in both', HERE, [], OURS, OURS, 'as-wanted', [NATIVE, WOW64]],
    ['clears the one that holds ours', AWAY, [], DIRECT, OURS, 'proxy-does-not-answer', [WOW64]],
    ['clears ours beside one of others', AWAY, [], OTHER, OURS, 'proxy-does-not-answer', [WOW64]],
    ['clears both', AWAY, [], OURS, OURS, 'proxy-does-not-answer', [NATIVE, WOW64]],
    ['tells of one of others', AWAY, [], DIRECT, OTHER, 'not-ours', [WOW64]],
    [
      'tells of one of others where one is left alone',
      AWAY,
      [NATIVE, WOW64],
      DIRECT,
      OTHER,
      'not-ours',
      [WOW64],
    ],
    ['gives up where both are reverted', HERE, [NATIVE, WOW64], DIRECT, OURS, 'left-alone', [NATIVE]],
    ['gives up where one is reverted', HERE, [NATIVE], DIRECT, OURS, 'left-alone', [NATIVE]],
    ['sets the one that nobody undoes', HERE, [NATIVE], DIRECT, DIRECT, 'proxy-works', [WOW64]],
  ])('%s', (_what, facts, reverted, native, wow64, why, stores) => {
    const view = (store: string, current: ProxySettings) => {
      const currentProof = current === OURS ? facts.desiredProof : ('no-answer' as const);
      return { store, current, currentProof, leftAlone: reverted.includes(store) };
    };
    const decided = decideViews(facts, [view(NATIVE, native), view(WOW64, wow64)]);
    expect([decided.move.why, decided.stores]).toEqual([why, stores]);
  });

  it("takes a user's own proxy that does not answer, whatever is desired for WinHTTP", () => {
    const direct: SharedFacts = { desired: DIRECT, own: null, desiredProof: 'no-answer' };
    for (const facts of [direct, AWAY]) {
      const views = [
        { store: NATIVE, current: DIRECT, currentProof: 'no-answer', leftAlone: false },
        {
          store: 'wininet/current/lan',
          current: OURS,
          currentProof: 'no-answer',
          leftAlone: false,
          isUsers: true,
        },
      ] as const;
      expect(decideViews(facts, views)).toEqual({
        move: { act: 'clear', why: 'proxy-does-not-answer' },
        stores: ['wininet/current/lan'],
      });
    }
  });
});
