import type { KeyObject } from 'node:crypto';
import { pemBlocks } from '../../../core/model/pem.ts';
import { type CertificateFields, type Extension, readExtensions } from '../certificate-fields.ts';
import { contentOf, DerCursor, encoded, readTlv, TAG, type Tlv } from '../der.ts';
import { readOid, readSmallInteger, readTime, withoutLeadingZeros } from '../der-values.ts';
import { checkSignature, readSigned, type SignatureOutcome } from '../signature.ts';

export interface Crl extends Pick<CrlEntries, 'hasUnknownCritical' | 'entryOf'> {
  /** Whether the issuer signed it; checked once for each key. */
  signedBy(issuer: NonNullable<RevocationSubject['issuer']>): SignatureOutcome;
  /** Name, encoded. */
  issuer: Uint8Array;
  thisUpdate: Date;
  nextUpdate: Date | null;
  extensions: ReadonlyMap<string, Extension>;
  /** The number of entries. */
  entries: number;
}

/** The certificate to check, and the issuer whose key must sign the answer. */
export interface RevocationSubject {
  certificate: CertificateFields;
  /** The certificate's subject, safe to show. */
  name: string;
  isCa: boolean;
  /** `null` when the chain does not contain the issuer. */
  issuer: { certificate: CertificateFields; key: KeyObject } | null;
}

const CONTEXT_0 = 0xa0;
export const EXTENSION = {
  number: '2.5.29.20',
  deltaIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  authorityKey: '2.5.29.35',
} as const;

/** Reads a CRL (RFC 5280 5.1), in DER as required, or in PEM; see {@link isPem}. Throws DerError. */
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
  const { count, hasUnknownCritical, entryOf } = readEntries(bytes, revoked);
  const signatures = new Map<string, SignatureOutcome>();
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
    entries: count,
    hasUnknownCritical,
    entryOf,
  };
}

/** The DER inside a PEM `X509 CRL`; `null` if it is not PEM. */
function fromPem(body: Uint8Array): Uint8Array | null {
  if (body[0] === TAG.sequence) return null;
  const text = Buffer.from(body).toString('latin1');
  const [base64] = pemBlocks(text, 'X509 CRL');
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
}

export interface CrlEntry {
  /** CRLReason (RFC 5280 5.3.1), `null` when none is given. */
  reason: number | null;
}

/** The revokedCertificates of a CRL. */
export interface CrlEntries {
  count: number;
  /** An entry has an unknown critical extension, so no entry counts (RFC 5280 5.3). */
  hasUnknownCritical: boolean;
  /** The entry of a serial (lower-case hex), `null` when it is not on the CRL. */
  entryOf(serial: string): CrlEntry | null;
}

const REASON_CODE = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const UNDERSTOOD: readonly string[] = [REASON_CODE, INVALIDITY_DATE];

/**
 * Reads the entries in place: parsers that create an object per entry need minutes and gigabytes for large CRLs.
 * Keeps a number per serial, so that most lookups of unlisted serials do not read the list again. Throws DerError.
 */
export function readEntries(bytes: Uint8Array, list: Tlv | null): CrlEntries {
  const numbers = new Set<number>();
  let hasUnknownCritical = false;
  const serialOf = (entry: Tlv) => withoutLeadingZeros(contentOf(bytes, entry));
  const count = eachEntry(bytes, list, (serial, rest) => {
    numbers.add(numberOf(serialOf(serial)));
    hasUnknownCritical ||= needsMore(bytes, rest);
  });
  return {
    count,
    hasUnknownCritical,
    entryOf(serial) {
      const serialBytes = Buffer.from(serial, 'hex');
      if (!numbers.has(numberOf(serialBytes))) return null;
      let found: CrlEntry | null = null;
      eachEntry(bytes, list, (one, rest) => {
        if (serialBytes.equals(serialOf(one))) found ??= { reason: reasonOf(bytes, rest) };
      });
      return found;
    },
  };
}

/** Calls back with each entry's serial INTEGER and the fields after it; returns the number of entries. */
function eachEntry(
  bytes: Uint8Array,
  list: Tlv | null,
  visit: (serial: Tlv, rest: DerCursor) => void,
): number {
  if (list === null) return 0;
  const entries = new DerCursor(bytes, list);
  let count = 0;
  while (!entries.atEnd) {
    const entry = entries.open(TAG.sequence);
    visit(entry.take(TAG.integer), entry);
    count += 1;
  }
  return count;
}

/** Whether there is an unknown critical extension among what follows a serial: revocationDate, then extensions. */
function needsMore(bytes: Uint8Array, rest: DerCursor): boolean {
  rest.next();
  if (rest.atEnd) return false;
  const extensions = rest.open(TAG.sequence);
  while (!extensions.atEnd) {
    const extension = extensions.open(TAG.sequence);
    const id = extension.take(TAG.oid);
    const flag = extension.option(TAG.boolean);
    if (flag === null || contentOf(bytes, flag)[0] === 0) continue;
    if (!UNDERSTOOD.includes(readOid(bytes, id))) return true;
  }
  return false;
}

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
