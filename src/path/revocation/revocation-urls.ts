import {
  accessUris,
  type CertificateFields,
  crlUris,
  freshestUris,
  isSelfIssued,
  OID,
  tryReadCertificate,
} from '../pki/certificate-fields.ts';
import { fetchable, type NamedUrl } from '../pki/named-url.ts';

export const REVOCATION_KINDS = ['crl', 'ocsp'] as const;

export interface RevocationUrl extends NamedUrl {
  kind: (typeof REVOCATION_KINDS)[number];
  /** The position of the certificate in the chain, 0 for the leaf. */
  position: number;
  /** The position of the issuer, `null` when the chain does not contain it. */
  issuerPosition: number | null;
}

/**
 * The CRL and OCSP URLs of every certificate below the root (DER, leaf first), in the order of the chain. A URL
 * that a certificate names twice is listed once.
 */
export function revocationUrls(chain: readonly Uint8Array[]): RevocationUrl[] {
  return belowRoot(chain).flatMap(({ fields, position, issuerPosition }) => {
    if (fields === null) return [];
    const found = [
      ...crlUris(fields).map((url) => ({ url, kind: 'crl' as const })),
      ...accessUris(fields, OID.ocsp).map((url) => ({ url, kind: 'ocsp' as const })),
    ];
    const seen = new Set<string>();
    const distinct = found.filter(({ url, kind }) => !seen.has(kind + url) && seen.add(kind + url));
    return distinct.map(({ url, kind }, i) => ({ ...fetchable(url, i), kind, position, issuerPosition }));
  });
}

/** The URLs of the delta of a base CRL, each once: from the CRL (FreshestCRL), else from the certificate. */
export function deltaUrls(
  list: Pick<CertificateFields, 'extensions'>,
  certificate: CertificateFields,
): NamedUrl[] {
  const named = freshestUris(list);
  return [...new Set(named.length > 0 ? named : freshestUris(certificate))].map(fetchable);
}

export interface ChainMember {
  /** `null` when the certificate cannot be read. */
  fields: CertificateFields | null;
  position: number;
  issuerPosition: number | null;
}

/** The certificates that an issuer can revoke: all but a self-issued last one. */
export function belowRoot(chain: readonly Uint8Array[]): ChainMember[] {
  return chain
    .map((der, position) => {
      const issuerPosition = position + 1 < chain.length ? position + 1 : null;
      return { fields: tryReadCertificate(der), position, issuerPosition };
    })
    .filter(
      ({ fields, issuerPosition }) => issuerPosition !== null || fields === null || !isSelfIssued(fields),
    );
}
