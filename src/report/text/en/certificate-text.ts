import type { Flaw } from '../../facts/observed.ts';

const NAMES = 'the gateway name, and the names in the certificate';
const DATES = 'the dates of the certificate, and the clock of this computer';
const CHAIN = 'the chain of the certificate';
const TO_CHECK: Readonly<Record<string, string>> = {
  'name-mismatch': NAMES,
  'no-alternative-name': NAMES,
  expired: DATES,
  'not-yet-valid': DATES,
  'wrong-purpose': 'the use that the certificate is made for (serverAuth)',
  'chain-invalid': CHAIN,
  'issuer-wrong-purpose': CHAIN,
  'name-constraints': CHAIN,
  'weak-signature': 'the key and the signature of the certificate',
  'weak-key': 'the key and the signature of the certificate',
};

/** What to check on a certificate: only the observed problems. */
export function certificateToCheck(flaws: readonly Flaw[]): string {
  const all = new Set(flaws.flatMap(({ reason }) => TO_CHECK[reason] ?? []));
  return all.size === 0 ? 'the certificate' : [...all].join('; ');
}
