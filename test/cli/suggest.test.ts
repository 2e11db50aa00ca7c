import { describe, expect, it } from 'vitest';
import { parse } from '../../src/cli/parse/parse.ts';
import { unknownWords } from '../../src/cli/parse/read-words.ts';
import { splitWords } from '../../src/cli/parse/split-words.ts';
import { corrected, nearest } from '../../src/cli/parse/suggest.ts';
import { P2sError } from '../../src/core/model/errors.ts';

describe('what somebody may have meant', () => {
  it.each([
    ['audti', 'audit'],
    ['rolback 0007', 'rollback 0007'],
    ['Verify gw.example', 'verify gw.example'],
    ['--machine x.reg --summary aply', '--machine x.reg --summary apply'],
    ['--lang en veify gw.example', '--lang en verify gw.example'],
    ['--machin x.reg', '--machine x.reg'],
    ['apply --inplace', 'apply --in-place'],
    ['apply --machine cc.reg --inPlace', 'apply --machine cc.reg --in-place'],
    ['apply --stateDir=st1', 'apply --state-dir=st1'],
    ['apply --confirmWithin 10m', 'apply --confirm-within 10m'],
    ['apply --gatewy=a.example', 'apply --gateway=a.example'],
  ])('%s: %s', async (line, meant) => {
    const argv = line.split(' ');
    expect(corrected(argv, unknownWords(splitWords(argv)))).toEqual(meant.split(' '));
    const error: unknown = await parse(argv, 80).catch((thrown: unknown) => thrown);
    expect(error instanceof P2sError && error.next).toBe(`p2s-fix ${meant}`);
  });

  it.each([
    [['gw.example'], '--help'],
    [['--zzzzzz'], '--help'],
    [['x'], '--help'],
    [['explain', '--in-plac'], 'help explain'],
  ])('%j: nothing is near, so help is named', async (argv, help) => {
    expect(corrected(argv, unknownWords(splitWords(argv)))).toBeNull();
    const error: unknown = await parse(argv, 80).catch((thrown: unknown) => thrown);
    if (error instanceof P2sError) expect(error.next).toBe(`p2s-fix ${help}`);
  });

  it('takes the nearest, and a short word for itself', () => {
    expect(nearest('prob', ['probe', 'no-probe', 'profile'])).toBe('probe');
    expect(nearest('ca', ['ca', 'yes'])).toBe('ca');
    expect(nearest('zz', ['ca', 'yes'])).toBeNull();
  });

  it('reports an unknown option once, as it was typed', async () => {
    for (const [argv, words] of [
      [['completion', '--stateDirectory', 'x'], 'stateDirectory'],
      [['explain', '798', '--frob', '--no-such-thing', 'x'], 'frob, no-such-thing'],
      [['confirm', '0001', 'stray', 'stray', '--frob', 'frob'], 'frob'],
    ] as const) {
      const error: unknown = await parse(argv, 80).catch((thrown: unknown) => thrown);
      expect(error instanceof P2sError && error.message).toBe(`Unknown argument: ${words}`);
    }
  });
});
