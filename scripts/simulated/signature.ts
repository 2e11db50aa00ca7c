import type * as asn1js from 'asn1js';

/** The bytes of each number of a P-256 signature. */
const FULL = 32;

/**
 * Signs with a P-256 key until both numbers of the signature have all their 32 bytes.
 *
 * One signature in 128 has a shorter number. It is valid, but Wine's chain engine rejects it.
 *
 * @param sign signs, with a new random number each time, and returns the signature
 */
export async function signInFull(sign: () => Promise<asn1js.BitString>): Promise<void> {
  while (!isFull((await sign()).valueBlock.valueHexView));
}

/** Of an ECDSA-Sig-Value (RFC 3279 2.2.3): a sequence of two integers, where a leading zero byte is only a sign. */
function isFull(der: Uint8Array): boolean {
  const atR = 4;
  const rLength = der[atR - 1] ?? 0;
  const atS = atR + rLength + 2;
  const sLength = der[atS - 1] ?? 0;
  const bytesOf = (at: number, length: number) => (der[at] === 0 ? length - 1 : length);
  return bytesOf(atR, rLength) === FULL && bytesOf(atS, sLength) === FULL;
}
