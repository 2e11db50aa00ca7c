import type { Assessment } from '../decide/assess.ts';
import type { Verdict, VerdictCode } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';

/** Whether a gateway is out of reach with the stores as they are. */
export function unreachable(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ stores, verdict }) => stores === 'current' && verdict !== 'reachable');
}

/** Whether every gateway is reachable with the settings as they are. */
export function worksToday(verdicts: readonly Verdict[]): boolean {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  return current.length > 0 && current.every(({ verdict }) => verdict === 'reachable');
}

/** One gateway, by its present path and by the proposed one. */
interface Comparison {
  current: Pick<Verdict, 'verdict' | 'stage'>;
  proposed: Verdict;
}

const UNKNOWN: Comparison['current'] = { verdict: 'not-tested', stage: null };

function comparisons(verdicts: readonly Verdict[]): Comparison[] {
  return verdicts
    .filter(({ stores }) => stores === 'proposed')
    .map((proposed) => {
      const current = verdicts.find(
        ({ stores, gateway }) => stores === 'current' && gateway === proposed.gateway,
      );
      return { current: current ?? UNKNOWN, proposed };
    });
}

/**
 * What a verdict says of the path. Behind the Ack the path works, also where what tells of revocation is not judged
 * here; `unknown`: the way could not be followed from here, or the gateway has no SSTP to be reached by.
 */
export function standing({ verdict, stage }: Comparison['current']): 'works' | 'fails' | 'unknown' {
  if (verdict === 'reachable' || (verdict === 'not-tested' && stage === 'revocation')) return 'works';
  return verdict === 'not-tested' || verdict === 'sstp-not-offered' ? 'unknown' : 'fails';
}

/** Whether the present path works, and the proposed one is not known to work as far as that does. */
function isLost({ current, proposed }: Comparison): boolean {
  if (standing(current) !== 'works' || proposed.verdict === 'reachable') return false;
  return current.verdict === 'reachable' || standing(proposed) !== 'works';
}

/**
 * The gateways that the present path gets through to and the proposed one does not, each with the verdict on the
 * latter; behind them those of which it is not proved (`not-tested`). A proposal that has any is not written unasked,
 * whatever becomes of other gateways.
 */
export function lostByProposal(verdicts: readonly Verdict[]): Pick<Verdict, 'gateway' | 'verdict'>[] {
  const lost = comparisons(verdicts)
    .filter(isLost)
    .map(({ proposed: { gateway, verdict } }) => ({ gateway, verdict }));
  return [...lost.filter(isOutOfReach), ...lost.filter((one) => !isOutOfReach(one))];
}

/**
 * What findings about a change say where the proposal does not get through. Without one of the other two, the present
 * path gets through where the proposal does not, or, by `not-tested`, is not proved to.
 */
export interface CandidateFailure {
  candidateFails: VerdictCode;
  /** The present path does not get through, either: to write the proposal mends nothing by itself. */
  presentFails?: true;
  /** Nothing is known against the present path of some gateway: it could not be followed from here. */
  presentUnknown?: true;
}

/**
 * Of a proposal by which a gateway is lost, or by which no gateway gets through. Where a way could not be followed
 * from here, nothing is said against it; where one gateway of several gets through, and none is lost, it works.
 */
export function candidateFailure(verdicts: readonly Verdict[]): CandidateFailure | null {
  const [lost] = lostByProposal(verdicts);
  if (lost !== undefined) return { candidateFails: lost.verdict };
  const compared = comparisons(verdicts);
  const [first] = compared;
  if (first === undefined || !compared.every(({ proposed }) => isOutOfReach(proposed))) return null;
  const { verdict } = first.proposed;
  return compared.every(({ current }) => standing(current) === 'fails')
    ? { candidateFails: verdict, presentFails: true }
    : { candidateFails: verdict, presentUnknown: true };
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
  const gateways = lostByProposal(verdicts);
  const [first] = gateways;
  if (first === undefined) {
    const failure = candidateFailure(verdicts);
    if (failure === null) return [];
    const { candidateFails: verdict, ...present } = failure;
    const failing = comparisons(verdicts).map(({ proposed }) => ({
      gateway: proposed.gateway,
      verdict: proposed.verdict,
    }));
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
