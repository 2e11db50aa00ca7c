import { type Digest, digestInfo } from './digests.ts';

export interface RsaKey {
  modulus: bigint;
  exponent: bigint;
}

/** OpenSSL's limits: OPENSSL_RSA_MAX_MODULUS_BITS, OPENSSL_RSA_SMALL_MODULUS_BITS and OPENSSL_RSA_MAX_PUBEXP_BITS. */
const MAX_BITS = 16_384;
const SMALL_BITS = 3072;
const MAX_EXPONENT_BITS = 64;

export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

export const bytesIn = ({ modulus }: RsaKey): number => Math.ceil(bitLength(modulus) / 8);

/** RSASSA-PKCS1-v1_5 (RFC 8017 8.2.2), by comparing the encoded message. */
export function verifyPkcs1(
  key: RsaKey,
  digest: Digest,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== bytesIn(key)) return false;
  const opened = open(key, signature);
  const info = digestInfo(digest, message);
  const padding = bytesIn(key) - info.length - 3;
  if (opened === null || info.length === 0 || padding < 8) return false;
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(padding, 0xff), Buffer.from([0]), info]).equals(
    opened,
  );
}

export interface PssParameters {
  digest: Digest;
  maskDigest: Digest;
  saltLength: number;
}

/** RSASSA-PSS (RFC 8017 8.1.2 and 9.1.2). */
export function verifyPss(
  key: RsaKey,
  { digest, maskDigest, saltLength }: PssParameters,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const whole = open(key, signature);
  if (whole === null) return false;
  const bits = bitLength(key.modulus) - 1;
  const length = Math.ceil(bits / 8);
  if (whole.subarray(0, whole.length - length).some((byte) => byte !== 0)) return false;
  const encoded = whole.subarray(whole.length - length);
  const hash = digest.of(message);
  const maskedLength = length - hash.length - 1;
  const zeros = maskedLength - saltLength - 1;
  if (zeros < 0 || encoded[length - 1] !== 0xbc) return false;
  const unused = 8 * length - bits;
  if ((encoded[0] ?? 0) >> (8 - unused) !== 0) return false;
  const seed = encoded.subarray(maskedLength, maskedLength + hash.length);
  const mask = generateMask(maskDigest, seed, maskedLength);
  const block = mask.map((byte, at) => byte ^ (encoded[at] ?? 0));
  block[0] = (block[0] ?? 0) & (0xff >> unused);
  if (block.subarray(0, zeros).some((byte) => byte !== 0) || block[zeros] !== 1) return false;
  const again = digest.of(Buffer.concat([Buffer.alloc(8), hash, Buffer.from(block.subarray(zeros + 1))]));
  return Buffer.from(again).equals(Buffer.from(seed));
}

/** MGF1 (RFC 8017 B.2.1). */
function generateMask(digest: Digest, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let have = 0, counter = 0; have < length; counter += 1) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const part = digest.of(Buffer.concat([seed, count]));
    parts.push(part);
    have += part.length;
  }
  return Uint8Array.from(Buffer.concat(parts)).subarray(0, length);
}

/** RSAVP1 (RFC 8017 5.2.2) within OpenSSL's limits; `null` for keys and signatures that OpenSSL rejects. */
function open(key: RsaKey, signature: Uint8Array): Buffer | null {
  const { modulus, exponent } = key;
  const bits = bitLength(modulus);
  const isTooLarge = bits > MAX_BITS || (bits > SMALL_BITS && bitLength(exponent) > MAX_EXPONENT_BITS);
  const value = numberFrom(signature);
  if (isTooLarge || modulus % 2n === 0n || exponent >= modulus || value >= modulus) return null;
  if (signature.length > bytesIn(key)) return null;
  const hex = power(value, exponent, modulus).toString(16);
  return Buffer.from(hex.padStart(2 * bytesIn(key), '0'), 'hex');
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result % modulus;
}

export function numberFrom(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
