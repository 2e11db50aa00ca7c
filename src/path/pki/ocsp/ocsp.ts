import { createHash, X509Certificate } from 'node:crypto';
import { datesFlaw } from '../certificate-evidence.ts';
import { type CertificateFields, readCertificate, readExtensions } from '../certificate-fields.ts';
import type { CrlEntry, RevocationSubject } from '../crl/crl.ts';
import { datesOf } from '../crl/judge.ts';
import { contentOf, DerCursor, encoded, openSequence, TAG } from '../der.ts';
import { readOid, readSerial, readSmallInteger, readTime } from '../der-values.ts';
import { checkSignature, HASHES, orWhenRejected, readSigned, type Signed } from '../signature.ts';

const CONTEXT_0 = 0xa0;
const CONTEXT_1 = 0xa1;
/** The nonce and other extensions of OCSP itself (RFC 6960 4.4), which may be ignored if not requested. */
const OF_OCSP = '1.3.6.1.5.5.7.48.1.';

/** The status of the certificate in a response. */
interface SingleResponse {
  status: 'good' | 'revoked' | 'unknown';
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** `null` if it is not revoked. */
  revocation: CrlEntry | null;
  /** The certificate is identified by SHA-1, as in the request. */
  asAsked: boolean;
}

interface ResponseData {
  /** The answers for the requested certificate: the most severe first, then the newest. */
  singles: SingleResponse[];
  /** There is an unknown critical extension, in the whole response or in the part about the certificate. */
  hasUnknownCritical: boolean;
}

/** Reads ResponseData (RFC 6960 4.2.1) at the beginning of `data`. Throws DerError. */
function readResponseData(
  bytes: Uint8Array,
  data: DerCursor,
  certificate: CertificateFields,
  issuer: CertificateFields,
): ResponseData {
  data.option(CONTEXT_0);
  data.next(); // responderID
  data.take(TAG.generalizedTime);
  const list = data.open(TAG.sequence);
  const singles: SingleResponse[] = [];
  let hasUnknownCritical = false;
  while (!list.atEnd) {
    const single = list.open(TAG.sequence);
    const hash = readHash(bytes, single.open(TAG.sequence), certificate, issuer);
    if (hash === null) continue;
    singles.push({ ...readSingle(bytes, single), asAsked: hash === 'sha1' });
    hasUnknownCritical ||= needsMore(bytes, single);
  }
  hasUnknownCritical ||= needsMore(bytes, data);
  const newest = (a: SingleResponse, b: SingleResponse) => b.thisUpdate.getTime() - a.thisUpdate.getTime();
  singles.sort((a, b) => gravity(b) - gravity(a) || newest(a, b));
  return { singles, hasUnknownCritical };
}

/** The hash of a CertID that identifies the certificate; `null` for another certificate or an unknown hash. */
function readHash(
  bytes: Uint8Array,
  id: DerCursor,
  certificate: CertificateFields,
  issuer: CertificateFields,
): string | null {
  const hash = HASHES[readOid(bytes, id.open(TAG.sequence).take(TAG.oid))];
  const isOf = (value: Uint8Array, named: Uint8Array) =>
    hash !== undefined && createHash(hash).update(value).digest().equals(named);
  const isName = isOf(certificate.issuer, contentOf(bytes, id.take(TAG.octetString)));
  const isKey = isOf(issuer.publicKeyBits, contentOf(bytes, id.take(TAG.octetString)));
  const isSerial = readSerial(bytes, id.take(TAG.integer)) === certificate.serial;
  return isName && isKey && isSerial ? (hash ?? null) : null;
}

