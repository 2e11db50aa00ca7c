import fc from 'fast-check';
import type { WinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import type { WinInetBlob } from '../../../src/core/codec/wininet-blob.ts';

export const u32 = fc.integer({ min: 0, max: 0xffffffff });

/** Any bytes as latin1 text. */
export const latin1 = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** The text that a change may write: printable ASCII. */
export const printable = fc
  .string({ unit: 'binary-ascii', maxLength: 60 })
  .map((text) => text.replace(/[^ -~]/g, ''));

export const winInetBlob: fc.Arbitrary<WinInetBlob> = fc.record({
  version: fc.constantFrom(0x46 as const, 0x3c as const),
  counter: u32,
  flags: u32,
  proxy: latin1,
  bypass: latin1,
  pac: latin1,
  tail: fc.uint8Array({ maxLength: 700 }),
});

export const winHttpBlob: fc.Arbitrary<WinHttpBlob> = fc.record({
  version: fc.constantFrom(0x18 as const, 0x28 as const),
  counter: u32,
  flags: u32,
  proxy: latin1,
  bypass: latin1,
});

/** Hostile bytes: noise, noise after a valid version, and valid blobs cut, lengthened or with one byte changed. */
export function damaged(good: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const noise = fc.uint8Array({ maxLength: 120 });
  const version = fc.constantFrom(0x46, 0x3c, 0x28, 0x18);
  return fc.oneof(
    noise,
    fc.tuple(version, noise).map(([first, rest]) => new Uint8Array([first, 0, 0, 0, ...rest])),
    fc.tuple(good, fc.nat()).map(([bytes, cut]) => bytes.slice(0, cut % (bytes.length + 1))),
    fc.tuple(good, noise).map(([bytes, more]) => new Uint8Array([...bytes, ...more])),
    fc.tuple(good, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => bytes.with(at % bytes.length, byte)),
  );
}

/** Bytes from numbers (u32 little-endian), strings (latin1) and raw bytes. */
export function bytesOf(...parts: (number | string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => {
        if (typeof part === 'string') return Buffer.from(part, 'latin1');
        if (typeof part !== 'number') return part;
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32LE(part);
        return bytes;
      }),
    ),
  );
}
