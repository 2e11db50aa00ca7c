import { p256, p384, p521 } from '@noble/curves/nist';
import { contentOf, DerCursor, DerError, openSequence, TAG } from '../../path/pki/der.ts';
import { readBits, readSmallInteger } from '../../path/pki/der-values.ts';
import { DIGESTS, type Digest, digestOf } from './digests.ts';
import { identifierIn } from './identifiers.ts';
import { bitLength, numberFrom, type RsaKey } from './rsa.ts';

const RSA = '1.2.840.113549.1.1.1';
export const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const EC = '1.2.840.10045.2.1';
const ED25519 = '1.3.101.112';
/** Types that OpenSSL knows and this page does not: DSA, DH, X25519, X448, Ed448. */
const ELSEWHERE: Readonly<Record<string, KeyType>> = {
  '1.2.840.10040.4.1': 'dsa',
  '1.2.840.113549.1.3.1': 'other',
  '1.3.101.110': 'other',
  '1.3.101.111': 'other',
  '1.3.101.113': 'ed448',
};

export type KeyType = 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'dsa' | 'ed448' | 'other';

/** RSASSA-PSS-params (RFC 4055 3.1). A digest is `null` if this page does not know it. */
export interface PssFields {
  digest: Digest | null;
  maskDigest: Digest | null;
  saltLength: number;
}

/** The members of Node's KeyObject that are used here, and the key. */
export interface PublicKey {
  type: KeyType;
  asymmetricKeyDetails: { modulusLength?: number };
  rsa?: RsaKey;
  /** The restrictions of a key for PSS only. */
  pss?: PssFields;
  curve?: NonNullable<ReturnType<typeof curveOf>>;
  bytes: Uint8Array;
}

/** A key from its SubjectPublicKeyInfo, encoded. Throws DerError for a key that OpenSSL does not know either. */
export function publicKeyFrom(encoded: Uint8Array): PublicKey {
  const info = openSequence(encoded);
  const algorithm = info.open(TAG.sequence);
  const oid = identifierIn(encoded, algorithm.take(TAG.oid));
  const bytes = readBits(encoded, info.take(TAG.bitString));
  if (oid === RSA || oid === RSASSA_PSS) {
    const rsa = rsaKeyFrom(bytes);
    const asymmetricKeyDetails = { modulusLength: bitLength(rsa.modulus) };
    if (oid === RSA) return { type: 'rsa', asymmetricKeyDetails, rsa, bytes };
    const pss = algorithm.atEnd ? {} : { pss: pssFields(encoded, algorithm) };
    return { type: 'rsa-pss', asymmetricKeyDetails, rsa, bytes, ...pss };
  }
  const common = { asymmetricKeyDetails: {}, bytes };
  if (oid === EC) {
    const parameters = algorithm.next();
    // Other forms than a name describe the curve, which OpenSSL reads.
    const curve = parameters.tag === TAG.oid ? curveOf(identifierIn(encoded, parameters)) : undefined;
    if (curve === null || (curve !== undefined && !isPoint(curve, bytes))) throw new DerError('not a point');
    return { type: 'ec', ...common, ...(curve === undefined ? {} : { curve }) };
  }
  if (oid === ED25519) {
    if (bytes.length !== 32) throw new DerError('not a key of Ed25519');
    return { type: 'ed25519', ...common };
  }
  const type = ELSEWHERE[oid];
  if (type === undefined) throw new DerError('not a key');
  return { type, ...common };
}

function rsaKeyFrom(bytes: Uint8Array): RsaKey {
  const key = openSequence(bytes);
  const [modulus, exponent] = [key.take(TAG.integer), key.take(TAG.integer)].map((tlv) =>
    numberFrom(contentOf(bytes, tlv)),
  );
  if (modulus === undefined || exponent === undefined || !key.atEnd) throw new DerError('not a key of RSA');
  return { modulus, exponent };
}

/** The parameters that follow the identifier: [0] hash, [1] mask, [2] salt length, [3] trailer. Throws DerError. */
export function pssFields(bytes: Uint8Array, algorithm: DerCursor): PssFields {
  const parameters = algorithm.open(TAG.sequence);
  const [hash, mask, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map((tag) => parameters.option(tag));
  const number = (field: typeof salt, otherwise: number) =>
    field == null ? otherwise : readSmallInteger(bytes, new DerCursor(bytes, field).take(TAG.integer));
  if (!parameters.atEnd || number(trailer, 1) !== 1) throw new DerError('not parameters of PSS');
  const hashOid = (algorithmOf: DerCursor) => identifierIn(bytes, algorithmOf.take(TAG.oid));
  let maskDigest: Digest | null = DIGESTS.sha1;
  if (mask != null) {
    const fields = new DerCursor(bytes, mask).open(TAG.sequence);
    if (hashOid(fields) !== MGF1) throw new DerError('not MGF1');
    maskDigest = digestOf(hashOid(fields.open(TAG.sequence)));
  }
  const digest =
    hash == null ? DIGESTS.sha1 : digestOf(hashOid(new DerCursor(bytes, hash).open(TAG.sequence)));
  return { digest, maskDigest, saltLength: number(salt, 20) };
}

/** The curves of RFC 5480 that this page can calculate with. */
const CURVES: Readonly<Record<string, typeof p256>> = {
  '1.2.840.10045.3.1.7': p256,
  '1.3.132.0.34': p384,
  '1.3.132.0.35': p521,
};
/** Curves that OpenSSL has besides: of X9.62, SEC 2 and Brainpool. */
const OTHERS = /^(?:1\.2\.840\.10045\.3|1\.3\.132\.0|1\.3\.36\.3\.3\.2\.8\.1\.1)\.\d+/;

/** `undefined`: only OpenSSL has it; `null`: nobody has it. */
function curveOf(oid: string): typeof p256 | null | undefined {
  return CURVES[oid] ?? (OTHERS.test(oid) ? undefined : null);
}

function isPoint(curve: typeof p256, bytes: Uint8Array): boolean {
  try {
    curve.Point.fromBytes(Uint8Array.from(bytes)).assertValidity();
    return true;
  } catch {
    return false;
  }
}
