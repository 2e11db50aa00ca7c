import type { CertificateFields } from '../certificate-fields.ts';
import { contentOf, firstContent, openSequence, tryRead } from '../der.ts';
import { type Crl, EXTENSION } from './crl.ts';

const SUBJECT_KEY = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
/** AuthorityKeyIdentifier: [0] keyIdentifier. */
const KEY_ID = 0x80;
/** Bit 6 of the first byte. */
const CRL_SIGN = 0x02;

/** Whether a certificate's key may sign CRLs (RFC 5280 6.3.3 f); without key usage it may. */
export function maySignLists({ extensions }: CertificateFields): boolean {
  const value = extensions.get(KEY_USAGE)?.value;
  if (value === undefined) return true;
  const bits = tryRead(() => firstContent(value));
  return ((bits?.[1] ?? 0) & CRL_SIGN) !== 0;
}

/** Whether a CRL names another signing key than this certificate names as its own. */
export function namesOtherKey(crl: Pick<Crl, 'extensions'>, { extensions }: CertificateFields): boolean {
  const issuerKey = extensions.get(SUBJECT_KEY)?.value;
  const named = crl.extensions.get(EXTENSION.authorityKey)?.value;
  if (issuerKey === undefined || named === undefined) return false;
  // An extension that cannot be read decides nothing here.
  const own = tryRead(() => firstContent(issuerKey));
  const field = tryRead(() => openSequence(named).option(KEY_ID));
  if (own === null || field === null) return false;
  return !Buffer.from(own).equals(contentOf(named, field));
}
