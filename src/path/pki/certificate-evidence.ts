import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { neutralise, shownName } from '../../core/model/neutralise.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { shownUrl } from '../../core/proxy/pac-url.ts';
import {
  accessUris,
  type CertificateFields,
  crlUris,
  isSelfIssued,
  OID,
  tryReadCertificate,
} from './certificate-fields.ts';
import { issuerUrls } from './named-url.ts';

/**
 * Which name matched; a common name counts only without an alternative name, as on Windows. A wildcard is a whole
 * label: no public authority may issue another, and RFC 9525 6.3 forbids to match it.
 */
export function matchedName(leaf: X509Certificate, host: string): 'san' | 'cn' | null {
  if (isIP(host) !== 0) return leaf.checkIP(host) === undefined ? null : 'san';
  const name = host.replace(/\.$/, '');
  const options = { partialWildcards: false } as const;
  if (leaf.checkHost(name, { ...options, subject: 'never' }) !== undefined) return 'san';
  return leaf.checkHost(name, { ...options, subject: 'default' }) === undefined ? null : 'cn';
}

/**
 * Why no name matches. An IP address must be an alternative name (RFC 2818 3.1): without one, the same address as
 * common name does not count.
 */
export function nameFlaw(leaf: X509Certificate, host: string): 'name-mismatch' | 'no-alternative-name' {
  const isCommonName = shownName(leaf.subject).split(', ').includes(`CN=${host}`);
  if (!isCommonName) return 'name-mismatch';
  const hasAlternatives = tryReadCertificate(leaf.raw)?.extensions.has(OID.subjectAltName) ?? true;
  return hasAlternatives ? 'name-mismatch' : 'no-alternative-name';
}

/**
 * The alternative names as Node shows them. Where it cannot read them there are none: then Node 20 gives null, Node 22
 * undefined, and Node 24 throws.
 */
export function alternativeNames(leaf: { readonly subjectAltName: string | undefined }): string[] {
  let shown: string | null | undefined;
  try {
    shown = leaf.subjectAltName;
  } catch {
    return [];
  }
  return shown === undefined || shown === null || shown === '' ? [] : shown.split(', ');
}

interface DatesFlaw {
  reason: 'expired' | 'not-yet-valid';
  subject: string;
  validFrom: string;
  validTo: string;
}

/** Problems with the dates of one certificate of a chain. */
export function datesFlaw(der: Uint8Array, at: Date): DatesFlaw[] {
  const fields = tryReadCertificate(der);
  if (fields === null || (at >= fields.notBefore && at <= fields.notAfter)) return [];
  const [validFrom, validTo] = [fields.notBefore.toISOString(), fields.notAfter.toISOString()];
  const reason = at < fields.notBefore ? 'not-yet-valid' : 'expired';
  return [{ reason, subject: subjectOf(der), validFrom, validTo }];
}

/** The issuer of the last certificate of a chain, and its URLs; `null` for a self-issued certificate. */
export function issuerAbove(der: Uint8Array): { subject: string; issuer: string; urls: string[] } | null {
  const fields = tryReadCertificate(der);
  if (fields === null || isSelfIssued(fields)) return null;
  const { issuer } = new X509Certificate(der);
  const urls = issuerUrls(fields).map(({ url }) => url);
  return { subject: subjectOf(der), issuer: shownName(issuer), urls: urls.slice(0, 10) };
}

/** The leaf's own fields, neutralised, and its digests. */
export function leafEvidence(
  leaf: X509Certificate,
  fields: CertificateFields,
): EvidenceByStage['certificate'] {
  return {
    ...nameAndPrints(leaf.raw),
    issuer: shownName(leaf.issuer),
    serial: fields.serial,
    san: alternativeNames(leaf)
      .slice(0, 20)
      .map((name) => neutralise(name)),
    validFrom: fields.notBefore.toISOString(),
    validTo: fields.notAfter.toISOString(),
    crlUrls: crlUris(fields)
      .slice(0, 10)
      .map((url) => neutralise(shownUrl(url))),
    ocspUrls: accessUris(fields, OID.ocsp)
      .slice(0, 10)
      .map((url) => neutralise(shownUrl(url))),
  };
}

export function nameAndPrints(der: Uint8Array): { subject: string; sha256: string; sha1: string } {
  const print = (hash: string) => createHash(hash).update(der).digest('hex');
  return { subject: subjectOf(der), sha256: print('sha256'), sha1: print('sha1') };
}

export function subjectOf(der: Uint8Array): string {
  return shownName(new X509Certificate(der).subject);
}
