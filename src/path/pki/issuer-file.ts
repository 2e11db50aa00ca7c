import { pemBlocks } from '../../core/model/pem.ts';
import { readCertificate } from './certificate-fields.ts';
import { DerCursor, DerError, encoded, openSequence, TAG } from './der.ts';
import { readOid } from './der-values.ts';

const CONTEXT_0 = 0xa0;
const SET = 0x31;
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const MAX_CERTIFICATES = 64;

/** A certificate or a CMS message (RFC 7468); older programs write PKCS7. */
const LABELS = ['CERTIFICATE', 'PKCS7', 'CMS'];

/**
 * The certificates in a file that a caIssuers URL serves: one certificate in DER, or a "certs-only" CMS message
 * (RFC 5280 4.2.2.1). Both are also accepted as PEM, which can hold several. Throws DerError.
 */
export function certificatesOf(body: Uint8Array): Uint8Array[] {
  const blocks = pemBlocks(Buffer.from(body).toString('latin1'), ...LABELS);
  if (blocks.length === 0) return ofDer(body);
  return blocks.flatMap((base64) => ofDer(Buffer.from(base64, 'base64')));
}

function ofDer(body: Uint8Array): Uint8Array[] {
  const outer = openSequence(body);
  if (outer.peek() !== TAG.oid) {
    readCertificate(body);
    return [body];
  }
  if (readOid(body, outer.take(TAG.oid)) !== SIGNED_DATA) throw new DerError('another kind of CMS message');
  // SignedData (RFC 5652 5.1): version, digestAlgorithms, encapContentInfo, [0] certificates, …
  const signed = new DerCursor(body, outer.take(CONTEXT_0)).open(TAG.sequence);
  signed.take(TAG.integer);
  signed.take(SET);
  signed.take(TAG.sequence);
  const list = signed.option(CONTEXT_0);
  if (list === null) return [];
  const certificates: Uint8Array[] = [];
  const choices = new DerCursor(body, list);
  while (!choices.atEnd && certificates.length < MAX_CERTIFICATES) {
    const choice = choices.next();
    // Other choices of CertificateSet are obsolete formats.
    if (choice.tag === TAG.sequence) certificates.push(encoded(body, choice));
  }
  return certificates;
}

/** A certificate (DER) as PEM. */
export function asPem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`;
}
