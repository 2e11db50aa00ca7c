import type { KeyObject } from 'node:crypto';
import { pemBlocks } from '../core/pem.ts';
import {
  type CertificateFields,
  crlUris,
  distributionPointUris,
  type Extension,
  readExtensions,
} from './certificate-fields.ts';
import { contentOf, DerCursor, encoded, openSequence, readTlv, TAG, type Tlv } from './der.ts';
import { readSmallInteger, readTime, withoutLeadingZeros } from './der-values.ts';
import { checkSignature, readSigned, type SignatureOutcome } from './signature.ts';

export interface Crl {
  /** Whether the issuer signed it; looked at once for each key. */
  signedBy(issuer: NonNullable<RevocationSubject['issuer']>): SignatureOutcome;
  /** Name, encoded. */
  issuer: Uint8Array;
  thisUpdate: Date;
  nextUpdate: Date | null;
  extensions: ReadonlyMap<string, Extension>;
  entries: number;
  /** The entry of a serial (lower-case hex), `null` when it is not on the list. */
  entryOf(serial: string): CrlEntry | null;
}

export interface CrlEntry {
  /** CRLReason (RFC 5280 5.3.1), `null` when none is given. */
  reason: number | null;
}

/** Who is asked about, and by whose key the answer must be signed. */
export interface RevocationSubject {
  certificate: CertificateFields;
  /** The certificate's subject, safe to show. */
  name: string;
  isCa: boolean;
  /** `null` when the chain does not hold the issuer. */
  issuer: { certificate: CertificateFields; key: KeyObject } | null;
}

const CONTEXT_0 = 0xa0;
export const EXTENSION = {
  number: '2.5.29.20',
  deltaIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  authorityKey: '2.5.29.35',
} as const;
const REASON_CODE = '2.5.29.21';
const UNDERSTOOD: readonly string[] = Object.values(EXTENSION);
/** Clocks differ; a list from the next few minutes is no reason to worry. */
const SKEW_MS = 5 * 60_000;

/**
 * Reads a certificate revocation list, DER or PEM (RFC 5280 5.1). Throws DerError. The entries are searched where they
 * lie: object-per-entry parsers need minutes and gigabytes for the lists of large authorities. A number of each serial
 * is kept, so that who is not listed is told without another walk.
 */
export function readCrl(body: Uint8Array): Crl {
  const bytes = fromPem(body) ?? body;
  const { signed, tbs } = readSigned(bytes);
  tbs.option(TAG.integer);
  tbs.take(TAG.sequence);
  const issuer = tbs.take(TAG.sequence);
  const thisUpdate = readTime(bytes, tbs.next());
  const hasNext = tbs.peek() === TAG.utcTime || tbs.peek() === TAG.generalizedTime;
  const nextUpdate = hasNext ? readTime(bytes, tbs.next()) : null;
  const revoked = tbs.option(TAG.sequence);
  const extensions = tbs.peek() === CONTEXT_0 ? readExtensions(bytes, tbs.open(CONTEXT_0)) : new Map();
  const signatures = new Map<string, SignatureOutcome>();
  const numbers = new Set<number>();
  const serialOf = (entry: Tlv) => withoutLeadingZeros(contentOf(bytes, entry));
  const entries =
    revoked === null ? 0 : eachEntry(bytes, revoked, (entry) => numbers.add(numberOf(serialOf(entry))));
  return {
    signedBy({ certificate, key }) {
      const name = Buffer.from(certificate.publicKeyBits).toString('base64');
      const outcome = signatures.get(name) ?? checkSignature(signed, key);
      signatures.set(name, outcome);
      return outcome;
    },
    issuer: encoded(bytes, issuer),
    thisUpdate,
    nextUpdate,
    extensions,
    entries,
    entryOf(serial) {
      const wanted = Buffer.from(serial, 'hex');
      if (revoked === null || !numbers.has(numberOf(wanted))) return null;
      let found: CrlEntry | null = null;
      eachEntry(bytes, revoked, (entry, rest) => {
        if (wanted.equals(serialOf(entry))) found ??= { reason: reasonOf(bytes, rest) };
      });
      return found;
    },
  };
}

