import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { decideViews, type SharedFacts } from '../../../src/core/schedule/views.ts';
import { DIRECT, through } from './settings.ts';

const OURS = through('proxy.contoso.example');
const OTHER = through('old.contoso.example');
const HERE: SharedFacts = { wanted: OURS, own: OURS, wantedProof: 'works', backingOff: false };
const AWAY: SharedFacts = { ...HERE, wantedProof: 'no-answer' };
const PAUSED: SharedFacts = { ...HERE, backingOff: true };
const GIVEN_UP_AWAY: SharedFacts = { ...AWAY, backingOff: true };
const NATIVE = 'winhttp/native';
const WOW64 = 'winhttp/wow64';

describe('the move for both views of WinHTTP', () => {
  it.each<[string, SharedFacts, ProxySettings, ProxySettings, string, string[]]>([
    ['sets what one of them lacks', HERE, OURS, DIRECT, 'proxy-works', [WOW64]],
    ['leaves what is wanted in both', HERE, OURS, OURS, 'as-wanted', [NATIVE, WOW64]],
    ['clears the one that holds ours', AWAY, DIRECT, OURS, 'proxy-does-not-answer', [WOW64]],
    ['clears ours beside one of others', AWAY, OTHER, OURS, 'proxy-does-not-answer', [WOW64]],
    ['clears both', AWAY, OURS, OURS, 'proxy-does-not-answer', [NATIVE, WOW64]],
    ['tells of one of others', AWAY, DIRECT, OTHER, 'not-ours', [WOW64]],
    [
      'tells of one of others where there is nothing to give up',
      GIVEN_UP_AWAY,
      DIRECT,
      OTHER,
      'not-ours',
      [WOW64],
    ],
    ['gives up setting in one as in both', PAUSED, DIRECT, OURS, 'backing-off', [NATIVE]],
  ])('%s', (_what, facts, native, wow64, why, stores) => {
    const proofOf = (settings: ProxySettings) => (settings === OURS ? facts.wantedProof : 'no-answer');
    const views = [
      { store: NATIVE, current: native, currentProof: proofOf(native) },
      { store: WOW64, current: wow64, currentProof: proofOf(wow64) },
    ] as const;
    const decided = decideViews(facts, views);
    expect([decided.move.why, decided.stores]).toEqual([why, stores]);
  });

  it("takes a user's own proxy that does not answer, whatever is wanted of WinHTTP", () => {
    const direct: SharedFacts = { wanted: DIRECT, own: null, wantedProof: 'no-answer', backingOff: false };
    for (const facts of [direct, AWAY]) {
      const views = [
        { store: NATIVE, current: DIRECT, currentProof: 'no-answer' },
        { store: 'wininet/current/lan', current: OURS, currentProof: 'no-answer', isUsers: true },
      ] as const;
      expect(decideViews(facts, views)).toEqual({
        move: { act: 'clear', why: 'proxy-does-not-answer' },
        stores: ['wininet/current/lan'],
      });
    }
  });
});
