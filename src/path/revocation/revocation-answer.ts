import { createHash } from 'node:crypto';
import { type CheckStatus, isNotJudged } from '../../core/model/check.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { type Crl, EXTENSION, type RevocationSubject, readCrl } from '../pki/crl/crl.ts';
import { coverageOf, datesOf, judgeCrl, originProblem, signerDoubt } from '../pki/crl/judge.ts';
import { DerError, readTlv } from '../pki/der.ts';
import { readSerial } from '../pki/der-values.ts';
import { judgeOcsp, ocspRequest } from '../pki/ocsp/ocsp.ts';
import { StageFailure } from '../transport/failure.ts';
import { type AddressAnswer, type AddressQuestion, isPem, shapeOf } from './address-check.ts';
import { replace } from './follow.ts';

export interface RevocationQuestion extends AddressQuestion {
  subject: RevocationSubject;
  /** The date to judge by. */
  at: Date;
}

/** A CRL that delta CRLs build on. */
export interface BaseList {
  crl: Crl;
  /** The digest of its bytes if it lists the certificate: a delta can release only the hold of this CRL. */
  sha256: string | null;
}

/**
 * The size limit of one CRL. Windows stops at 100 MiB by default (MaxUrlRetrievalByteCount; wincrypt.h:
 * CERT_CHAIN_MAX_URL_RETRIEVAL_BYTE_COUNT_DEFAULT); 32 CRLs of that size at once are too much for this process.
 */
const MAX_CRL_BYTES = 20 * 1024 * 1024;

/**
 * Fetches and judges a CRL; `take` receives a CRL that the issuer signed and that is current. Rejects with a
 * StageFailure if the fetch fails.
 */
export async function askCrl(
  question: RevocationQuestion,
  take: (list: BaseList) => void,
): Promise<AddressAnswer> {
  const { subject, at, evidence } = question;
  return askList(question, (crl, body) => {
    const reason = judgeCrl(crl, subject, at);
    const sha256 = reason === 'revoked' ? createHash('sha256').update(body).digest('hex') : null;
    if (sha256 !== null)
      Object.assign(evidence, { sha256, ...holdOf(crl.entryOf(subject.certificate.serial)) });
    const isGood = reason === 'valid' || (reason === 'revoked' && coverageOf(crl, subject, at) === 'valid');
    if (isGood && !isPem(body)) take({ crl, sha256 });
    return reason;
  });
}

/** Fetches and judges the delta of a CRL from {@link askCrl}. `released`: the delta ends the hold in that CRL. */
export async function askDelta(question: RevocationQuestion, base: BaseList): Promise<AddressAnswer> {
  const { evidence, subject, at } = question;
  return askList(question, (delta) => {
    const { reason, released } = judgeDelta(delta, base.crl, subject, at);
    if (released) Object.assign(evidence, { released, baseSha256: base.sha256 });
    return reason;
  });
}

async function askList(
  question: RevocationQuestion,
  judge: (list: Crl, body: Buffer) => string,
): Promise<AddressAnswer> {
  const { evidence } = question;
  const body = await question.fetch({ post: null, maxBytes: MAX_CRL_BYTES }).catch(ifTooLarge);
  // The route works for the bytes that were read. Stopping was our own choice and says nothing about Windows.
  if ('maxBytes' in body) return { status: 'skip', evidence: { ...evidence, reason: 'too-large', ...body } };
  evidence.bytes = body.length;
  return judged(evidence, body, 'not-a-crl', () => {
    const crl = question.readOnce(body, readCrl);
    Object.assign(evidence, dates(crl), { entries: crl.entries });
    return judge(crl, body);
  });
}

/** CRLReason certificateHold (RFC 5280 5.3.1), which the issuer can end; the certificate is revoked until then. */
function holdOf(entry: { reason: number | null } | null): { hold?: true } {
  return entry?.reason === CERTIFICATE_HOLD ? { hold: true } : {};
}

function ifTooLarge(error: unknown): { maxBytes: number } {
  if (!(error instanceof StageFailure) || error.reason !== 'too-large') throw error;
  return { maxBytes: error.evidence.maxBytes ?? 0 };
}

/**
 * Queries an OCSP responder. Without the issuer's certificate no request can be built, and the result is `skip`.
 */
export async function askOcsp(question: RevocationQuestion): Promise<AddressAnswer> {
  const { evidence, subject, at } = question;
  const { issuer } = subject;
  if (issuer === null) return { status: 'skip', evidence: { reason: 'issuer-unknown' } };
  const known = { ...subject, issuer };
  const body = await fetchOcsp(question, ocspRequest(known));
  evidence.bytes = body.length;
  return judged(evidence, body, 'not-ocsp', () => {
    const { reason, thisUpdate, nextUpdate = null, revocation = null } = judgeOcsp(body, known, at);
    if (reason === 'revoked') Object.assign(evidence, holdOf(revocation));
    if (thisUpdate !== undefined) Object.assign(evidence, dates({ thisUpdate, nextUpdate }));
    return reason;
  });
}

/**
 * Converts a reason to a result; a body that cannot be read becomes `empty`, `html` or `otherwise`. In PEM, a good
 * answer stays uncertain, and a body that cannot be read may still be good.
 */
function judged(
  evidence: AnyFields,
  body: Uint8Array,
  otherwise: string,
  judge: () => string,
): AddressAnswer {
  let reason: string;
  try {
    reason = judge();
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    reason = shapeOf(body) ?? otherwise;
  }
  if (isPem(body) && (reason === 'valid' || reason === otherwise)) reason = 'pem';
  const status = isNotJudged(reason) ? 'skip' : (STATUS[reason] ?? 'fail');
  return { status, evidence: { ...evidence, reason } };
}

