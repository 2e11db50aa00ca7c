import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateRange, timeRange, weekdayRange } from '../../src/pac/functions.ts';

type Args = (string | number | null)[];
/** A Wednesday, in local time. */
const NOW = new Date(2026, 10, 25, 10, 30, 15);

describe('the hours of a PAC file', () => {
  it.each<[Args, boolean]>([
    [[10], true],
    [[11], false],
    [[9, 17], true],
    [[10, 10], true],
    [[11, 17], false],
    [[22, 6], false],
    [[22, 11], true],
    [[9, 0, 10, 30], true],
    [[9, 0, 10, 29], false],
    [[10, 31, 12, 0], false],
    [[10, 30, 16, 12, 0, 0], false],
    [[10, 30, 15, 10, 30, 15], true],
    [[], false],
    [['GMT'], false],
    [[9, 0, 17], false],
    [['9', '17'], true],
    [['11', 17], false],
    [['9h', '17'], false],
    [['-9', '17'], false],
    [[null, 17], false],
    [[Number.NaN, 17], false],
    [[1, 2, 3, 4, 5, 6, 7, 8], false],
  ])('timeRange(%j)', (args, value) => {
    expect(timeRange(args, NOW)).toBe(value);
  });

  it.each<[Args, boolean]>([
    [['WED'], true],
    [['wed'], true],
    [['THU'], false],
    [['MON', 'FRI'], true],
    [['SAT', 'TUE'], false],
    [['FRI', 'WED'], true],
    [['XYZ'], false],
    [['MON', 'TUE', 'WED'], false],
    [[], false],
    [[3], false],
  ])('weekdayRange(%j)', (args, value) => {
    expect(weekdayRange(args, NOW)).toBe(value);
  });

  it.each<[Args, boolean]>([
    [[25], true],
    [[24], false],
    [['NOV'], true],
    [['nov'], true],
    [['DEC'], false],
    [[2026], true],
    [[2025], false],
    [[20, 30], true],
    [[30, 20], false],
    [[26, 25], true],
    [['OCT', 'DEC'], true],
    [['DEC', 'MAR'], false],
    [['NOV', 'FEB'], true],
    [[2020, 2030], true],
    [[2027, 2026], false],
    [[25, 'NOV'], true],
    [['NOV', 25], true],
    [[24, 'NOV'], false],
    [[25, 'NOV', 2026], true],
    [[25, 'NOV', 2025], false],
    [['NOV', 2026], true],
    [[25, 'NOV', 26, 'NOV'], true],
    [[26, 'NOV', 24, 'NOV'], false],
    [[24, 'DEC', 26, 'NOV'], true],
    [['OCT', 2026, 'NOV', 2026], true],
    [['OCT', 2025, 'OCT', 2026], false],
    [[1, 'JUN', 2026, 15, 'AUG', 2027], true],
    [[1, 'JUN', 1995, 15, 'AUG', 1995], false],
    [[1, 'DEC', 2026, 1, 'JAN', 2026], false],
    [[25, 'NOV', 26, 2026], false],
    [[25, 'NOV', 26], false],
    [[25, 26, 27, 28], false],
    [['25', 'NOV', '2026'], true],
    [['25', 'NOV', '2025'], false],
    [['X'], false],
    [[1.5], false],
    [[null], false],
    [[], false],
  ])('dateRange(%j)', (args, value) => {
    expect(dateRange(args, NOW)).toBe(value);
  });

  it('take the time of Greenwich where they say so', () => {
    const anyTime = fc.date({ min: new Date(2000, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true });
    fc.assert(
      fc.property(anyTime, (now) => {
        const weekday = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][now.getUTCDay()] ?? '';
        expect(
          timeRange(
            [now.getUTCHours(), now.getUTCMinutes(), now.getUTCHours(), now.getUTCMinutes(), 'GMT'],
            now,
          ),
        ).toBe(true);
        expect(weekdayRange([weekday, 'GMT'], now)).toBe(true);
        expect(dateRange([now.getUTCDate(), 'gmt'], now)).toBe(true);
        expect(dateRange([now.getUTCFullYear(), 'GMT'], now)).toBe(true);
        expect(timeRange([now.getHours()], now)).toBe(true);
        expect(dateRange([now.getDate()], now)).toBe(true);
      }),
    );
  });

  it('a range and what it leaves out cover the clock', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(hour, hour, hour, (from, to, at) => {
        const now = new Date(2026, 5, 1, at, 0, 0);
        const rest = [(to + 1) % 24, (from + 23) % 24] as const;
        fc.pre(rest[0] !== from);
        expect(timeRange([from, to], now)).not.toBe(timeRange([...rest], now));
      }),
    );
  });

  it('never throw', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.constantFrom(null, 'GMT', 'NOV', 'MON', 25),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), (args) => {
        for (const work of [timeRange, weekdayRange, dateRange])
          expect(typeof work(args, NOW)).toBe('boolean');
      }),
    );
  });
});
