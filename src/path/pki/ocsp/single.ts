import { createHash } from 'node:crypto';
import { type CertificateFields, readExtensions } from '../certificate-fields.ts';
import type { CrlEntry } from '../crl/crl.ts';
import { contentOf, DerCursor, TAG } from '../der.ts';
import { readOid, readSerial, readSmallInteger, readTime } from '../der-values.ts';
import { HASHES } from '../signature.ts';

const CONTEXT_0 = 0xa0;
const CONTEXT_1 = 0xa1;
/** The nonce and other extensions of OCSP itself (RFC 6960 4.4), which may be ignored if not requested. */
const OF_OCSP = '1.3.6.1.5.5.7.48.1.';

/** The status of the certificate in a response. */
export interface SingleResponse {
  status: 'good' | 'revoked' | 'unknown';
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** `null` if it is not revoked. */
  revocation: CrlEntry | null;
  /** The certificate is identified by SHA-1, as in the request. */
  asAsked: boolean;
}

export interface ResponseData {
  /** The answers for the requested certificate: the most severe first, then the newest. */
  singles: SingleResponse[];
  /** There is an unknown critical extension, in the whole response or in the part about the certificate. */
  hasUnknownCritical: boolean;
}

/** Reads ResponseData (RFC 6960 4.2.1) at the beginning of `data`. Throws DerError. */
export function readResponseData(
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
