import { createHash } from 'node:crypto';
import type { CrlEntry, RevocationSubject } from '../crl/crl.ts';
import { datesOf } from '../crl/judge.ts';
import { contentOf, openSequence, TAG } from '../der.ts';
import { readOid, readSmallInteger } from '../der-values.ts';
import { readSigned } from '../signature.ts';
import { embeddedCertificates, type Issuer, signerProblem } from './signer.ts';
import { readResponseData, type SingleResponse } from './single.ts';

/** OCSPResponseStatus (RFC 6960 4.2.1) as reason codes. */
const RESPONSE_STATUS: Readonly<Record<number, string>> = {
  1: 'ocsp-malformed-request',
  2: 'ocsp-internal-error',
  3: 'ocsp-try-later',
  5: 'ocsp-sig-required',
  6: 'ocsp-unauthorized',
};
const BASIC = '1.3.6.1.5.5.7.48.1.1';
/** AlgorithmIdentifier of SHA-1, the hash that every responder supports for certificate IDs (RFC 5019 2.1.1). */
const SHA1_ALGORITHM = Buffer.from('300906052b0e03021a0500', 'hex');
const CONTEXT_0 = 0xa0;

/** A DER OCSPRequest for one certificate, without nonce and signature, as CryptoAPI sends it (RFC 6960 4.1). */
export function ocspRequest(subject: RevocationSubject & { issuer: Issuer }): Buffer {
  const { certificate, issuer } = subject;
  const id = sequence(
    SHA1_ALGORITHM,
    octets(sha1(certificate.issuer)),
    octets(sha1(issuer.certificate.publicKeyBits)),
    certificate.serialDer,
  );
  return sequence(sequence(sequence(sequence(id))));
}

export interface OcspJudgement {
  reason: string;
  thisUpdate?: Date;
  nextUpdate?: Date | null;
  /** Why the certificate is revoked, if it is. */
  revocation?: CrlEntry;
}

/**
 * Judges a DER OCSPResponse: `valid`, `revoked`, or the reason why it does not apply to this certificate. Throws
 * DerError if the bytes are not an OCSP response. A nonce is ignored, because none was sent.
 */
export function judgeOcsp(
  body: Uint8Array,
  subject: RevocationSubject & { issuer: Issuer },
  at: Date,
): OcspJudgement {
  const response = openSequence(body);
  const status = readSmallInteger(body, response.take(TAG.enumerated));
  if (status !== 0) return { reason: RESPONSE_STATUS[status] ?? 'ocsp-error' };
  const bytes = response.open(CONTEXT_0).open(TAG.sequence);
  if (readOid(body, bytes.take(TAG.oid)) !== BASIC) return { reason: 'not-ocsp' };
  const basic = contentOf(body, bytes.take(TAG.octetString));
  const { signed, tbs, rest } = readSigned(basic);
  const { certificate, issuer } = subject;
  const { singles, hasUnknownCritical } = readResponseData(basic, tbs, certificate, issuer.certificate);
  const [single] = singles;
  if (single === undefined) return { reason: 'wrong-certificate' };
  const { thisUpdate, nextUpdate, revocation } = single;
  const problem = signerProblem(signed, embeddedCertificates(basic, rest), issuer, at);
  const reason = problem ?? (hasUnknownCritical ? 'unsupported-extension' : outcome(single, at));
  return { thisUpdate, nextUpdate, reason, ...(revocation === null ? {} : { revocation }) };
}

/**
 * RFC 6960 accepts two kinds of answers that are reported separately here: answers with another hash than the
 * request, and answers without nextUpdate, which RFC 5019 (4) requires its clients to reject. Which RFC Windows
 * follows is not known.
 */
function outcome(single: SingleResponse, at: Date): string {
  const { status, nextUpdate, asAsked } = single;
  if (status === 'revoked') return 'revoked';
  if (status === 'unknown') return 'ocsp-unknown';
  const dates = datesOf(single, at);
  if (dates !== 'valid') return dates;
  if (!asAsked) return 'ocsp-other-hash';
  return nextUpdate === null ? 'no-next-update' : 'valid';
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}

/** All lengths are below 128 bytes, except in requests with long serial numbers (RFC 5280 allows 20 bytes). */
function tlv(tag: number, content: Uint8Array): Buffer {
  const { length: size } = content;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: Uint8Array[]): Buffer {
  return tlv(TAG.sequence, Buffer.concat(parts));
}

function octets(bytes: Uint8Array): Buffer {
  return tlv(TAG.octetString, bytes);
}
