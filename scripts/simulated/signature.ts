import * as asn1js from 'asn1js';

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

/** Whether each integer of an ECDSA-Sig-Value (RFC 3279 2.2.3) has a highest byte that is not zero. */
function hasFullLength(der: Uint8Array): boolean {
  const { result } = asn1js.fromBER(der);
  if (!(result instanceof asn1js.Sequence)) return false;
  const lower = BigInt(8 * (INTEGER_BYTES - 1));
  return result.valueBlock.value.every(
    (one) => one instanceof asn1js.Integer && one.toBigInt() >> lower > 0n,
  );
}
