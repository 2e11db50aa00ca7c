import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { errorEvent } from '../../../src/core/model/events.ts';
import { command, option, say, toText, withTexts } from '../../../src/core/model/say.ts';
import { commandLine } from '../../../src/core/options/command-line.ts';
import type { NamedCommand } from '../../../src/core/options/table.ts';

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

describe('options and commands in a sentence', () => {
  const backup = command('rollback', { backup: '0007', machine: ["it's (1).reg"], 'in-place': true });
  const sentence = say('Leave out {option}, or run {backup}.', { option: option('state-dir'), backup });

  it('are written as documentation does', () => {
    expect(toText(sentence)).toBe(
      `Leave out --state-dir, or run p2s-fix rollback 0007 --machine "it's (1).reg" --in-place.`,
    );
    // @ts-expect-error a rollback takes no gateway
    command('rollback', { gateway: ['gw.example'] });
  });

  it('are written as their reader knows them', () => {
    const wording = {
      templateOf: (template: string) => template,
      between: BETWEEN,
      optionText: (name: string) => `options.${name}`,
      commandText: (command: NamedCommand) => `npx p2s-fix ${'use' in command ? command.use : ''}`,
    };
    expect(toText(sentence, wording)).toBe('Leave out options.state-dir, or run npx p2s-fix rollback.');
  });

  it('have pseudonyms for the values of a command', () => {
    expect(toText(withTexts(sentence, (text) => (text === '0007' ? text : 'NAME')))).toBe(
      'Leave out --state-dir, or run p2s-fix rollback 0007 --machine NAME --in-place.',
    );
  });

  it.each([
    [command('audit', {}), ''],
    [
      command('apply', { gateway: ['a', 'b:444'], 'exit-codes': 'msi' }),
      '--apply --gateway a --gateway b:444 --exit-codes msi',
    ],
    [command('apply', { plan: 'plan.json' }), 'apply plan.json'],
    [command('verify', { proxy: 'p:1', gateway: ['a'] }), 'verify a --proxy p:1'],
    [
      command('apply', { probe: false, bypass: '', 'confirm-within': 600 }),
      '--apply --no-probe --bypass= --confirm-within 10m',
    ],
    [command('export repair', { deadline: 3, out: '-x' }), 'export repair --deadline 3 --out=-x'],
  ])('%j is %s', (call, words) => {
    expect(commandLine(call).join(' ')).toBe(words);
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
