import { X509Certificate } from 'node:crypto';
import { datesFlaw } from '../certificate-evidence.ts';
import { readCertificate } from '../certificate-fields.ts';
import type { RevocationSubject } from '../crl/crl.ts';
import { type DerCursor, encoded, TAG } from '../der.ts';
import { checkSignature, orWhenRejected, type Signed } from '../signature.ts';

export type Issuer = NonNullable<RevocationSubject['issuer']>;

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const CONTEXT_0 = 0xa0;
const MAX_CERTIFICATES = 10;

/**
 * Why the signer may not answer for this issuer, `null` when it may: it is the issuer, or a current certificate in
 * the answer that the issuer made for OCSP signing (RFC 6960 4.2.2.2). Ignores the responderID: tries the key of
 * every candidate.
 */
export function signerProblem(
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
export function embeddedCertificates(bytes: Uint8Array, rest: DerCursor): Uint8Array[] {
  if (rest.atEnd) return [];
  const list = rest.open(CONTEXT_0).open(TAG.sequence);
  const found: Uint8Array[] = [];
  while (!list.atEnd && found.length < MAX_CERTIFICATES) found.push(encoded(bytes, list.take(TAG.sequence)));
  return found;
}
