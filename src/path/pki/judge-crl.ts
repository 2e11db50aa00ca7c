import { type Crl, EXTENSION, type RevocationSubject } from './crl.ts';
import { maySignLists, namesOtherKey } from './crl-issuer.ts';
import { isIndirect, scopeProblem } from './crl-scope.ts';
import { distributionPoints, nameKey } from './distribution-points.ts';

const UNDERSTOOD: readonly string[] = Object.values(EXTENSION);
/** CRLReason (RFC 5280 5.3.1), for deltas alone. */
const REMOVE_FROM_CRL = 8;
/** Clocks differ; what is from the next few minutes is no reason to worry. */
const SKEW_MS = 5 * 60_000;

/**
 * The reason code for one certificate: `valid`, `revoked`, or why the list does not answer for it. A list that the
 * issuer signed and that names the certificate counts even when it has expired, or is one of some reasons. Throws
 * DerError.
 */
export function judgeCrl(crl: Crl, subject: RevocationSubject, at: Date): string {
  const problem = originProblem(crl, subject);
  if (problem !== null) return problem;
  if (crl.extensions.has(EXTENSION.deltaIndicator)) return 'delta-crl';
  if (scopeProblem(crl, subject) === 'wrong-scope') return 'wrong-scope';
  const entry = crl.entryOf(subject.certificate.serial);
  if (entry === null) return coverageOf(crl, subject, at);
  return entry.reason === REMOVE_FROM_CRL ? 'removed-from-crl' : 'revoked';
}

/** Why a list is not the issuer's, or holds what nobody here understands; `null` when it is good. */
export function originProblem(crl: Crl, { certificate, issuer }: RevocationSubject): string | null {
  if (!Buffer.from(crl.issuer).equals(certificate.issuer)) {
    const named = distributionPoints(certificate).flatMap(({ crlIssuers }) => crlIssuers);
    return named.includes(nameKey(crl.issuer)) ? 'indirect-crl' : 'wrong-issuer';
  }
  if (issuer === null) return 'issuer-unknown';
  const signature = crl.signedBy(issuer);
  if (signature === 'unsupported') return 'unsupported-signature';
  if (signature === 'bad') return namesOtherKey(crl, issuer.certificate) ? 'other-key' : 'bad-signature';
  if (isIndirect(crl)) return 'indirect-crl';
  const unknown = [...crl.extensions].some(([id, { critical }]) => critical && !UNDERSTOOD.includes(id));
  return unknown || crl.hasUnknownCritical ? 'unsupported-extension' : null;
}

/** What a list of the issuer says of the certificates that it does not name: `valid`, or why it says nothing of them. */
export function coverageOf(crl: Crl, subject: RevocationSubject, at: Date): string {
  const dates = datesOf(crl, at);
  if (dates !== 'valid') return dates;
  return scopeProblem(crl, subject) ?? signerDoubt(crl, subject) ?? 'valid';
}

/** What RFC 5280 has against a signer whose signature is good (6.3.3 f, 5.2.1), and Windows may or may not mind. */
export function signerDoubt(crl: Crl, { issuer }: RevocationSubject): 'no-crl-sign' | 'other-key-id' | null {
  if (issuer === null) return null;
  if (!maySignLists(issuer.certificate)) return 'no-crl-sign';
  return namesOtherKey(crl, issuer.certificate) ? 'other-key-id' : null;
}

/** `valid`, `not-yet-valid` or `expired`, of a list or an answer. It need not say when the next one comes. */
export function datesOf(
  { thisUpdate, nextUpdate }: Pick<Crl, 'thisUpdate' | 'nextUpdate'>,
  at: Date,
): string {
  if (thisUpdate.getTime() > at.getTime() + SKEW_MS) return 'not-yet-valid';
  return nextUpdate !== null && nextUpdate < at ? 'expired' : 'valid';
}
