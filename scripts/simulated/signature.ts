import type * as asn1js from 'asn1js';

/** The bytes of each of the integers r and s of a P-256 signature. */
const INTEGER_BYTES = 32;
/** Far beyond chance: a key of another kind never gives such a signature. */
const MAX_TRIES = 20;

/**
 * Signs with a P-256 key until r and s have all their 32 bytes.
 *
 * In one signature of 128, one of them is shorter. It is valid, but Wine's chain engine rejects it.
 *
 * @param sign signs, with a new nonce each time, and returns the signature
 * @throws {Error} after 20 signatures
 */
export async function signWithFullLength(sign: () => Promise<asn1js.BitString>): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (hasFullLength((await sign()).valueBlock.valueHexView)) return;
  }
  throw new Error(`none of ${MAX_TRIES} signatures has two integers of ${INTEGER_BYTES} bytes`);
}

/** Of an ECDSA-Sig-Value (RFC 3279 2.2.3): in it, a zero byte only keeps an integer positive. */
function hasFullLength(der: Uint8Array): boolean {
  const atR = 4;
  const rLength = der[atR - 1] ?? 0;
  const atS = atR + rLength + 2;
  const sLength = der[atS - 1] ?? 0;
  const bytesOf = (at: number, length: number) => (der[at] === 0 ? length - 1 : length);
  return bytesOf(atR, rLength) === INTEGER_BYTES && bytesOf(atS, sLength) === INTEGER_BYTES;
}
