import type { StageResult } from './check.ts';

/** What came of a fetch, for a finding: the reason with what words for it need, at the end of its redirects too. */
export function fetchAnswer({
  evidence,
}: Pick<StageResult<'revocation'>, 'evidence'>): Record<string, unknown> {
  const { reason, httpStatus, locationHost, redirects, redirectVia, followed } = evidence;
  return {
    reason,
    httpStatus: httpStatus ?? null,
    locationHost: locationHost ?? null,
    ...(redirects === undefined ? {} : { redirects, redirectVia }),
    ...(followed === undefined ? {} : { followed }),
  };
}
