import { expect, it } from 'vitest';
import { readKey } from '../../src/ui/keys.ts';

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
  expect(readKey(input, key)).toBe(meaning);
});
