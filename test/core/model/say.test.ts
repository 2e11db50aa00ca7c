import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent } from '../../../src/core/model/events.ts';
import { say, toText } from '../../../src/core/model/say.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('{0}', '{1}', '{', '$&', '$1', ''));

const BETWEEN = { items: ' + ', sentences: '', clauses: ' / ' };

describe('a sentence', () => {
  it('is in English what the template literal would be, whatever its values hold', () => {
    fc.assert(
      fc.property(text, text, fc.integer(), (a, b, n) => {
        expect(toText(say`from ${a} to ${b}: ${n}.`)).toBe(`from ${a} to ${b}: ${n}.`);
        expect(toText(say`${say`It failed: ${a}`} ${b}`)).toBe(`It failed: ${a} ${b}`);
      }),
    );
  });

  it('is translated by other templates, those of its values included, in another order', () => {
    const other: Record<string, string> = { 'from {0} to {1}': '{1} <- {0}', 'the file {0}': 'datei {0}' };
    const sentence = say`from ${say`the file ${'{1}'}`} to ${'b'}`;
    expect(toText(sentence, { templateOf: (template) => other[template] ?? '?', between: BETWEEN })).toBe(
      'b <- datei {1}',
    );
  });

  it('joins a list, and the sentences in it, as the language does', () => {
    const sentence = say`Take ${['a', say`the file ${'b'}`]} or ${[]}.`;
    expect(toText(sentence)).toBe('Take a, the file b or .');
    const wording = {
      templateOf: (template: string) => template.replace('the file', 'datei'),
      between: BETWEEN,
    };
    expect(toText(sentence, wording)).toBe('Take a + datei b or .');
  });

  it('is plain data', () => {
    const sentence = say`${say`a ${1}`} and ${null}`;
    expect(structuredClone(sentence)).toEqual(sentence);
    expect(sentence.values).toEqual([{ template: 'a {0}', values: ['1'] }, 'null']);
  });
});

describe('an error', () => {
  const error = new P2sError('input', say`It has ${3} lines.`, {
    where: 'a.txt',
    next: say`Look at ${'it'}.`,
  });

  it('is English for programs, and sentences for people', () => {
    expect(errorEvent(error)).toEqual({
      type: 'error',
      error: { code: 'input', message: 'It has 3 lines.', where: 'a.txt', next: 'Look at it.' },
      messages: {
        message: { template: 'It has {0} lines.', values: ['3'] },
        next: { template: 'Look at {0}.', values: ['it'] },
      },
    });
  });

  it('is reported again with what was added, and keeps the rest', () => {
    const again = error.again({
      where: 'b.txt',
      message: say`${error.messages.message} Nothing was written.`,
    });
    expect(again).toMatchObject({
      code: 'input',
      message: 'It has 3 lines. Nothing was written.',
      where: 'b.txt',
      next: 'Look at it.',
      cause: error,
    });
  });
});
