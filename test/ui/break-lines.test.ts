import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/report/text/columns.ts';
import type { Span } from '../../src/report/text/lines.ts';
import { breakSpans, cutSpans } from '../../src/ui/break-lines.ts';

const text = fc.string({ unit: fc.constantFrom(...'ab  <;:.)(山田カな、。」）ーゃッ「（é…'), maxLength: 60 });
const spans: fc.Arbitrary<Span[]> = fc.array(
  fc.record({ text, tone: fc.constantFrom('good', 'bad') }, { requiredKeys: ['text'] }),
  { maxLength: 6 },
);
const width = fc.integer({ min: 2, max: 40 });

function textOf(row: readonly Span[]): string {
  return row.map((span) => span.text).join('');
}

describe('breakSpans', () => {
  it('makes no row wider than it may be and loses nothing but blanks', () => {
    fc.assert(
      fc.property(spans, width, (given, columns) => {
        const rows = breakSpans(given, columns);
        for (const row of rows) expect(displayWidth(textOf(row))).toBeLessThanOrEqual(columns);
        const letters = (parts: readonly Span[]) =>
          parts.flatMap(({ text: piece, tone }) =>
            [...piece.replaceAll(' ', '')].map((letter) => [letter, tone]),
          );
        expect(rows.flatMap((row) => letters(row))).toEqual(letters(given));
      }),
    );
  });

  it('breaks between words, and the row that follows begins with a letter', () => {
    const rows = breakSpans([{ text: 'Update and others' }, { text: ' will  use it', tone: 'warn' }], 12);
    expect(rows.map(textOf)).toEqual(['Update and', 'others will', 'use it']);
    expect(rows[1]).toEqual([{ text: 'others' }, { text: ' will', tone: 'warn' }]);
  });

  it('leaves a line that fits as it is, blanks and all', () => {
    expect(breakSpans([{ text: '!= differs   ~ changes ' }], 23).map(textOf)).toEqual([
      '!= differs   ~ changes ',
    ]);
  });

  it('keeps together what two spans write without a blank', () => {
    const rows = breakSpans([{ text: 'Needs it', tone: 'warn' }, { text: ': store' }], 8);
    expect(rows.map(textOf)).toEqual(['Needs', 'it:', 'store']);
  });

  it('breaks a word only where it alone is too long, and counts wide characters as two', () => {
    expect(breakSpans([{ text: 'at http://crl.example/' }], 10).map(textOf)).toEqual([
      'at',
      'http://crl',
      '.example/',
    ]);
    expect(breakSpans([{ text: '山田太郎' }], 5).map(textOf)).toEqual(['山田', '太郎']);
  });
});

describe('breakSpans of Japanese', () => {
  const NO_START = '、。」）ーゃッ';
  const NO_END = '「（';
  const stays = (before: string, after: string) => NO_START.includes(after) || NO_END.includes(before);
  const japanese = fc.string({
    unit: fc.constantFrom(...`ab 山田かなカナ${NO_START}${NO_END}`),
    maxLength: 80,
  });

  it('begins no row with a stop, a small kana or a closing bracket, and ends none with an opening one', () => {
    fc.assert(
      fc.property(japanese, width, (given, columns) => {
        const rows = breakSpans([{ text: given }], columns).map((row) => [
          ...textOf(row).replaceAll(' ', ''),
        ]);
        for (const [at, row] of rows.entries()) {
          const [before, after] = [row.at(-1), rows[at + 1]?.[0]];
          if (before === undefined || after === undefined || !stays(before, after)) continue;
          // There was no better place to break earlier in this row.
          for (const [place, letter] of row.slice(1).entries())
            expect(stays(row[place] ?? '', letter), `${rows.map((one) => one.join(''))}`).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('fills each row of ideographs, whatever stands before them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 8, max: 40 }), (count, columns) => {
        const rows = breakSpans([{ text: `abc (d)${'字'.repeat(count)}` }], columns).map(textOf);
        for (const row of rows.slice(0, -1)) expect(displayWidth(row)).toBeGreaterThanOrEqual(columns - 1);
      }),
    );
  });

  it.each([
    ['WinHTTP のプロキシは残ります。', 14, ['WinHTTP のプロ', 'キシは残りま', 'す。']],
    ['次のサーバー', 6, ['次の', 'サー', 'バー']],
    ['「次の対応」を選ぶ', 10, ['「次の対', '応」を選ぶ']],
    ['あいう「えお', 8, ['あいう', '「えお']],
    ['管理者: 設定', 6, ['管理', '者: 設', '定']],
    ['設定 (既定) です', 10, ['設定 (既', '定) です']],
    ['適用するには p2s-fix --apply を', 13, ['適用するには', 'p2s-fix', '--apply を']],
    ['か\u3099か\u3099', 6, ['か\u3099', 'か\u3099']],
  ])('breaks %s at %i columns', (given, columns, rows) => {
    expect(breakSpans([{ text: given }], columns).map(textOf)).toEqual(rows);
  });

  it('keeps the tone of each piece of a word that is broken', () => {
    expect(breakSpans([{ text: '警告', tone: 'warn' }, { text: 'です。次' }], 9)).toEqual([
      [{ text: '警告', tone: 'warn' }, { text: 'で' }],
      [{ text: 'す。次' }],
    ]);
  });

  it('leaves Korean words whole, which have blanks between them', () => {
    expect(breakSpans([{ text: '프록시 설정' }], 8).map(textOf)).toEqual(['프록시', '설정']);
  });
});

describe('cutSpans', () => {
  it('is never wider than it may be, and is the whole text where that fits', () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: 5, max: 40 }),
        fc.constantFrom('…', '...'),
        (given, columns, mark) => {
          const row = cutSpans(given, columns, mark);
          const whole = textOf(given);
          expect(displayWidth(textOf(row))).toBeLessThanOrEqual(columns);
          if (displayWidth(whole) <= columns) expect(textOf(row)).toBe(whole);
          else expect(textOf(row).endsWith(mark)).toBe(true);
        },
      ),
    );
  });
});
