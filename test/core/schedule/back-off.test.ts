import { describe, expect, it } from 'vitest';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { isPaused, type LastChange, noticeUndone, type Undone } from '../../../src/core/schedule/back-off.ts';
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

function notice(
  last: LastChange | null,
  undone: Undone | null,
  hours: number,
  found: ProxySettings | null | undefined,
  policy: string | null = null,
) {
  return noticeUndone({ last, undone, now: at(hours), settingsOf: () => found, managerOf: () => policy });
}

describe('somebody who undoes our changes', () => {
  it('is nobody as long as they stand', () => {
    expect(notice(null, null, 0, DIRECT)).toBeNull();
    expect(notice(change(0), null, 1, OURS)).toBeNull();
    expect(notice(change(0), null, 1, undefined)).toBeNull();
  });

  it('is noticed once for each change, and named where a policy is known', () => {
    const first = notice(change(0), null, 1, DIRECT, 'policy:ProxyServer');
    expect(first).toEqual({
      act: 'align',
      count: 1,
      foundAt: at(1).toISOString(),
      stores: [STORE],
      by: 'policy:ProxyServer',
      pausedUntil: null,
    });
    expect(notice(change(0), first, 2, DIRECT)).toBe(first);
    expect(notice(change(0), null, 1, null)?.by).toBeNull();
  });

  it('is given way to from the second time on: a day, two, four, and a week at most', () => {
    let undone: Undone | null = null;
    let hours = 0;
    const pauses: number[] = [];
    for (let round = 0; round < 7; round++) {
      undone = notice(change(hours), undone, hours + 1, DIRECT);
      const until = undone?.pausedUntil ?? null;
      const now = at(hours + 1);
      pauses.push(until === null ? 0 : (Date.parse(until) - now.getTime()) / HOUR);
      expect(isPaused(undone, now)).toBe(until !== null);
      hours += 1 + (pauses.at(-1) ?? 0);
      expect(isPaused(undone, at(hours))).toBe(false);
    }
    expect(pauses).toEqual([0, 24, 48, 96, 168, 168, 168]);
  });

  it('is forgotten when a change has stood for a day', () => {
    const undone = notice(change(2), notice(change(0), null, 1, DIRECT), 3, DIRECT);
    expect(undone?.count).toBe(2);
    expect(notice(change(30), undone, 31, OURS)).toBe(undone);
    expect(notice(change(30), undone, 54, OURS)).toBeNull();
  });

  it('never keeps us from clearing', () => {
    let undone: Undone | null = null;
    for (const hours of [0, 2, 4, 6]) undone = notice(change(hours, 'clear'), undone, hours + 1, OURS);
    expect(undone).toMatchObject({ act: 'clear', count: 4, pausedUntil: null });
    expect(isPaused(undone, at(8))).toBe(false);
    expect(notice(change(8), undone, 9, DIRECT)).toMatchObject({ act: 'align', count: 1 });
  });

  it('does not stop us for ever when the clock is set back', () => {
    const undone = notice(change(2), notice(change(0), null, 1, DIRECT), 3, DIRECT);
    expect(isPaused(undone, at(4))).toBe(true);
    expect(isPaused(undone, at(-24 * 30))).toBe(false);
  });
});
