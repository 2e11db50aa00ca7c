import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../src/path/pki/certificate-fields.ts';
import type { RevocationSubject } from '../../src/path/pki/crl/crl.ts';

export type KnownSubject = RevocationSubject & { issuer: NonNullable<RevocationSubject['issuer']> };

/** A certificate and its issuer, in the form of the revocation check. */
export function subjectOf(der: Uint8Array, issuerDer: Uint8Array): KnownSubject {
  const certificate = new X509Certificate(der);
  return {
    certificate: readCertificate(der),
    isCa: certificate.ca,
    name: certificate.subject,
    issuer: { certificate: readCertificate(issuerDer), key: new X509Certificate(issuerDer).publicKey },
  };
}
