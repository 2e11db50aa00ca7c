import type { StageResult } from './check.ts';

/** The result of a download, for a finding: the reason and its details, including the end of its redirects. */
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
