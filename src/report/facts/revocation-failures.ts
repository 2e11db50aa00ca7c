import { type Check, notJudged, ofStage } from '../../core/model/check.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { unsettled } from '../../core/path/verdict.ts';

/** A revocation fetch that failed. */
export interface RevocationFailure {
  host: string;
  evidence: Check<'revocation'>['evidence'];
}

/**
 * The failed fetches that make the revocation check fail, in the order of the checks. Ignores a failed URL if
 * another one answers for the certificate. Windows' own client counts only where p2s-fix's, which has more
 * details, did not fail too.
 */
export function openFetches(checks: readonly Check[]): Check<'revocation'>[] {
  const all = ofStage(checks, 'revocation');
  const fetches = all.filter(({ url }) => url !== null);
  const failed = fetches.filter(({ status }) => status === 'fail');
  const own = all.filter(isOwn);
  // A fetch that Windows' own client failed counts as failed.
  const refuted = (check: Check<'revocation'>) =>
    failed.some(
      ({ url, evidence }) =>
        evidence.client !== undefined && url === check.url && evidence.decidedBy === check.evidence.decidedBy,
    );
  const judged = own.map((check) => (refuted(check) ? { ...check, status: 'fail' as const } : check));
  const open = new Set(unsettled(judged).map(({ url }) => url));
  const ofOpen = failed.filter(({ url }) => open.has(url));
  const relevant = ofOpen.length > 0 ? ofOpen : failed;
  const ownHosts = new Set(relevant.filter(isOwn).map(({ url }) => fetchHost(url)));
  return relevant.filter((check) => isOwn(check) || !ownHosts.has(fetchHost(check.url)));
}

export function revocationFailures(checks: readonly Check[]): RevocationFailure[] {
  return byHost(openFetches(checks));
}

/** The received but unchecked lists and responses of certificates that have no other answer. */
export function unjudgedAnswers(checks: readonly Check[]): RevocationFailure[] {
  return byHost(notJudged(unsettled(ofStage(checks, 'revocation'))));
}

/** Sorts by host, because the order of results differs from run to run. */
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

export function isOwn({ evidence }: Check): boolean {
  return evidence.client === undefined;
}

/** With the port, unless it is 80. */
export function fetchHost(url: string | null): string | undefined {
  return url === null ? undefined : parseUrl(url)?.host;
}
