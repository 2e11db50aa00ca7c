import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent } from '../../../src/core/model/events.ts';
import { say, toText } from '../../../src/core/model/say.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('{a}', '{b}', '{', '$&', '$1', ''));

const BETWEEN = { items: ' + ', sentences: '', clauses: ' / ' };

describe('a sentence', () => {
  it('is in English what a template literal would be, whatever its values hold', () => {
    fc.assert(
      fc.property(text, text, fc.integer(), (a, b, n) => {
        expect(toText(say('from {a} to {b}: {n}.', { a, b, n }))).toBe(`from ${a} to ${b}: ${n}.`);
        expect(toText(say('{what} {b}', { what: say('It failed: {a}', { a }), b }))).toBe(
          `It failed: ${a} ${b}`,
        );
      }),
    );
  });

  it('is translated by other templates, those of its values included, in another order', () => {
    const other: Record<string, string> = { 'from {a} to {b}': '{b} <- {a}', 'the file {a}': 'datei {a}' };
    const sentence = say('from {a} to {b}', { a: say('the file {a}', { a: '{b}' }), b: 'b' });
    expect(toText(sentence, { templateOf: (template) => other[template] ?? '?', between: BETWEEN })).toBe(
      'b <- datei {b}',
    );
  });

  it('joins a list, and the sentences in it, as the language does', () => {
    const sentence = say('Take {some} or {others}.', {
      some: ['a', say('the file {b}', { b: 'b' })],
      others: [],
    });
    expect(toText(sentence)).toBe('Take a, the file b or .');
    const wording = {
      templateOf: (template: string) => template.replace('the file', 'datei'),
      between: BETWEEN,
    };
    expect(toText(sentence, wording)).toBe('Take a + datei b or .');
  });

  it('is plain data', () => {
    const sentence = say('{one} and {other}', { one: say('a {n}', { n: 1 }), other: 'b' });
    expect(structuredClone(sentence)).toEqual(sentence);
    expect(sentence.values).toEqual({ one: { template: 'a {n}', values: { n: '1' } }, other: 'b' });
  });
});

describe('an error', () => {
  const error = new P2sError('input', say('It has {count} lines.', { count: 3 }), {
    where: 'a.txt',
    next: say('Look at {what}.', { what: 'it' }),
  });

  it('is English for programs, and sentences for people', () => {
    expect(errorEvent(error)).toEqual({
      type: 'error',
      error: { code: 'input', message: 'It has 3 lines.', where: 'a.txt', next: 'Look at it.' },
      messages: {
        message: { template: 'It has {count} lines.', values: { count: '3' } },
        next: { template: 'Look at {what}.', values: { what: 'it' } },
      },
    });
  });

  it('is reported again with what was added, and keeps the rest', () => {
    const again = error.again({
      where: 'b.txt',
      message: say('{message} Nothing was written.', { message: error.messages.message }),
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
