import { describe, expect, it } from 'vitest';
import { codeForms, numberText, readCode } from '../../../src/core/explain/code-number.ts';

describe('the number of an error code', () => {
  it.each([
    ['4294967295', 0xffffffff],
    ['4294967296', null],
    ['-2147483648', 0x80000000],
    ['-2147483649', null],
    ['\u2212798', 0xfffffce2],
    ['7\u221298', null],
    ['0xffffffff80092013', 0x80092013],
    ['ffffffff80092013', 0x80092013],
    ['0xffffffff8009201', null],
    ['0xffffffff800920130', null],
  ])('of %s is %s', (text, value) => {
    expect(readCode(text)).toBe(value);
  });

  it('has a facility where it is no Win32 error', () => {
    expect(codeForms(0xffff)).toEqual({
      hex: '0x8007ffff',
      signed: -2146959361,
      unsigned: 0x8007ffff,
      win32: 0xffff,
      facility: null,
    });
    expect(codeForms(0x80190197)).toMatchObject({ win32: null, facility: { number: 25, name: 'HTTP' } });
    expect([numberText(0xffff), numberText(0x10000)]).toEqual(['65535', '0x00010000']);
  });
});
