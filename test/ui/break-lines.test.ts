import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakSpans, cutSpans, displayWidth, type Span } from '../../src/ui/break-lines.ts';

const text = fc.string({ unit: fc.constantFrom(...'ab  <;:山田é…'), maxLength: 60 });
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
