import type { Assessment } from './assess.ts';
import type { Verdict, VerdictCode } from './check.ts';
import type { Finding } from './finding.ts';

/** Whether a gateway is out of reach with the stores as they are. */
export function unreachable(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ stores, verdict }) => stores === 'current' && verdict !== 'reachable');
}

/** The verdict of a proposal that fails while the present path works; such a proposal is not written unasked. */
export function failingCandidate(verdicts: readonly Verdict[]): VerdictCode | null {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  if (current.length === 0 || unreachable(verdicts)) return null;
  const failing = verdicts.find(({ stores, verdict }) => stores === 'proposed' && verdict !== 'reachable');
  return failing?.verdict ?? null;
}

/** `firstOnly`: the user's setting is a list, of which WinHTTP would use the first proxy alone. */
export function candidateFindings({ desired }: Assessment, verdicts: readonly Verdict[]): Finding[] {
  const verdict = failingCandidate(verdicts);
  if (verdict === null) return [];
  const firstOnly = desired.notes.some(({ code }) => code === 'several-proxies');
  const evidence = { verdict, ...(firstOnly ? { firstOnly } : {}) };
  return [{ code: 'candidate-fails', severity: 'error', store: null, evidence }];
}
