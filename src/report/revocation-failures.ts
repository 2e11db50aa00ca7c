import type { Check } from '../core/check.ts';
import { parseUrl } from '../core/parse-url.ts';

/** A fetch along the revocation path that did not give what it should. */
export interface RevocationFailure {
  host: string;
  evidence: Check['evidence'];
}

/** In the order of the checks. Windows' own client counts where p2s-fix's, which tells more, has not failed as well. */
export function revocationFailures(checks: readonly Check[]): RevocationFailure[] {
  const failed = checks.flatMap(({ url, status, evidence }) => {
    const host = url === null || status !== 'fail' ? undefined : parseUrl(url)?.host;
    return host === undefined ? [] : [{ host, evidence }];
  });
  const isOwn = ({ evidence }: RevocationFailure) => evidence.client === undefined;
  const ownHosts = new Set(failed.filter(isOwn).map(({ host }) => host));
  return failed.filter((failure) => isOwn(failure) || !ownHosts.has(failure.host));
}

export function failedHosts(failures: readonly RevocationFailure[]): string[] {
  return [...new Set(failures.map(({ host }) => host))];
}

/** The hosts of each reason, as it is said in one language. */
export function hostsByReason(
  failures: readonly RevocationFailure[],
  reasonText: (evidence: Check['evidence']) => string,
): [reason: string, hosts: string[]][] {
  const reasons = [...new Set(failures.map(({ evidence }) => reasonText(evidence)))];
  return reasons.map((reason) => [
    reason,
    failedHosts(failures.filter(({ evidence }) => reasonText(evidence) === reason)),
  ]);
}
