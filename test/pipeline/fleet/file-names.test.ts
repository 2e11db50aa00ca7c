import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctNames } from '../../../src/pipeline/fleet/report.ts';
import { collectedMachine } from '../../support/machines/fleets.ts';

/** Results as `[file, computer]`; the computer of `named` is its own name. */
function namesOf(results: readonly (readonly [string, string, 'named'?])[]): string[] {
  const found = results.map(([file, computer, named]) => ({
    file,
    word: {
      ...{ machine: collectedMachine(computer, 'aligned', 0), part: null, of: [] },
      ...(named === undefined ? { unnamed: true } : {}),
    },
  }));
  return distinctNames(found).map(({ machine }) => machine.computer);
}

describe('a computer that only its file names', () => {
  it.each([
    ['keeps a file name of its own', [['a/x.reg', 'x'] as const, ['b/y.reg', 'y'] as const], ['x', 'y']],
    [
      'has the shortest path that differs',
      [
        ['a/p2s-fix.reg', 'p2s-fix'] as const,
        ['b/P2S-FIX.reg', 'P2S-FIX'] as const,
        ['c/pc/capture.json', 'capture'] as const,
        ['d/pc/capture.json', 'capture'] as const,
        ['d/other/capture.json', 'capture'] as const,
      ],
      ['a/p2s-fix', 'b/P2S-FIX', 'c/pc/capture', 'd/pc/capture', 'other/capture'],
    ],
    [
      'has its ending where a folder has the name twice',
      [
        ['a/x.reg', 'x'] as const,
        ['a/x.json', 'x'] as const,
        ['b/x.json', 'x'] as const,
        ['a/X.json', 'X'] as const,
      ],
      ['a/x.reg', 'a/x.json', 'b/x', 'a/X.json (2)'],
    ],
    [
      'is told apart in folders that differ only in case',
      [['a/x.reg', 'x'] as const, ['A/x.reg', 'x'] as const],
      ['x.reg', 'x.reg (2)'],
    ],
    [
      'keeps the line of its table',
      [['a/i.csv', 'i.csv:2'] as const, ['b/i.csv', 'i.csv:2'] as const, ['b/i.csv', 'i.csv:3'] as const],
      ['a/i.csv:2', 'b/i.csv:2', 'i.csv:3'],
    ],
  ])('%s', (_, results, expected) => {
    expect(namesOf(results)).toEqual(expected);
  });

  it('is one computer where its file is given twice', () => {
    const file = join('a', 'x.reg');
    expect(
      namesOf([
        [file, 'x'],
        [resolve(file), 'x'],
      ]),
    ).toEqual(['x', 'x']);
  });

  it('changes no name that a result has', () => {
    const results = [['a/x.json', 'x', 'named'] as const, ['b/x.json', 'x', 'named'] as const];
    expect(namesOf(results)).toEqual(['x', 'x']);
    expect(namesOf([...results, ['c/x.reg', 'x']])).toEqual(['x', 'x', 'x']);
  });
});
