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

/** What findings about a change say where the proposal was tried and does not get through. */
export interface CandidateFailure {
  candidateFails: VerdictCode;
  /** The present path does not get through, either: to write the proposal mends nothing by itself. */
  presentFails?: true;
}

/**
 * Of a proposal by which no gateway gets through. Where a way could not be followed from here, nothing is said against
 * it; where one gateway of several gets through, the proposal works.
 */
export function candidateFailure(verdicts: readonly Verdict[]): CandidateFailure | null {
  const failing = failingCandidate(verdicts);
  if (failing !== null) return { candidateFails: failing };
  const proposed = verdicts.filter(({ stores }) => stores === 'proposed');
  const [first] = proposed;
  if (first === undefined || !unreachable(verdicts) || !proposed.every(isOutOfReach)) return null;
  return { candidateFails: first.verdict, presentFails: true };
}

/** Whether a gateway was tried, and did not get through. */
export function isOutOfReach({ verdict }: Pick<Verdict, 'verdict'>): boolean {
  return verdict !== 'reachable' && verdict !== 'not-tested';
}

/**
 * `found`: what else is told. Where the user's setting is a list, of which WinHTTP would use the first proxy alone, and
 * the tunnel went past that one, `answering` is the proxy that gave a connection.
 */
export function candidateFindings(
  { desired }: Assessment,
  verdicts: readonly Verdict[],
  found: readonly Finding[],
): Finding[] {
  const verdict = failingCandidate(verdicts);
  if (verdict === null) return [];
  const isList = desired.notes.some(({ code }) => code === 'several-proxies');
  const passedOver = isList ? found.find(({ code }) => code === 'proxy-passed-over') : undefined;
  const evidence = {
    verdict,
    ...(passedOver === undefined ? {} : { answering: passedOver.evidence.via }),
  };
  return [{ code: 'candidate-fails', severity: 'error', store: null, evidence }];
}
