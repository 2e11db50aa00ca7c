import type { KeyObject } from 'node:crypto';
import { pemBlocks } from '../../../core/model/pem.ts';
import { type CertificateFields, type Extension, readExtensions } from '../certificate-fields.ts';
import { encoded, TAG } from '../der.ts';
import { readTime } from '../der-values.ts';
import { checkSignature, readSigned, type SignatureOutcome } from '../signature.ts';
import { type CrlEntries, readEntries } from './entries.ts';

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
