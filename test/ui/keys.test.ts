import { describe, expect, it } from 'vitest';
import { readAnswer, readCommands } from '../../src/ui/browse/keys.ts';

const none = { ctrl: false, return: false, escape: false };

it.each([
  ['y', none, 'yes'],
  ['Y', none, 'yes'],
  ['y\r', none, 'yes'],
  ['n', none, 'no'],
  ['q', none, 'no'],
  ['', { ...none, return: true }, 'no'],
  ['\n', none, 'no'],
  ['', { ...none, escape: true }, 'no'],
  ['c', { ...none, ctrl: true }, 'cancel'],
  ['y\u0003', none, 'cancel'],
  ['c', none, 'other'],
  ['yes please', none, 'other'],
  ['\ry', none, 'other'],
  ['[200~y', none, 'other'],
  ['', none, 'other'],
  ['ｙ', none, 'other'],
] as const)('reads %j %o as %s', (input, key, meaning) => {
  expect(readAnswer(input, key)).toBe(meaning);
});

describe('the keys of the report', () => {
  const keys = {
    ...none,
    upArrow: false,
    downArrow: false,
    pageUp: false,
    pageDown: false,
    home: false,
    end: false,
  };

  it.each([
    ['', { ...keys, upArrow: true }, ['up']],
    ['', { ...keys, downArrow: true }, ['down']],
    ['', { ...keys, pageUp: true }, ['page-up']],
    ['', { ...keys, pageDown: true }, ['page-down']],
    ['', { ...keys, home: true }, ['first']],
    ['', { ...keys, end: true }, ['last']],
    ['?', keys, ['help']],
    ['k', keys, ['up']],
    ['jj', keys, ['down', 'down']],
    ['', { ...keys, return: true }, ['open']],
    ['j\r', keys, ['down', 'open']],
    ['E', keys, ['evidence']],
    ['c', keys, ['copy']],
    ['q', keys, ['quit']],
    ['', { ...keys, escape: true }, ['quit']],
    ['c', { ...keys, ctrl: true }, ['quit']],
    ['x\u0003', keys, ['quit']],
    ['a', { ...keys, ctrl: true }, []],
    ['ay', keys, []],
    ['aa', keys, ['apply']],
    ['jqa', keys, ['down', 'quit']],
    ['yes', keys, []],
    ['', keys, []],
  ] as const)('reads %j %o as %j', (input, key, commands) => {
    expect(readCommands(input, key)).toEqual(commands);
  });

  it('take no more than a held key brings', () => {
    expect(readCommands('j'.repeat(10_000), keys)).toHaveLength(64);
  });
});
