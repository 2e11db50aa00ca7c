import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/codec/blob.ts';

describe('ByteReader', () => {
  it('reads little-endian, inside the view it was given', () => {
    const backing = new Uint8Array([9, 9, 0x01, 0x02, 0x03, 0x84, 5, 9]);
    const reader = new ByteReader(backing.subarray(2, 7));
    expect(reader.u32()).toBe(0x84030201);
    expect(reader.offset).toBe(4);
    expect(reader.rest()).toEqual(new Uint8Array([5]));
    expect(reader.offset).toBe(5);
  });

  it('gives null at the end and stays where it is', () => {
    const reader = new ByteReader(new Uint8Array([1, 2, 3]));
    expect(reader.u32()).toBeNull();
    expect(reader.take(4)).toBeNull();
    expect(reader.take(0xffffffff)).toBeNull();
    expect(reader.offset).toBe(0);
    expect(reader.take(3)).toEqual(new Uint8Array([1, 2, 3]));
    expect(reader.take(0)).toEqual(new Uint8Array());
  });

  it('hands out copies', () => {
    const bytes = new Uint8Array([1, 2]);
    const reader = new ByteReader(bytes);
    const first = reader.take(1);
    const rest = reader.rest();
    bytes.fill(7);
    expect([first, rest]).toEqual([new Uint8Array([1]), new Uint8Array([2])]);
  });
});
