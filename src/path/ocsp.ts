import { createHash, X509Certificate } from 'node:crypto';
import { readCertificate } from './certificate-fields.ts';
import type { RevocationSubject } from './crl.ts';
import { contentOf, DerCursor, encoded, openSequence, TAG } from './der.ts';
import { readOid, readSerial, readSmallInteger, readTime } from './der-values.ts';
import { checkSignature, readSigned, type Signed } from './signature.ts';

/** OCSPResponseStatus (RFC 6960 4.2.1) as reason codes. */
const RESPONSE_STATUS: Readonly<Record<number, string>> = {
  1: 'ocsp-malformed-request',
  2: 'ocsp-internal-error',
  3: 'ocsp-try-later',
  5: 'ocsp-sig-required',
  6: 'ocsp-unauthorized',
};
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** AlgorithmIdentifier of SHA-1, with which every responder knows certificates (RFC 5019 2.1.1). */
const SHA1_ALGORITHM = Buffer.from('300906052b0e03021a0500', 'hex');
const CONTEXT_0 = 0xa0;
const SKEW_MS = 5 * 60_000;

type Issuer = NonNullable<RevocationSubject['issuer']>;

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

interface SingleResponse {
  status: 'good' | 'revoked' | 'unknown';
  thisUpdate: Date;
  nextUpdate: Date | null;
}

export interface OcspJudgement {
  reason: string;
  thisUpdate?: Date;
  nextUpdate?: Date | null;
}

/**
 * Judges a DER OCSPResponse: `valid`, `revoked`, or why it does not answer for this certificate. Throws DerError for
 * what is no OCSP response. The signer must be the issuer, or hold a certificate of the issuer for OCSP signing that
 * came with the answer (RFC 6960 4.2.2.2).
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
  const single = findSingle(basic, tbs, subject);
  if (single === null) return { reason: 'wrong-certificate' };
  const certificates = rest.atEnd ? [] : embedded(basic, rest);
  return {
    ...single,
    reason: signerProblem(signed, certificates, subject.issuer, at) ?? outcome(single, at),
  };
}

function outcome({ status, thisUpdate, nextUpdate }: SingleResponse, at: Date): string {
  if (status === 'revoked') return 'revoked';
  if (status === 'unknown') return 'ocsp-unknown';
  if (thisUpdate.getTime() > at.getTime() + SKEW_MS) return 'not-yet-valid';
  return nextUpdate !== null && nextUpdate < at ? 'expired' : 'valid';
}

/** The single response about the certificate, among those of ResponseData. */
function findSingle(
  bytes: Uint8Array,
  data: DerCursor,
  { certificate, issuer }: RevocationSubject & { issuer: Issuer },
): SingleResponse | null {
  data.option(CONTEXT_0);
  data.next(); // responderID: the signature is tried with every candidate's key
  data.take(TAG.generalizedTime);
  const list = data.open(TAG.sequence);
  const nameHash = sha1(certificate.issuer);
  const keyHash = sha1(issuer.certificate.publicKeyBits);
  while (!list.atEnd) {
    const single = list.open(TAG.sequence);
    const id = single.open(TAG.sequence);
    id.take(TAG.sequence);
    const isName = nameHash.equals(contentOf(bytes, id.take(TAG.octetString)));
    const isKey = keyHash.equals(contentOf(bytes, id.take(TAG.octetString)));
    const isSerial = readSerial(bytes, id.take(TAG.integer)) === certificate.serial;
    if (isName && isKey && isSerial) return readSingle(bytes, single);
  }
  return null;
}

/** CertStatus [0] good, [1] revoked, [2] unknown; then thisUpdate and [0] nextUpdate. */
function readSingle(bytes: Uint8Array, single: DerCursor): SingleResponse {
  const tag = single.next().tag & 0x1f;
  const thisUpdate = readTime(bytes, single.take(TAG.generalizedTime));
  const next = single.option(CONTEXT_0);
  return {
    status: tag === 0 ? 'good' : tag === 1 ? 'revoked' : 'unknown',
    thisUpdate,
    nextUpdate: next === null ? null : readTime(bytes, new DerCursor(bytes, next).take(TAG.generalizedTime)),
  };
}

/** Why the signer may not answer for this issuer, `null` when it may. */
function signerProblem(signed: Signed, certificates: Uint8Array[], issuer: Issuer, at: Date): string | null {
  const byIssuer = checkSignature(signed, issuer.key);
  if (byIssuer === 'good') return null;
  for (const der of certificates) {
    if (!isSigner(signed, der)) continue;
    return isDelegate(der, issuer, at) ? null : 'wrong-signer';
  }
  return byIssuer === 'unsupported' ? 'unsupported-signature' : 'bad-signature';
}

function isSigner(signed: Signed, der: Uint8Array): boolean {
  try {
    return checkSignature(signed, new X509Certificate(der).publicKey) === 'good';
  } catch {
    // Not a certificate, or a key that OpenSSL does not know.
    return false;
  }
}

function isDelegate(der: Uint8Array, issuer: Issuer, at: Date): boolean {
  const certificate = new X509Certificate(der);
  const fields = readCertificate(der);
  const uses: readonly string[] | undefined = certificate.keyUsage;
  return (
    Buffer.from(fields.issuer).equals(issuer.certificate.subject) &&
    certificate.verify(issuer.key) &&
    uses?.includes(OCSP_SIGNING) === true &&
    fields.notBefore <= at &&
    at <= fields.notAfter
  );
}

/** The certificates in a BasicOCSPResponse, at most ten. */
function embedded(bytes: Uint8Array, rest: DerCursor): Uint8Array[] {
  const list = rest.open(CONTEXT_0).open(TAG.sequence);
  const found: Uint8Array[] = [];
  while (!list.atEnd && found.length < 10) found.push(encoded(bytes, list.take(TAG.sequence)));
  return found;
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}

/** All lengths here stay below 128 bytes, but for requests with long serial numbers, hence two length forms. */
function tlv(tag: number, content: Uint8Array): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: Uint8Array[]): Buffer {
  return tlv(TAG.sequence, Buffer.concat(parts));
}

function octets(bytes: Uint8Array): Buffer {
  return tlv(TAG.octetString, bytes);
}
