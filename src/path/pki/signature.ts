import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { P2sError } from '../../core/model/errors.ts';
import { DerCursor, DerError, openSequence, TAG, type Tlv } from './der.ts';
import { readOid, readSmallInteger } from './der-values.ts';

export type SignatureOutcome = 'good' | 'bad' | 'unsupported';

/**
 * The hash of each algorithm (RFC 4055, RFC 5758); CRLs still use SHA-1. Ed25519 (RFC 8410) is left out: OpenSSL
 * supports it, but whether Windows' chain engine does is not known.
 */
const HASH_OF_SIGNATURE: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
/** The hash algorithms themselves. */
export const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

export interface Signed {
  /** What is signed, encoded. */
  tbs: Uint8Array;
  /** AlgorithmIdentifier, encoded. */
  algorithm: Uint8Array;
  signature: Uint8Array;
}

/** Checks the signature of a CRL or an OCSP response with OpenSSL. Throws DerError. */
export function checkSignature(signed: Signed, key: KeyObject): SignatureOutcome {
  const cursor = openSequence(signed.algorithm);
  const id = readOid(signed.algorithm, cursor.take(TAG.oid));
  if (id === RSASSA_PSS) return checkPss(signed, cursor, key);
  const hash = HASH_OF_SIGNATURE[id];
  return hash === undefined ? 'unsupported' : holds(hash, signed, { key });
}

/**
 * RSASSA-PSS-params (RFC 4055 3.1): [0] hash, [1] mask generation, [2] salt length, with defaults. A mask with
 * another hash than the message is not checked: through Node, OpenSSL uses one hash for both.
 */
function checkPss(signed: Signed, cursor: DerCursor, key: KeyObject): SignatureOutcome {
  const bytes = signed.algorithm;
  const parameters = cursor.open(TAG.sequence);
  const hash = hashIn(bytes, parameters.option(0xa0));
  const mask = parameters.option(0xa1);
  const saltField = parameters.option(0xa2);
  const saltLength =
    saltField === null ? 20 : readSmallInteger(bytes, new DerCursor(bytes, saltField).take(TAG.integer));
  if (hash === undefined || hash !== maskHash(bytes, mask)) return 'unsupported';
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return holds(hash, signed, { key, padding, saltLength });
}

/** The hash of an AlgorithmIdentifier after its tag; SHA-1 without one. */
function hashIn(bytes: Uint8Array, field: Tlv | null): string | undefined {
  if (field === null) return 'sha1';
  return HASHES[readOid(bytes, new DerCursor(bytes, field).open(TAG.sequence).take(TAG.oid))];
}

/** The hash of MGF1, which is its parameter. */
function maskHash(bytes: Uint8Array, field: Tlv | null): string | undefined {
  if (field === null) return 'sha1';
  const mask = new DerCursor(bytes, field).open(TAG.sequence);
  if (readOid(bytes, mask.take(TAG.oid)) !== MGF1) return undefined;
  return HASHES[readOid(bytes, mask.open(TAG.sequence).take(TAG.oid))];
}

function holds(hash: string, signed: Signed, key: VerifyKeyObjectInput): SignatureOutcome {
  // A key of another type, or parameters that OpenSSL rejects.
  return orWhenRejected('bad', () => (verify(hash, signed.tbs, key, signed.signature) ? 'good' : 'bad'));
}

/**
 * What `calculate` returns, or `otherwise` for a certificate, key or parameter that OpenSSL rejects. In the page, an
 * algorithm that it does not have is a P2sError, which proves nothing either way, and passes.
 */
export function orWhenRejected<T>(otherwise: T, calculate: () => T): T {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof P2sError) throw error;
    return otherwise;
  }
}

/**
 * The outer structure of certificates, CRLs and OCSP responses: the signed bytes, the algorithm, and the
 * signature.
 */
export function readSigned(bytes: Uint8Array): { signed: Signed; tbs: DerCursor; rest: DerCursor } {
  const outer = openSequence(bytes);
  const tbs = outer.take(TAG.sequence);
  const algorithm = outer.take(TAG.sequence);
  const bits = outer.take(TAG.bitString);
  if (bytes[bits.content] !== 0) throw new DerError('signature is not whole bytes');
  return {
    signed: {
      tbs: bytes.subarray(tbs.start, tbs.end),
      algorithm: bytes.subarray(algorithm.start, algorithm.end),
      signature: bytes.subarray(bits.content + 1, bits.end),
    },
    tbs: new DerCursor(bytes, tbs),
    rest: outer,
  };
}
