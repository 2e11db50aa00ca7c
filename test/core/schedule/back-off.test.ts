import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import {
  isGivenUp,
  type LastChange,
  noticeReversion,
  reversionToReport,
  type TrackedReversion,
} from '../../../src/core/schedule/back-off.ts';
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

const pauses = (reversions: Known, hours: number, settings = OURS) =>
  isGivenUp(reversions, at(hours), { store: STORE, settings });
/** Reverted a second time: setting pauses for a day. */
const given = () => notice(change(2), notice(change(0), [], 1, DIRECT), 3, DIRECT);

describe('somebody who undoes our changes', () => {
  it('is nobody as long as they stand', () => {
    expect(notice(null, [], 0, DIRECT)).toEqual([]);
    expect(notice(change(0), [], 1, OURS)).toEqual([]);
    expect(notice(change(0), [], 1, undefined)).toEqual([]);
  });

  it('is noticed once for each change, and named where a policy is known', () => {
    const first = notice(change(0), [], 1, DIRECT, 'policy:ProxyServer');
    const known = {
      act: 'align',
      count: 1,
      foundAt: at(1).toISOString(),
      stores: [STORE],
      by: 'policy:ProxyServer',
      pausedUntil: null,
    };
    expect(first).toEqual([{ ...known, left: [{ store: STORE, settings: OURS }] }]);
    expect(reversionToReport(first, at(1))).toEqual(known);
    expect(notice(change(0), first, 2, DIRECT)).toEqual(first);
    expect(notice(change(0), [], 1, null)[0]?.by).toBeNull();
  });

  it('is given way to from the second time on: a day, two, four, and a week at most', () => {
    let reversions: Known = [];
    let hours = 0;
    const found: number[] = [];
    for (let round = 0; round < 7; round++) {
      reversions = notice(change(hours), reversions, hours + 1, DIRECT);
      const until = reversions[0]?.pausedUntil ?? null;
      found.push(until === null ? 0 : (Date.parse(until) - at(hours + 1).getTime()) / HOUR);
      expect(pauses(reversions, hours + 1)).toBe(until !== null);
      hours += 1 + (found.at(-1) ?? 0);
      expect(pauses(reversions, hours)).toBe(false);
    }
    expect(found).toEqual([0, 24, 48, 96, 168, 168, 168]);
  });

  it('is given way to in what it undoes, and in nothing else', () => {
    expect(pauses(given(), 4)).toBe(true);
    expect(pauses(given(), 4, through('other.contoso.example'))).toBe(false);
    expect(isGivenUp(given(), at(4), { store: 'winhttp/wow64', settings: OURS })).toBe(false);
    // A different desired state that is reverted once does not pause, and does not change the first count.
    const other = through('other.contoso.example');
    const last = { ...change(4), left: [{ store: STORE, settings: other }] };
    const reversions = notice(last, given(), 5, DIRECT);
    expect([pauses(reversions, 6), pauses(reversions, 6, other)]).toEqual([true, false]);
    expect(reversions.map(({ count }) => count)).toEqual([2, 1]);
    expect(reversionToReport(reversions, at(6))).toMatchObject({ count: 2 });
  });

  it('is given way to also where the proxy was cleared in between, and the count goes on', () => {
    for (const found of [DIRECT, through('policy.contoso.example')]) {
      // At home for days; at the office the policy undoes the clear as well.
      const home = notice(change(5, 'clear'), given(), 20, found);
      expect(pauses(home, 20)).toBe(true);
      expect(reversionToReport(home, at(20))).toMatchObject({ act: 'align', count: 2 });
      const again = notice(change(28), notice(change(5, 'clear'), home, 28, found), 29, DIRECT);
      const align = again.find(({ act }) => act === 'align');
      expect(align).toMatchObject({ count: 3, pausedUntil: at(29 + 48).toISOString() });
      const next = notice(change(30, 'clear'), again, 55, DIRECT);
      expect([pauses(next, 55), pauses(next, 78)]).toEqual([true, false]);
    }
  });

  it('is forgotten when the same change has stood for a day', () => {
    const reversions = given();
    expect(reversions[0]?.count).toBe(2);
    expect(notice(change(30), reversions, 31, OURS)).toEqual(reversions);
    expect(notice(change(30), reversions, 54, OURS)).toEqual([]);
    const other = { ...change(30), left: [{ store: STORE, settings: DIRECT }] };
    expect(notice(other, reversions, 54, DIRECT)).toEqual(reversions);
  });

  it('is forgotten when nobody has reverted it for a week after the pause', () => {
    const until = 3 + 24 + 168;
    expect(notice(change(30, 'clear'), given(), until, DIRECT)).toEqual(given());
    expect(notice(change(30, 'clear'), given(), until + 1, DIRECT)).toEqual([]);
  });

  it('never keeps us from clearing', () => {
    let reversions: Known = [];
    for (const hours of [0, 2, 4, 6])
      reversions = notice(change(hours, 'clear'), reversions, hours + 1, OURS);
    expect(reversions).toMatchObject([{ act: 'clear', count: 4, pausedUntil: null }]);
    expect(pauses(reversions, 8, DIRECT)).toBe(false);
    expect(notice(change(8), reversions, 9, DIRECT)[1]).toMatchObject({ act: 'align', count: 1 });
  });

  it('does not stop us for ever when the clock is set back', () => {
    expect(pauses(given(), 4)).toBe(true);
    expect(pauses(given(), -24 * 30)).toBe(false);
    expect(notice(null, given(), -24 * 30, OURS)).toEqual([]);
  });

  it('is counted once for each change also when the clock is set back', () => {
    const once = notice(change(30), [], 1, DIRECT);
    expect(once).toMatchObject([{ count: 1, pausedUntil: null }]);
    for (const hours of [2, 3, 4]) expect(notice(change(30), once, hours, DIRECT)).toEqual(once);
    // Found while the clock was ahead, and again after a change at the right time.
    const ahead = notice(change(29), [], 30, DIRECT);
    expect(notice(change(29), ahead, 1, DIRECT)).toEqual(ahead);
    expect(notice(change(2), ahead, 3, DIRECT)).toMatchObject([{ count: 2 }]);
    expect(pauses(notice(change(2), ahead, 3, DIRECT), 4)).toBe(true);
  });
});
