import { createECDH, getDiffieHellman } from 'node:crypto';

/** Diffie-Hellman groups by their IANA numbers, as Node knows them, with the bytes of a public value (RFC 7296 3.4, RFC 5903 7). */
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
 * A real public value of a fresh key pair, whose private half is dropped at once: nothing is ever encrypted. `null` for
 * a group that is not offered.
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

/** How long the public value of a group is; `null` for one that is not offered. */
export function keyShareBytes(group: number): number | null {
  return (MODP[group] ?? ECP[group])?.bytes ?? null;
}
