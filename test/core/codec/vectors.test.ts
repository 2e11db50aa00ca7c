import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeWinHttpBlob, encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import { decodeWinInetBlob, encodeWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';

interface Vector {
  name: string;
  store: 'wininet' | 'winhttp';
  hex: string;
  /** `tail` is its length. */
  expected: Record<string, unknown>;
}

const file = new URL('../../vectors/blobs.json', import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(file, 'utf8'));

describe('observed blobs', () => {
  it('cover both stores and all four versions', () => {
    expect(new Set(vectors.map(({ expected }) => expected.version))).toEqual(
      new Set([0x46, 0x3c, 0x28, 0x18]),
    );
  });

  it.each(vectors.filter(({ store }) => store === 'wininet'))('WinINET, $name', ({ hex, expected }) => {
    const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
    const decoded = decodeWinInetBlob(bytes);
    if (!decoded.ok) throw new Error(decoded.reason);
    expect({ ...decoded.blob, tail: decoded.blob.tail.length }).toEqual(expected);
    expect(encodeWinInetBlob(decoded.blob)).toEqual(bytes);
  });

  it.each(vectors.filter(({ store }) => store === 'winhttp'))('WinHTTP, $name', ({ hex, expected }) => {
    const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
    const decoded = decodeWinHttpBlob(bytes);
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(decoded.blob).toEqual({ counter: 0, ...expected });
    expect(encodeWinHttpBlob(decoded.blob)).toEqual(bytes);
  });
});
