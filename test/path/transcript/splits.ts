import fc from 'fast-check';

/** Bytes cut into pieces at arbitrary places. */
export function cut(bytes: Uint8Array): fc.Arbitrary<Buffer[]> {
  return fc.array(fc.nat(bytes.length), { maxLength: 12 }).map((places) => {
    const edges = [0, ...places.sort((a, b) => a - b), bytes.length];
    return edges.slice(1).map((end, i) => Buffer.from(bytes.subarray(edges[i] ?? 0, end)));
  });
}

/** `bytes` with a few of them changed, and perhaps cut short. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Buffer> {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
  return fc
    .tuple(fc.array(change, { maxLength: 4 }), fc.option(fc.nat(bytes.length), { freq: 4 }))
    .map(([changes, length]) => {
      const copy = Buffer.from(bytes);
      for (const [at, byte] of changes) copy[at] = byte;
      return length === null ? copy : copy.subarray(0, length);
    });
}
