import type { Assessment } from '../../decide/assess.ts';
import type { Verdict, VerdictCode } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';

/** Whether a gateway is unreachable with the current settings. */
export function unreachable(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ stores, verdict }) => stores === 'current' && verdict !== 'reachable');
}

/** Whether every gateway is reachable with the current settings. */
export function worksToday(verdicts: readonly Verdict[]): boolean {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  return current.length > 0 && current.every(({ verdict }) => verdict === 'reachable');
}

/**
 * The verdict with what remains to be fixed by others: where a setting is proposed, it is written first, so the
 * proposed verdict decides, unless the path works today.
 */
export function remainingVerdict(verdicts: readonly Verdict[], gateway: string): Verdict | undefined {
  const of = (stores: Verdict['stores']) =>
    verdicts.find((verdict) => verdict.gateway === gateway && verdict.stores === stores);
  const [current, proposed] = [of('current'), of('proposed')];
  return proposed === undefined || proposed.worksToday ? current : proposed;
}

/** One gateway, with the current and the proposed settings. */
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
 * What a verdict means for the path. After the Ack the path works, even if revocation is not assessed here.
 * `unknown`: the route cannot be tested from here, or the gateway has no SSTP.
 */
export function standing({ verdict, stage }: Comparison['current']): 'works' | 'fails' | 'unknown' {
  if (verdict === 'reachable' || (verdict === 'not-tested' && stage === 'revocation')) return 'works';
  return verdict === 'not-tested' || verdict === 'sstp-not-offered' ? 'unknown' : 'fails';
}

/** Whether the current path works, and the proposed one is not proved to work at least as far. */
function isLost({ current, proposed }: Comparison): boolean {
  if (standing(current) !== 'works' || proposed.verdict === 'reachable') return false;
  return current.verdict === 'reachable' || standing(proposed) !== 'works';
}

/**
 * The gateways that are reachable with the current settings but not with the proposed ones, each with its proposed
 * verdict; last those without proof (`not-tested`). Such a proposal is not written without confirmation, even if
 * it fixes other gateways.
 */
export function lostByProposal(verdicts: readonly Verdict[]): Pick<Verdict, 'gateway' | 'verdict'>[] {
  const lost = comparisons(verdicts)
    .filter(isLost)
    .map(({ proposed: { gateway, verdict } }) => ({ gateway, verdict }));
  return [...lost.filter(isOutOfReach), ...lost.filter((one) => !isOutOfReach(one))];
}

/** Whether the path to every gateway works now, while the proposal loses one: the setting is to stay as it is. */
export function isOnlyLost(verdicts: readonly Verdict[]): boolean {
  const current = verdicts.filter(({ stores }) => stores === 'current');
  return current.every((verdict) => standing(verdict) === 'works') && lostByProposal(verdicts).length > 0;
}

/** Whether nothing is known to fail, but some path could not be tested. */
export function isOnlyUntested(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ verdict }) => verdict === 'not-tested') && !verdicts.some(isOutOfReach);
}

/**
 * Evidence for findings about a change when the proposal fails. Without either flag, the current path works while
 * the proposed one fails or, with `not-tested`, is not proved to work.
 */
export interface CandidateFailure {
  candidateFails: VerdictCode;
  /** The current path fails, too: applying the proposal alone fixes nothing. */
  presentFails?: true;
  /** The current path of some gateway is not known to fail: it could not be tested from here. */
  presentUnknown?: true;
}

/**
 * The failure of a proposal that loses a gateway, or with which no gateway is reachable. Routes that cannot be
 * tested from here do not count; if one of several gateways is reachable and none is lost, the proposal works.
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

/** Whether a gateway was tested and the test failed. */
export function isOutOfReach({ verdict }: Pick<Verdict, 'verdict'>): boolean {
  return verdict !== 'reachable' && verdict !== 'not-tested';
}

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
