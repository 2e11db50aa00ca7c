import { describe, expect, it } from 'vitest';
import { isSigned, withoutSignature } from '../../scripts/exe/unsigned.mjs';

const PE = 0x80;
const CHECKSUM = PE + 88;
const CERTIFICATES = PE + 168;

/** The parts of a 64-bit executable that matter here. */
function executable(signature: string): Buffer {
  const code = Buffer.alloc(0x400, 1);
  code.writeUInt32LE(PE, 0x3c);
  code.write('PE\0\0', PE, 'latin1');
  code.writeUInt16LE(0x20b, PE + 24);
  code.writeUInt32LE(0xabcd, CHECKSUM);
  code.writeUInt32LE(signature === '' ? 0 : code.length, CERTIFICATES);
  code.writeUInt32LE(signature.length, CERTIFICATES + 4);
  return Buffer.concat([code, Buffer.from(signature)]);
}

describe('the Windows executable without its signature', () => {
  it('is the same but for the signature, the entry that leads to it, and the checksum of both', () => {
    const signed = executable('signature');
    const before = Buffer.from(signed);
    const unsigned = withoutSignature(signed);
    expect(signed).toEqual(before);
    const expected = executable('');
    expected.writeUInt32LE(0, CHECKSUM);
    expect(unsigned).toEqual(expected);
    expect(withoutSignature(unsigned)).toEqual(unsigned);
  });

  it('is what a signed one is made of, unless that was changed or has no signature', () => {
    const signed = executable('signature');
    expect(isSigned(signed, executable(''))).toBe(true);
    expect(isSigned(executable(''), executable(''))).toBe(false);
    signed.writeUInt8(2, 0x300);
    expect(isSigned(signed, executable(''))).toBe(false);
    const [short, padded] = [executable('').subarray(0, 0x3fe), executable('signature')];
    padded.fill(0, 0x3fe, 0x400);
    expect(isSigned(padded, short)).toBe(true);
  });

  it('is not made of what is no such executable, or has something behind the signature', () => {
    expect(() => withoutSignature(Buffer.alloc(0x400))).toThrow('not a Windows executable');
    const of32 = executable('');
    of32.writeUInt16LE(0x10b, PE + 24);
    expect(() => withoutSignature(of32)).toThrow('not a 64-bit executable');
    expect(() => withoutSignature(Buffer.concat([executable('s'), Buffer.from('more')]))).toThrow(
      'not the end',
    );
  });
});
