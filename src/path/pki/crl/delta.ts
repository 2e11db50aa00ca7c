import { readTlv } from '../der.ts';
import { readSerial } from '../der-values.ts';
import { type Crl, EXTENSION, type RevocationSubject } from './crl.ts';
import { datesOf, originProblem, signerDoubt } from './judge.ts';

/** CRLReason (RFC 5280 5.3.1). */
export const CERTIFICATE_HOLD = 6;
const REMOVE_FROM_CRL = 8;

export interface DeltaJudgement {
  /** `valid`, `revoked`, or why the delta does not fit its base. */
  reason: string;
  /** It releases the certificate from the hold in the base. */
  released: boolean;
}

/**
 * Judges a delta CRL on a valid base CRL (RFC 5280 5.2.4, 6.3.3): signed by the same issuer, with the same scope,
 * made for this base or an older one, and current. An older delta than the base does not count. Throws DerError.
 */
export function judgeDelta(delta: Crl, base: Crl, subject: RevocationSubject, at: Date): DeltaJudgement {
  const problem = originProblem(delta, subject) ?? fitProblem(delta, base);
  if (problem !== null) return { reason: problem, released: false };
  const { serial } = subject.certificate;
  const dates = datesOf(delta, at);
  const reason = dates === 'valid' ? (signerDoubt(delta, subject) ?? 'valid') : dates;
  const entry = isOlder(delta, base) ? null : delta.entryOf(serial);
  if (entry === null) return { reason, released: false };
  if (entry.reason !== REMOVE_FROM_CRL) return { reason: 'revoked', released: false };
  const held = base.entryOf(serial)?.reason === CERTIFICATE_HOLD;
  return { reason, released: held && reason === 'valid' };
}

/** Why the two cannot be combined; `null` if they can. */
function fitProblem(delta: Crl, base: Crl): string | null {
  const from = numberIn(delta, EXTENSION.deltaIndicator);
  if (from === null) return 'not-a-delta';
  const own = numberIn(base, EXTENSION.number);
  if (own === null || from > own) return 'wrong-base';
  return scopeOf(delta) === scopeOf(base) ? null : 'wrong-scope';
}

function isOlder(delta: Crl, base: Crl): boolean {
  const [one, other] = [numberIn(delta, EXTENSION.number), numberIn(base, EXTENSION.number)];
  return one !== null && other !== null && one < other;
}

/** CRLNumber or BaseCRLNumber: a non-negative integer of up to 20 bytes (RFC 5280 5.2.3). */
function numberIn({ extensions }: Crl, id: string): bigint | null {
  const value = extensions.get(id)?.value;
  return value === undefined ? null : BigInt(`0x${readSerial(value, readTlv(value, 0, value.length))}`);
}

/** A delta has the same issuing distribution point as its base, byte for byte, or neither has one. */
function scopeOf({ extensions }: Crl): string {
  return Buffer.from(extensions.get(EXTENSION.issuingDistributionPoint)?.value ?? []).toString('hex');
}
