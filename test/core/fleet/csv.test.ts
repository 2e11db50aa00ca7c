import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows, formatCsv } from '../../../src/core/fleet/csv.ts';

const parseCsv = (text: string) => csvRows(text).map(({ cells }) => cells);

describe('a CSV text', () => {
  it('is read as RFC 4180 has it', () => {
    expect(parseCsv('\ufeffa,b\r\n"x, ""y""\r\nz",\r\n\r\nlast,one')).toEqual([
      ['a', 'b'],
      ['x, "y"\r\nz', ''],
      ['last', 'one'],
    ]);
  });

  it('may end its lines as old programs of macOS do', () => {
    expect(csvRows('a,b\rc,d\r\ne,f')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['c', 'd'] },
      { line: 3, cells: ['e', 'f'] },
    ]);
  });

  it('may have semicolons, as Excel writes it in some countries', () => {
    expect(parseCsv('a;b;c\n1,5;2;3\n')).toEqual([
      ['a', 'b', 'c'],
      ['1,5', '2', '3'],
    ]);
  });

  it('may have tabs, as cells of Excel are copied', () => {
    expect(csvRows('a\tb\tc\n1,5\t2;3\t\n')).toEqual([
      { line: 1, cells: ['a', 'b', 'c'] },
      { line: 2, cells: ['1,5', '2;3', ''] },
    ]);
    expect(parseCsv('a,b\t\n')).toEqual([['a', 'b\t']]);
  });

  it.each([';', ',', '\t'])('begins in some files with the line sep=%s, which is no row', (separator) => {
    const text = [`\ufeffsep=${separator}`, ['a,b;c', 'd'].map((one) => `"${one}"`).join(separator), ''].join(
      '\r\n',
    );
    expect(csvRows(text)).toEqual([{ line: 2, cells: ['a,b;c', 'd'] }]);
    expect(parseCsv('sep=x\n')).toEqual([['sep=x']]);
  });

  it('comes back from what is written, whatever the fields hold', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', ' ', '\n', '\r\n', '日') });
    const row = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const head = ['head', 'of', 'it'];
        expect(parseCsv(formatCsv([head, ...rows]))).toEqual([head, ...rows]);
      }),
    );
  });

  it('of any other kind is read without an error', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseCsv(text))));
  });
});
