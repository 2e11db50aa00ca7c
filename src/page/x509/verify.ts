import { ed25519 } from '@noble/curves/ed25519';
import { openSequence, TAG } from '../../path/pki/der.ts';
import { DIGESTS, type Digest, type DigestName } from './digests.ts';
import { identifierIn } from './identifiers.ts';
import { type KeyType, type PssFields, type PublicKey, pssFields, RSASSA_PSS } from './public-key.ts';
import { verifyPkcs1, verifyPss } from './rsa.ts';
import { unsupportedAlgorithm } from './unsupported.ts';

/** Algorithms of signatures in certificates (RFC 3279, RFC 4055, RFC 5758, RFC 8410). */
const ALGORITHMS: Readonly<Record<string, { type: KeyType; digest: DigestName | null }>> = {
  '1.2.840.113549.1.1.4': { type: 'rsa', digest: 'md5' },
  '1.2.840.113549.1.1.5': { type: 'rsa', digest: 'sha1' },
  '1.3.14.3.2.29': { type: 'rsa', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { type: 'rsa', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { type: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { type: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { type: 'rsa', digest: 'sha512' },
  '1.2.840.113549.1.1.16': { type: 'rsa', digest: 'sha512-256' },
  [RSASSA_PSS]: { type: 'rsa-pss', digest: null },
  '1.2.840.10045.4.1': { type: 'ec', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { type: 'ec', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { type: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { type: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { type: 'ec', digest: 'sha512' },
  '1.3.101.112': { type: 'ed25519', digest: null },
};

/** The type of key that an algorithm of a signature needs. Throws DerError, or P2sError as unsupportedAlgorithm. */
export function keyTypeOf(algorithm: Uint8Array): KeyType {
  return algorithmOf(algorithm).type;
}

/** Whether the key made the signature of a certificate, by its AlgorithmIdentifier. Throws as keyTypeOf. */
export function verifySigned(
  { tbs, algorithm, signature }: { tbs: Uint8Array; algorithm: Uint8Array; signature: Uint8Array },
  key: PublicKey,
): boolean {
  const { type, digest } = algorithmOf(algorithm);
  if (type === 'rsa-pss') {
    const cursor = openSequence(algorithm);
    cursor.take(TAG.oid);
    return (
      (key.type === 'rsa' || key.type === 'rsa-pss') &&
      verifyWithPss(key, pssFields(algorithm, cursor), tbs, signature)
    );
  }
  if (key.type !== type) return false;
  if (type === 'ed25519') return verifyEd25519(key, tbs, signature);
  return digest !== null && verifyWith(key, DIGESTS[digest], tbs, signature);
}

function algorithmOf(algorithm: Uint8Array): { type: KeyType; digest: DigestName | null } {
  const oid = identifierIn(algorithm, openSequence(algorithm).take(TAG.oid));
  const known = ALGORITHMS[oid];
  if (known === undefined) throw unsupportedAlgorithm(oid);
  return known;
}

/** PKCS #1 v1.5 or ECDSA, by the type of the key. */
export function verifyWith(
  key: PublicKey,
  digest: Digest,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.type === 'rsa' && key.rsa !== undefined) return verifyPkcs1(key.rsa, digest, message, signature);
  if (key.type !== 'ec') {
    if (key.type === 'dsa') throw unsupportedAlgorithm(key.type);
    return false;
  }
  const { curve } = key;
  if (curve === undefined) throw unsupportedAlgorithm('curve');
  const options = { prehash: false, lowS: false, format: 'der' } as const;
  return holds(() =>
    curve.verify(Uint8Array.from(signature), digest.of(message), Uint8Array.from(key.bytes), options),
  );
}

/** PSS by these parameters, which a key for PSS only can restrict. */
export function verifyWithPss(
  key: PublicKey,
  { digest, maskDigest, saltLength }: PssFields,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (digest === null || maskDigest === null) throw unsupportedAlgorithm('hash of PSS');
  if (key.rsa === undefined) return false;
  const { pss } = key;
  if (pss !== undefined) {
    const isAllowed = pss.digest === digest && pss.maskDigest === maskDigest && saltLength >= pss.saltLength;
    if (!isAllowed) return false;
  }
  return verifyPss(key.rsa, { digest, maskDigest, saltLength }, message, signature);
}

function verifyEd25519(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return holds(() =>
    // RFC 8032 without cofactor, as OpenSSL checks it.
    ed25519.verify(Uint8Array.from(signature), Uint8Array.from(message), Uint8Array.from(key.bytes), {
      zip215: false,
    }),
  );
}

function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    // Not a point of the curve, or not a signature.
    return false;
  }
}
