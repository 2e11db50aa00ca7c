import { type Check, ofStage } from '../../core/model/check.ts';
import { notJudged } from '../../core/model/not-judged.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { unsettled } from '../../core/path/verdict.ts';

/** A fetch along the revocation path that did not give what it should. */
export interface RevocationFailure {
  host: string;
  evidence: Check<'revocation'>['evidence'];
}

/**
 * The failed fetches that keep the revocation check from passing, in the order of the checks: an address of a certificate
 * that another one answers for is nobody's trouble. Windows' own client counts where p2s-fix's, which tells more, has
 * not failed as well.
 */
export function openFetches(checks: readonly Check[]): Check<'revocation'>[] {
  const all = ofStage(checks, 'revocation');
  const fetches = all.filter(({ url }) => url !== null);
  const failed = fetches.filter(({ status }) => status === 'fail');
  const own = all.filter(isOwn);
  // What Windows' client did not get is not there for Windows.
  const refuted = (check: Check<'revocation'>) =>
    failed.some(
      ({ url, evidence }) =>
        evidence.client !== undefined && url === check.url && evidence.decidedBy === check.evidence.decidedBy,
    );
  const judged = own.map((check) => (refuted(check) ? { ...check, status: 'fail' as const } : check));
  const open = new Set(unsettled(judged).map(({ url }) => url));
  const ofOpen = failed.filter(({ url }) => open.has(url));
  const telling = ofOpen.length > 0 ? ofOpen : failed;
  const ownHosts = new Set(telling.filter(isOwn).map(({ url }) => fetchHost(url)));
  return telling.filter((check) => isOwn(check) || !ownHosts.has(fetchHost(check.url)));
}

export function revocationFailures(checks: readonly Check[]): RevocationFailure[] {
  return byHost(openFetches(checks));
}

/** The lists and answers that came and were not judged, of the certificates that nothing else answers for. */
export function unjudgedAnswers(checks: readonly Check[]): RevocationFailure[] {
  return byHost(notJudged(unsettled(ofStage(checks, 'revocation'))));
}

/** The checks come as they end, which differs from run to run. */
function byHost(checks: readonly Check<'revocation'>[]): RevocationFailure[] {
  const reported = checks.flatMap(({ url, evidence }) => {
    const host = fetchHost(url);
    return host === undefined ? [] : [{ host, evidence }];
  });
  return reported.sort((a, b) => Number(a.host > b.host) - Number(a.host < b.host));
}

export function failedHosts(failures: readonly RevocationFailure[]): string[] {
  return [...new Set(failures.map(({ host }) => host))];
}

/** The hosts of each reason, as it is said in one language. */
export function hostsByReason(
  failures: readonly RevocationFailure[],
  reasonText: (evidence: RevocationFailure['evidence']) => string,
): [reason: string, hosts: string[]][] {
  const reasons = [...new Set(failures.map(({ evidence }) => reasonText(evidence)))];
  return reasons.map((reason) => [
    reason,
    failedHosts(failures.filter(({ evidence }) => reasonText(evidence) === reason)),
  ]);
}

export function isOwn({ evidence }: Check): boolean {
  return evidence.client === undefined;
}

/** With the port, where it is not 80. */
export function fetchHost(url: string | null): string | undefined {
  return url === null ? undefined : parseUrl(url)?.host;
}
