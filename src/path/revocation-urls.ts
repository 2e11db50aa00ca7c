import { neutralise } from '../core/neutralise.ts';
import { parseUrl } from '../core/parse-url.ts';
import {
  accessUris,
  type CertificateFields,
  crlUris,
  freshestUris,
  isSelfIssued,
  OID,
  tryReadCertificate,
} from './certificate-fields.ts';

export interface RevocationUrl {
  /** As it stands in the certificate; normalised when it can be fetched. */
  url: string;
  kind: 'crl' | 'ocsp';
  /** The certificate's place in the chain, 0 for the leaf. */
  position: number;
  /** The issuer's place, `null` when the chain does not hold it. */
  issuerPosition: number | null;
  /** Why it is not fetched (`ldap`, `scheme`, `bad-url`, `credentials`, `too-many`), else `null`. */
  skipped: string | null;
}

/** More than any authority puts into one certificate; the rest is listed as skipped. */
const MAX_PER_CERTIFICATE = 8;

/**
 * The CRL and OCSP addresses of every certificate below the root (DER, leaf first), in the order of the chain. An
 * address that stands twice in a certificate is listed once.
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

/** Where the certificate of a certificate's issuer can be fetched (AIA caIssuers), each address once. */
export function issuerUrls(fields: CertificateFields): Pick<RevocationUrl, 'url' | 'skipped'>[] {
  return [...new Set(accessUris(fields, OID.caIssuers))].map(fetchable);
}

/**
 * Where the delta of a base list can be fetched, each address once: as the list says (FreshestCRL), else as the
 * certificate does.
 */
export function deltaUrls(
  list: Pick<CertificateFields, 'extensions'>,
  certificate: CertificateFields,
): Pick<RevocationUrl, 'url' | 'skipped'>[] {
  const named = freshestUris(list);
  return [...new Set(named.length > 0 ? named : freshestUris(certificate))].map(fetchable);
}

/** An address with why it is not fetched; `index` is its place among those of its certificate. */
function fetchable(url: string, index: number): Pick<RevocationUrl, 'url' | 'skipped'> {
  const skipped = index < MAX_PER_CERTIFICATE ? skipReason(url) : 'too-many';
  return { url: skipped === null ? new URL(url).href : neutralise(url, 1000), skipped };
}

export interface ChainMember {
  /** `null` when the certificate cannot be read. */
  fields: CertificateFields | null;
  position: number;
  issuerPosition: number | null;
}

/** The certificates that can be revoked by somebody else: all but a self-issued last one. */
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

/** CryptoAPI fetches plain http; LDAP needs a domain, and https would need a revocation check of its own. */
function skipReason(text: string): string | null {
  const url = parseUrl(text);
  if (url === null) return 'bad-url';
  if (url.protocol === 'ldap:' || url.protocol === 'ldaps:') return 'ldap';
  if (url.protocol !== 'http:') return 'scheme';
  return url.username !== '' || url.password !== '' ? 'credentials' : null;
}