/**
 * The reason code for one certificate: `valid`, `revoked`, or why the list does not answer for it. A list that the
 * issuer signed and that names the certificate counts even when it has expired.
 */
export function judgeCrl(crl: Crl, subject: RevocationSubject, at: Date): string {
  if (crl.extensions.has(EXTENSION.deltaIndicator)) return originProblem(crl, subject) ?? 'delta-crl';
  const problem = originProblem(crl, subject) ?? scopeProblem(crl, subject);
  if (problem !== null) return problem;
  return crl.entryOf(subject.certificate.serial) === null ? datesOf(crl, at) : 'revoked';
}

/** Why a list is not the issuer's, or holds what nobody here understands; `null` when it is good. */
export function originProblem(crl: Crl, { certificate, issuer }: RevocationSubject): string | null {
  if (!Buffer.from(crl.issuer).equals(certificate.issuer)) return 'wrong-issuer';
  if (issuer === null) return 'issuer-unknown';
  const signature = crl.signedBy(issuer);
  if (signature !== 'good') return signature === 'bad' ? 'bad-signature' : 'unsupported-signature';
  const unknown = [...crl.extensions].some(([id, { critical }]) => critical && !UNDERSTOOD.includes(id));
  return unknown ? 'unsupported-extension' : null;
}

/** `valid`, `not-yet-valid` or `expired`. */
export function datesOf(crl: Crl, at: Date): string {
  if (crl.thisUpdate.getTime() > at.getTime() + SKEW_MS) return 'not-yet-valid';
  return crl.nextUpdate !== null && crl.nextUpdate < at ? 'expired' : 'valid';
}

/** Lists that speak for other certificates: other partitions, other kinds (RFC 5280 5.2.5). */
function scopeProblem(crl: Crl, { certificate, isCa }: RevocationSubject): string | null {
  const value = crl.extensions.get(EXTENSION.issuingDistributionPoint)?.value;
  if (value === undefined) return null;
  const fields = openSequence(value);
  while (!fields.atEnd) {
    const field = fields.next();
    if (!fieldCovers(value, field, certificate, isCa)) return 'wrong-scope';
  }
  return null;
}

/** One field of IssuingDistributionPoint: [0] point, [1] users only, [2] authorities only, [4] indirect, [5] attributes. */
function fieldCovers(value: Uint8Array, field: Tlv, certificate: CertificateFields, isCa: boolean): boolean {
  if (field.tag === CONTEXT_0) {
    const points = distributionPointUris(value, new DerCursor(value, field));
    const named = crlUris(certificate);
    return points.length === 0 || points.some((uri) => named.includes(uri));
  }
  const isSet = contentOf(value, field).some((byte) => byte !== 0);
  if (field.tag === 0x81) return !isSet || !isCa;
  if (field.tag === 0x82) return !isSet || isCa;
  return !isSet || field.tag === 0x83;
}

/** Calls back with each entry's serial INTEGER, and what follows it; gives the number of entries. */
function eachEntry(bytes: Uint8Array, list: Tlv, visit: (serial: Tlv, rest: DerCursor) => void): number {
  const entries = new DerCursor(bytes, list);
  let count = 0;
  while (!entries.atEnd) {
    const entry = entries.open(TAG.sequence);
    visit(entry.take(TAG.integer), entry);
    count += 1;
  }
  return count;
}

/** The reasonCode among what follows an entry's serial: revocationDate, then its extensions. */
function reasonOf(bytes: Uint8Array, rest: DerCursor): number | null {
  rest.next();
  const value = rest.atEnd ? undefined : readExtensions(bytes, rest).get(REASON_CODE)?.value;
  return value === undefined ? null : readSmallInteger(value, readTlv(value, 0, value.length));
}

/** 32 bits of a serial (FNV-1a); two serials may share one. */
function numberOf(serial: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of serial) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** The DER inside a PEM `X509 CRL`, `null` when it is none. */
function fromPem(body: Uint8Array): Uint8Array | null {
  if (body[0] === TAG.sequence) return null;
  const text = Buffer.from(body).toString('latin1');
  const [base64] = pemBlocks(text, 'X509 CRL');
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
}
