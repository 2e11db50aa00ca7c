import { createECDH, getDiffieHellman } from 'node:crypto';

/**
 * Diffie-Hellman groups by IANA number, with Node's names and the size of a public value (RFC 7296 3.4, RFC 5903
 * 7).
 */
const MODP: Readonly<Record<number, { name: string; bytes: number }>> = {
  2: { name: 'modp2', bytes: 128 },
  14: { name: 'modp14', bytes: 256 },
};
const ECP: Readonly<Record<number, { name: string; bytes: number }>> = {
  19: { name: 'prime256v1', bytes: 64 },
  20: { name: 'secp384r1', bytes: 96 },
};

/** The group that is tried first. */
export const FIRST_GROUP = 14;

/**
 * A real public value of a new key pair, whose private key is discarded: nothing is ever encrypted. `null` for a
 * group that is not offered.
 */
export function keyShare(group: number): Buffer | null {
  const modp = MODP[group];
  if (modp !== undefined) {
    const value = getDiffieHellman(modp.name).generateKeys();
    return Buffer.concat([Buffer.alloc(modp.bytes - value.length), value]);
  }
  const ecp = ECP[group];
  // Without the leading 0x04 of the uncompressed form: x and y alone.
  return ecp === undefined ? null : createECDH(ecp.name).generateKeys().subarray(1);
}

/** The length of the group's public value; `null` for a group that is not offered. */
export function keyShareBytes(group: number): number | null {
  return (MODP[group] ?? ECP[group])?.bytes ?? null;
}