/** CertStatus [0] good, [1] revoked (RevokedInfo: the time, [0] CRLReason), [2] unknown; then thisUpdate and [0] nextUpdate. */
function readSingle(bytes: Uint8Array, single: DerCursor): Omit<SingleResponse, 'asAsked'> {
  const certStatus = single.next();
  const tag = certStatus.tag & 0x1f;
  const thisUpdate = readTime(bytes, single.take(TAG.generalizedTime));
  const next = single.option(CONTEXT_0);
  return {
    status: tag === 0 ? 'good' : tag === 1 ? 'revoked' : 'unknown',
    thisUpdate,
    revocation: tag === 1 ? readRevoked(bytes, new DerCursor(bytes, certStatus)) : null,
    nextUpdate: next === null ? null : readTime(bytes, new DerCursor(bytes, next).take(TAG.generalizedTime)),
  };
}

function readRevoked(bytes: Uint8Array, info: DerCursor): CrlEntry {
  info.take(TAG.generalizedTime);
  const reason = info.option(CONTEXT_0);
  return {
    reason:
      reason === null ? null : readSmallInteger(bytes, new DerCursor(bytes, reason).take(TAG.enumerated)),
  };
}

/** Whether [1] Extensions, behind the rest, have an unknown critical one. */
function needsMore(bytes: Uint8Array, rest: DerCursor): boolean {
  if (rest.peek() !== CONTEXT_1) return false;
  const extensions = readExtensions(bytes, rest.open(CONTEXT_1));
  return [...extensions].some(([id, { critical }]) => critical && !id.startsWith(OF_OCSP));
}

/** Bad answers come before good ones, and answers with the requested hash before others. */
function gravity({ status, asAsked }: SingleResponse): number {
  return (status === 'revoked' ? 4 : status === 'unknown' ? 2 : 0) + (asAsked ? 1 : 0);
}

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

type Issuer = NonNullable<RevocationSubject['issuer']>;

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const MAX_CERTIFICATES = 10;

/**
 * Why the signer may not answer for this issuer, `null` when it may: it is the issuer, or a current certificate in
 * the answer that the issuer made for OCSP signing (RFC 6960 4.2.2.2). Ignores the responderID: tries the key of
 * every candidate.
 */
function signerProblem(
  signed: Signed,
  certificates: readonly Uint8Array[],
  issuer: Issuer,
  at: Date,
): string | null {
  const byIssuer = checkSignature(signed, issuer.key);
  if (byIssuer === 'good') return null;
  // A renewed delegate can keep its key, and its old certificate may be included.
  const signers = certificates.filter((der) => isSigner(signed, der));
  const delegates = signers.filter((der) => isDelegate(der, issuer));
  if (delegates.some((der) => datesFlaw(der, at).length === 0)) return null;
  if (delegates.length > 0) return 'signer-out-of-date';
  if (signers.length > 0) return 'wrong-signer';
  return byIssuer === 'unsupported' ? 'unsupported-signature' : 'bad-signature';
}

function isSigner(signed: Signed, der: Uint8Array): boolean {
  // Not a certificate, or a key that OpenSSL does not support.
  return orWhenRejected(false, () => checkSignature(signed, new X509Certificate(der).publicKey) === 'good');
}

function isDelegate(der: Uint8Array, issuer: Issuer): boolean {
  const certificate = new X509Certificate(der);
  const fields = readCertificate(der);
  const uses: readonly string[] | undefined = certificate.keyUsage;
  return (
    Buffer.from(fields.issuer).equals(issuer.certificate.subject) &&
    certificate.verify(issuer.key) &&
    uses?.includes(OCSP_SIGNING) === true
  );
}

/** The certificates after the signature of a BasicOCSPResponse, at most ten. Throws DerError. */
function embeddedCertificates(bytes: Uint8Array, rest: DerCursor): Uint8Array[] {
  if (rest.atEnd) return [];
  const list = rest.open(CONTEXT_0).open(TAG.sequence);
  const found: Uint8Array[] = [];
  while (!list.atEnd && found.length < MAX_CERTIFICATES) found.push(encoded(bytes, list.take(TAG.sequence)));
  return found;
}
