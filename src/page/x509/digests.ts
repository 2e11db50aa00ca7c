import { md5, sha1 } from '@noble/hashes/legacy';
import { sha224, sha256, sha384, sha512, sha512_256 } from '@noble/hashes/sha2';

/** A hash function, with the object identifier that a signature names it by. */
export interface Digest {
  oid: string;
  /** The object identifier's content in DER. */
  encoded: string;
  of(message: Uint8Array): Uint8Array;
}

const digest = (oid: string, encoded: string, hash: (message: Uint8Array) => Uint8Array): Digest => ({
  oid,
  encoded,
  of: (message) => hash(Uint8Array.from(message)),
});

export const DIGESTS = {
  md5: digest('1.2.840.113549.2.5', '2a864886f70d0205', md5),
  sha1: digest('1.3.14.3.2.26', '2b0e03021a', sha1),
  sha224: digest('2.16.840.1.101.3.4.2.4', '608648016503040204', sha224),
  sha256: digest('2.16.840.1.101.3.4.2.1', '608648016503040201', sha256),
  sha384: digest('2.16.840.1.101.3.4.2.2', '608648016503040202', sha384),
  sha512: digest('2.16.840.1.101.3.4.2.3', '608648016503040203', sha512),
  'sha512-256': digest('2.16.840.1.101.3.4.2.6', '608648016503040206', sha512_256),
} as const;

export type DigestName = keyof typeof DIGESTS;

export function digestOf(oid: string): Digest | null {
  return Object.values(DIGESTS).find((one) => one.oid === oid) ?? null;
}

/** DigestInfo (RFC 8017 9.2): algorithm with NULL, and hash. */
export function digestInfo({ encoded, of }: Digest, message: Uint8Array): Uint8Array {
  const oid = Buffer.from(encoded, 'hex');
  const hash = Buffer.from(of(message));
  const head = [0x30, oid.length + hash.length + 8, 0x30, oid.length + 4, 0x06, oid.length];
  return Buffer.concat([Buffer.from(head), oid, Buffer.from([5, 0, 4, hash.length]), hash]);
}
