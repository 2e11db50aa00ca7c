import type { Assessment } from '../../decide/assess.ts';
import { candidateFailure, lostByProposal } from '../../decide/compare.ts';
import type { Verdict } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';

/**
 * `found`: the other findings. When the user's setting is a list and the tunnel skipped the first proxy, the only
 * one that WinHTTP would use, `answering` is the proxy that accepted a connection.
 */
export function candidateFindings(
  { desired }: Assessment,
  verdicts: readonly Verdict[],
  found: readonly Finding[],
): Finding[] {
  const gateways = lostByProposal(verdicts);
  const [first] = gateways;
  if (first === undefined) {
    const failure = candidateFailure(verdicts);
    if (failure === null) return [];
    const { candidateFails: verdict, ...present } = failure;
    const failing = verdicts
      .filter(({ stores }) => stores === 'proposed')
      .map((one) => ({ gateway: one.gateway, verdict: one.verdict }));
    const evidence = { verdict, gateways: failing, ...present };
    return [{ code: 'candidate-fails', severity: 'warning', store: null, evidence }];
  }
  const isList = desired.notes.some(({ code }) => code === 'several-proxies');
  const skipped = isList ? found.find(({ code }) => code === 'proxy-passed-over') : undefined;
  const evidence = {
    verdict: first.verdict,
    gateways,
    ...(skipped === undefined ? {} : { answering: skipped.evidence.via }),
  };
  return [{ code: 'candidate-fails', severity: 'error', store: null, evidence }];
}
