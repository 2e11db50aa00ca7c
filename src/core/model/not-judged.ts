import type { StageResult } from './check.ts';

/**
 * Reasons for lists and answers that were received but whose handling by Windows is unknown: they prove nothing,
 * and are not certainly invalid.
 */
export const NOT_JUDGED = [
  'indirect-crl',
  'some-reasons',
  'removed-from-crl',
  'no-crl-sign',
  'other-key-id',
  'unsupported-extension',
  'unsupported-signature',
  'ocsp-other-hash',
  'no-next-update',
  'pem',
] as const;

export type NotJudged = (typeof NOT_JUDGED)[number];

export function isNotJudged(reason: unknown): reason is NotJudged {
  return NOT_JUDGED.some((one) => one === reason);
}

/** The lists and answers that were received but not assessed. */
export function notJudged<T extends StageResult>(results: readonly T[]): T[] {
  return results.filter(
    ({ stage, status, evidence }) =>
      stage === 'revocation' && status === 'skip' && isNotJudged(evidence.reason),
  );
}
