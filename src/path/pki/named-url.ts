import { neutralise } from '../../core/model/neutralise.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { shownUrl } from '../../core/proxy/pac-url.ts';
import { accessUris, type CertificateFields, OID } from './certificate-fields.ts';

/** A URL in a certificate or a CRL. */
export interface NamedUrl {
  /** As written there, without credentials; normalised if it can be fetched. */
  url: string;
  /** Why it is not fetched (`ldap`, `scheme`, `bad-url`, `credentials`, `too-many`), else `null`. */
  skipped: string | null;
}

/** More than any authority puts into one certificate; the rest is listed as skipped. */
const MAX_PER_CERTIFICATE = 8;

/** The URLs of a certificate's issuer certificate (AIA caIssuers), each once. */
export function issuerUrls(fields: CertificateFields): NamedUrl[] {
  return [...new Set(accessUris(fields, OID.caIssuers))].map(fetchable);
}

/** A URL with the reason why it is not fetched; `index` is its place among the URLs of its certificate. */
export function fetchable(url: string, index: number): NamedUrl {
  const skipped = index < MAX_PER_CERTIFICATE ? skipReason(url) : 'too-many';
  return { url: skipped === null ? new URL(url).href : neutralise(shownUrl(url), 1000), skipped };
}

/** CryptoAPI fetches plain http; LDAP needs a domain, and https would need a revocation check of its own. */
function skipReason(text: string): string | null {
  const url = parseUrl(text);
  if (url === null) return 'bad-url';
  if (url.protocol === 'ldap:' || url.protocol === 'ldaps:') return 'ldap';
  if (url.protocol !== 'http:') return 'scheme';
  return url.username !== '' || url.password !== '' ? 'credentials' : null;
}
