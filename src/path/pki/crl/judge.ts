import { type CertificateFields, OID } from '../certificate-fields.ts';
import { contentOf, DerCursor, firstContent, openSequence, tryRead } from '../der.ts';
import { type Crl, EXTENSION, type RevocationSubject } from './crl.ts';
import { distributionPoints, nameKey, pointNames } from './distribution-points.ts';

const UNDERSTOOD: readonly string[] = Object.values(EXTENSION);
/** CRLReason (RFC 5280 5.3.1), only in delta CRLs. */
const REMOVE_FROM_CRL = 8;
/** Clocks differ; a date a few minutes in the future is accepted. */
const SKEW_MS = 5 * 60_000;

/**
 * The reason code for one certificate: `valid`, `revoked`, or why the CRL does not answer for it. A CRL that the
 * issuer signed and that lists the certificate counts even if it has expired, or covers only some reasons. Throws
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

/** Why a CRL is not from the issuer, or has an unknown critical extension; `null` if it is good. */
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

/** What a CRL of the issuer proves for certificates that it does not list: `valid`, or why it proves nothing. */
export function coverageOf(crl: Crl, subject: RevocationSubject, at: Date): string {
  const dates = datesOf(crl, at);
  if (dates !== 'valid') return dates;
  return scopeProblem(crl, subject) ?? signerDoubt(crl, subject) ?? 'valid';
}

/** RFC 5280 objections to the signer of a good signature (6.3.3 f, 5.2.1), which Windows may or may not share. */
export function signerDoubt(crl: Crl, { issuer }: RevocationSubject): 'no-crl-sign' | 'other-key-id' | null {
  if (issuer === null) return null;
  if (!maySignLists(issuer.certificate)) return 'no-crl-sign';
  return namesOtherKey(crl, issuer.certificate) ? 'other-key-id' : null;
}

/** `valid`, `not-yet-valid` or `expired`, for a CRL or an answer. A next update is optional. */
export function datesOf(
  { thisUpdate, nextUpdate }: Pick<Crl, 'thisUpdate' | 'nextUpdate'>,
  at: Date,
): string {
  if (thisUpdate.getTime() > at.getTime() + SKEW_MS) return 'not-yet-valid';
  return nextUpdate !== null && nextUpdate < at ? 'expired' : 'valid';
}

const SUBJECT_KEY = '2.5.29.14';
/** AuthorityKeyIdentifier: [0] keyIdentifier. */
const KEY_ID = 0x80;
/** Bit 6 of the first byte. */
const CRL_SIGN = 0x02;

/** Whether a certificate's key may sign CRLs (RFC 5280 6.3.3 f); without key usage it may. */
function maySignLists({ extensions }: CertificateFields): boolean {
  const value = extensions.get(OID.keyUsage)?.value;
  if (value === undefined) return true;
  const bits = tryRead(() => firstContent(value));
  return ((bits?.[1] ?? 0) & CRL_SIGN) !== 0;
}

/** Whether a CRL names another signing key than this certificate names as its own. */
function namesOtherKey(crl: Pick<Crl, 'extensions'>, { extensions }: CertificateFields): boolean {
  const issuerKey = extensions.get(SUBJECT_KEY)?.value;
  const named = crl.extensions.get(EXTENSION.authorityKey)?.value;
  if (issuerKey === undefined || named === undefined) return false;
  // An extension that cannot be read decides nothing here.
  const own = tryRead(() => firstContent(issuerKey));
  const field = tryRead(() => openSequence(named).option(KEY_ID));
  if (own === null || field === null) return false;
  return !Buffer.from(own).equals(contentOf(named, field));
}

/** Fields of IssuingDistributionPoint (RFC 5280 5.2.5); [5] is onlyContainsAttributeCerts. */
const NAME = 0xa0;
const ONLY_USERS = 0x81;
const ONLY_AUTHORITIES = 0x82;
const SOME_REASONS = 0x83;
const INDIRECT = 0x84;

type Scoped = Pick<Crl, 'issuer' | 'extensions'>;

/**
 * Whether a CRL covers a certificate: `null` when it fully does; `wrong-scope` if it covers other partitions or
 * kinds; `some-reasons` if it does not list every revocation. Throws DerError.
 */
function scopeProblem(
  crl: Scoped,
  { certificate, isCa }: RevocationSubject,
): 'wrong-scope' | 'some-reasons' | null {
  const { names, kinds, someReasons } = readScope(crl);
  const points = distributionPoints(certificate);
  const own =
    names === null ? points : points.filter((point) => point.names.some((one) => names.includes(one)));
  if (names !== null && own.length === 0) return 'wrong-scope';
  if (kinds.some((kind) => kind !== (isCa ? ONLY_AUTHORITIES : ONLY_USERS))) return 'wrong-scope';
  const partly = own.length > 0 && own.every((point) => point.someReasons);
  return someReasons || partly ? 'some-reasons' : null;
}

/** Whether a CRL also covers certificates of other issuers. */
function isIndirect(crl: Scoped): boolean {
  return readScope(crl).indirect;
}

interface Scope {
  /** The names of its distribution point, as keys; `null`: it has none. */
  names: readonly string[] | null;
  /** Tags of the kinds of certificates that the CRL is limited to. */
  kinds: readonly number[];
  someReasons: boolean;
  indirect: boolean;
}

function readScope({ issuer, extensions }: Scoped): Scope {
  const scope = {
    names: null as string[] | null,
    kinds: [] as number[],
    someReasons: false,
    indirect: false,
  };
  const value = extensions.get(EXTENSION.issuingDistributionPoint)?.value;
  if (value === undefined) return scope;
  const fields = openSequence(value);
  while (!fields.atEnd) {
    const field = fields.next();
    const isSet = contentOf(value, field).some((byte) => byte !== 0);
    if (field.tag === NAME) scope.names = pointNames(value, new DerCursor(value, field), issuer);
    else if (field.tag === SOME_REASONS) scope.someReasons = true;
    else if (field.tag === INDIRECT) scope.indirect = isSet;
    else if (isSet) scope.kinds.push(field.tag);
  }
  return scope;
}
