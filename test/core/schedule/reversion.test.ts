import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import {
  isLeftAlone,
  type LastChange,
  noticeReversion,
  reversionToReport,
  type TrackedReversion,
} from '../../../src/core/schedule/reversion.ts';
import { DIRECT, through } from './settings.ts';

const STORE = 'winhttp/native';
const OURS = through('proxy.contoso.example');
const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T08:00:00.000Z');
const at = (hours: number) => new Date(START + hours * HOUR);
const change = (hours: number, act: LastChange['act'] = 'align'): LastChange => ({
  at: at(hours).toISOString(),
  act,
  left: [{ store: STORE, settings: act === 'align' ? OURS : DIRECT }],
});

type Known = readonly TrackedReversion[];

function notice(
  last: LastChange | null,
  reversions: Known,
  hours: number,
  found: ProxySettings | null | undefined,
  policy: string | null = null,
): Known {
  return noticeReversion({
    last,
    reversions,
    now: at(hours),
    settingsOf: () => found,
    managerOf: () => policy,
  });
}

const isLeft = (reversions: Known, settings = OURS, store = STORE) =>
  isLeftAlone(reversions, { store, settings });
const reported = (reversions: Known, hours: number, isDesired = true) =>
  reversionToReport(reversions, at(hours), () => isDesired);
/** Reverted a second time. */
const twice = () => notice(change(2), notice(change(0), [], 1, DIRECT), 3, DIRECT);

describe('a change that is reverted outside p2s-fix', () => {
  it('is none as long as it holds', () => {
    expect(notice(null, [], 0, DIRECT)).toEqual([]);
    expect(notice(change(0), [], 1, OURS)).toEqual([]);
    expect(notice(change(0), [], 1, undefined)).toEqual([]);
  });

  it('is counted and reported once for each change, with the policy where it is known', () => {
    const first = notice(change(0), [], 1, DIRECT, 'policy:ProxyServer');
    const known = {
      act: 'align',
      count: 1,
      foundAt: at(1).toISOString(),
      stores: [STORE],
      by: 'policy:ProxyServer',
      leftAlone: false,
    };
    const left = [{ store: STORE, settings: OURS }];
    expect(first).toEqual([{ ...known, changedAt: at(0).toISOString(), left }]);
    expect(reported(first, 1)).toEqual(known);
    // Also where the clock was set back.
    for (const hours of [2, -100]) expect(notice(change(0), first, hours, DIRECT)).toEqual(first);
    expect(reported(first, 2)).toBeNull();
    expect(notice(change(0), [], 1, null)[0]?.by).toBeNull();
  });

  it('is left alone from the second time on, and reported as long as it is desired', () => {
    expect(isLeft(notice(change(0), [], 1, DIRECT))).toBe(false);
    expect(isLeft(twice())).toBe(true);
    for (const hours of [4, 24 * 365, -24 * 365]) {
      const later = notice(change(2), twice(), hours, DIRECT);
      expect(later).toEqual(twice());
      expect(reported(later, hours)).toMatchObject({ count: 2, leftAlone: true });
      expect(reported(later, hours, false)).toBeNull();
    }
  });

  it('is left alone in what was reverted, and in nothing else', () => {
    const other = through('other.contoso.example');
    expect([isLeft(twice(), other), isLeft(twice(), OURS, 'winhttp/wow64')]).toEqual([false, false]);
    const last = { ...change(4), left: [{ store: STORE, settings: other }] };
    const reversions = notice(last, twice(), 5, DIRECT);
    expect([isLeft(reversions), isLeft(reversions, other)]).toEqual([true, false]);
    expect(reversions.map(({ count }) => count)).toEqual([2, 1]);
    expect(reported(reversions, 5)).toMatchObject({ count: 2 });
  });

  it('is still left alone after the proxy was cleared in between', () => {
    for (const found of [DIRECT, through('policy.contoso.example')]) {
      const home = notice(change(5, 'clear'), twice(), 20, found);
      expect([isLeft(home), reported(home, 20)]).toMatchObject([true, { act: 'align', count: 2 }]);
    }
  });

  it('is over when it is found as it was set a day after the last revert', () => {
    expect(notice(change(2), twice(), 26, OURS)).toEqual(twice());
    expect(notice(change(2), twice(), 27, OURS)).toEqual([]);
    // Unknown, because the user is not signed in or the setting cannot be read.
    for (const found of [undefined, null]) expect(notice(null, twice(), 27, found)).toEqual(twice());
    const once = notice(change(0), [], 1, DIRECT);
    expect(notice(change(2), once, 24, OURS)).toEqual(once);
    expect(notice(change(2), once, 25, OURS)).toEqual([]);
  });

  it('is always made again where it clears', () => {
    let reversions: Known = [];
    for (const hours of [0, 2, 4, 6])
      reversions = notice(change(hours, 'clear'), reversions, hours + 1, OURS);
    expect(reversions).toMatchObject([{ act: 'clear', count: 4, leftAlone: false }]);
    expect(isLeft(reversions, DIRECT)).toBe(false);
    expect(notice(change(8), reversions, 9, DIRECT)[1]).toMatchObject({ act: 'align', count: 1 });
  });
});
