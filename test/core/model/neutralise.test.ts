import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise, onOneLine, shownName, withoutControls } from '../../../src/core/model/neutralise.ts';

describe('neutralise', () => {
  it.each([
    ['Microsoft-HTTPAPI/2.0', 'Microsoft-HTTPAPI/2.0'],
    ['\x1b[2J\x1b]0;owned\x07', '\\x1b[2J\\x1b]0;owned\\x07'],
    ['a\r\nb', 'a\\x0d\\x0ab'],
    ['\x9b31m\xff', '\\x9b31m\\xff'],
    ['日本', '\\u{65e5}\\u{672c}'],
    ['\u{1f600}', '\\u{1f600}'],
    ['\u202etxt', '\\u{202e}txt'],
    ['', ''],
  ])('%j becomes %j', (text, safe) => {
    expect(neutralise(text)).toBe(safe);
  });

  it('reads bytes one character each', () => {
    expect(neutralise(Buffer.from([0x41, 0x00, 0xc3, 0xa4]))).toBe('A\\x00\\xc3\\xa4');
  });

  it('cuts long text and says so', () => {
    expect(neutralise('abcdef', 5)).toBe('abcde...');
    expect(neutralise('abcde', 5)).toBe('abcde');
    expect(neutralise(Buffer.alloc(10_000, 0x61), 3)).toBe('aaa...');
  });

  it('gives printable ASCII of bounded length for anything', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.uint8Array({ maxLength: 500 }),
    );
    fc.assert(
      fc.property(anything, fc.nat(100), (text, max) => {
        const safe = neutralise(text, max);
        expect(safe).toMatch(/^[ -~]*$/);
        expect(safe.length).toBeLessThanOrEqual(max * '\\u{10ffff}'.length + 3);
      }),
    );
  });
});

it('a name in any script stays, without what turns its direction, breaks its line or acts on a terminal', () => {
  expect(shownName('C=JP\nCN=社内認証局 هيئة')).toBe('C=JP, CN=社内認証局 هيئة');
  for (const sign of ['\u061c', '\u200f', '\u202e', '\u2028', '\u2029', '\u2066', '\x1b', '\x85', '\ud842']) {
    const code = sign.charCodeAt(0).toString(16);
    expect(withoutControls(`a${sign}b`)).toBe(`a\\u{${code}}b`);
  }
});

describe('a value on one line', () => {
  it('has its texts escaped at every depth, and keeps everything else', () => {
    const bytes = new Uint8Array([10]);
    const given = { a: ['x\ny', { b: '\u2028', c: null, d: 1, bytes }], e: 'plain 日本' };
    expect(onOneLine(given)).toEqual({
      a: ['x\\u{a}y', { b: '\\u{2028}', c: null, d: 1, bytes }],
      e: 'plain 日本',
    });
    expect(onOneLine(given).a[1]).toHaveProperty('bytes', bytes);
  });

  it('is the same object when nothing changes', () => {
    const given = { a: ['x', { b: 'y' }], c: undefined };
    expect(onOneLine(given)).toBe(given);
  });
});
