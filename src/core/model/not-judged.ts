import type { StageResult } from './check.ts';

/**
 * Reasons of lists and answers that are there, and of which it is not known what Windows makes of them: nothing is
 * proved by them, and nothing is wrong with them for sure.
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

/** The lists and answers among the results that came, and were not judged. */
export function notJudged<T extends StageResult>(results: readonly T[]): T[] {
  return results.filter(
    ({ stage, status, evidence }) =>
      stage === 'revocation' && status === 'skip' && isNotJudged(evidence.reason),
  );
}