/** The CRL exists, but its signature cannot be checked here. */
const STATUS: Readonly<Record<string, CheckStatus>> = { valid: 'pass', 'issuer-unknown': 'warn' };

function dates(from: { thisUpdate: Date; nextUpdate: Date | null }): {
  thisUpdate: string;
  nextUpdate: string | null;
} {
  return {
    thisUpdate: from.thisUpdate.toISOString(),
    nextUpdate: from.nextUpdate?.toISOString() ?? null,
  };
}

const MAX_BYTES = 256 * 1024;
/** RFC 6960 A.1: an encoded request shorter than this may use GET. */
const SHORTER_THAN = 255;
/**
 * The status codes of a server that does not support the method for this URL or for any (RFC 9110 15.5.6, 15.6.2).
 */
const NO_SUCH_METHOD = [405, 501];

/**
 * Queries an OCSP responder by GET, as CryptoAPI does, and by POST if the request is too long or if the responder
 * itself refuses GET. `evidence.method` is the method used, `evidence.getRefused` the status that refused the GET.
 */
async function fetchOcsp(
  { url, fetch, evidence }: Pick<AddressQuestion, 'url' | 'fetch' | 'evidence'>,
  request: Buffer,
): Promise<Buffer> {
  const common = { maxBytes: MAX_BYTES, ofOne: true };
  const byPost = (reported: AnyFields) => {
    Object.assign(evidence, { method: 'POST', ...reported });
    return fetch({ ...common, post: { body: request, contentType: 'application/ocsp-request' } });
  };
  const get = ocspGetUrl(url, request);
  if (get === null) return byPost({});
  evidence.method = 'GET';
  try {
    return await fetch({ ...common, url: get, post: null });
  } catch (failure) {
    const { httpStatus: getRefused = null, squidError } = evidence;
    const isRefused = failure instanceof StageFailure && failure.reason === 'http-status';
    // Only Squid's own refusals have this code.
    if (!isRefused || !NO_SUCH_METHOD.includes(getRefused ?? 0) || squidError !== undefined) throw failure;
    replace(evidence, { getRefused });
    return byPost({});
  }
}

/**
 * The URL of a GET (RFC 6960 A.1): the base64 as one more path segment, with `/`, `+` and `=` encoded. `null` if
 * the request is too long, or if the URL ends in a query, after which no path can follow.
 */
export function ocspGetUrl(url: URL, request: Uint8Array): URL | null {
  const encoded = encodeURIComponent(Buffer.from(request).toString('base64'));
  if (encoded.length >= SHORTER_THAN || url.search !== '') return null;
  return new URL(`${url.origin}${url.pathname.replace(/\/$/, '')}/${encoded}`);
}

/** CRLReason (RFC 5280 5.3.1). */
const CERTIFICATE_HOLD = 6;
const REMOVE_FROM_CRL = 8;

interface DeltaJudgement {
  /** `valid`, `revoked`, or why the delta does not fit its base. */
  reason: string;
  /** It releases the certificate from the hold in the base. */
  released: boolean;
}

/**
 * Judges a delta CRL on a valid base CRL (RFC 5280 5.2.4, 6.3.3): signed by the same issuer, with the same scope,
 * made for this base or an older one, and current. An older delta than the base does not count. Throws DerError.
 */
export function judgeDelta(delta: Crl, base: Crl, subject: RevocationSubject, at: Date): DeltaJudgement {
  const problem = originProblem(delta, subject) ?? fitProblem(delta, base);
  if (problem !== null) return { reason: problem, released: false };
  const { serial } = subject.certificate;
  const dates = datesOf(delta, at);
  const reason = dates === 'valid' ? (signerDoubt(delta, subject) ?? 'valid') : dates;
  const entry = isOlder(delta, base) ? null : delta.entryOf(serial);
  if (entry === null) return { reason, released: false };
  if (entry.reason !== REMOVE_FROM_CRL) return { reason: 'revoked', released: false };
  const held = base.entryOf(serial)?.reason === CERTIFICATE_HOLD;
  return { reason, released: held && reason === 'valid' };
}

/** Why the two cannot be combined; `null` if they can. */
function fitProblem(delta: Crl, base: Crl): string | null {
  const from = numberIn(delta, EXTENSION.deltaIndicator);
  if (from === null) return 'not-a-delta';
  const own = numberIn(base, EXTENSION.number);
  if (own === null || from > own) return 'wrong-base';
  return scopeOf(delta) === scopeOf(base) ? null : 'wrong-scope';
}

function isOlder(delta: Crl, base: Crl): boolean {
  const [one, other] = [numberIn(delta, EXTENSION.number), numberIn(base, EXTENSION.number)];
  return one !== null && other !== null && one < other;
}

/** CRLNumber or BaseCRLNumber: a non-negative integer of up to 20 bytes (RFC 5280 5.2.3). */
function numberIn({ extensions }: Crl, id: string): bigint | null {
  const value = extensions.get(id)?.value;
  return value === undefined ? null : BigInt(`0x${readSerial(value, readTlv(value, 0, value.length))}`);
}

/** A delta has the same issuing distribution point as its base, byte for byte, or neither has one. */
function scopeOf({ extensions }: Crl): string {
  return Buffer.from(extensions.get(EXTENSION.issuingDistributionPoint)?.value ?? []).toString('hex');
}
