import * as asn1js from 'asn1js';
import { expect, it } from 'vitest';
import { signWithFullLength } from '../../scripts/simulated/signature.ts';

/** An integer of this many bytes in DER; a first bit of 1 needs a zero byte before it. */
function integer(length: number, first: number): Buffer {
  const bytes = Buffer.alloc(length, 0x5a);
  bytes[0] = first;
  const padded = first < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]);
  return Buffer.concat([Buffer.of(2, padded.length), padded]);
}

it('signs until r and s have all their bytes', async () => {
  const sign = (r: Buffer, s: Buffer) => {
    const der = Buffer.concat([Buffer.of(0x30, r.length + s.length), r, s]);
    return new asn1js.BitString({ valueHex: Uint8Array.from(der).buffer });
  };
  const full = [integer(32, 1), integer(32, 0xff)];
  const short = [integer(31, 1), integer(31, 0xff), integer(1, 1)];
  const signatures = full.flatMap((one) => short.flatMap((other) => [sign(one, other), sign(other, one)]));
  for (const r of full) {
    for (const s of full) {
      const offered = [...signatures, sign(r, s)];
      await signWithFullLength(
        async () => offered.shift() ?? expect.unreachable('goes on after a full signature'),
      );
      expect(offered).toEqual([]);
    }
  }
});

it('gives up with signatures of another kind', async () => {
  const rsa = new asn1js.BitString({ valueHex: new Uint8Array(256).fill(1).buffer });
  let tries = 0;
  await expect(signWithFullLength(async () => (tries++ < 1000 ? rsa : expect.unreachable()))).rejects.toThrow(
    'none of 20 signatures has two integers of 32 bytes',
  );
});
