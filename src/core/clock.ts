import type { StageResult } from './check.ts';
import type { Finding } from './finding.ts';

/** Certificates and lists are judged by the minute, and clocks differ by some; CRLs are given as much. */
const TOLERANCE_MS = 5 * 60_000;
/** Reasons of a check that come of dates. */
const BY_DATE = ['expired', 'not-yet-valid'];
/** What a cache answers carries an old date; these are answered by the proxy and the gateway themselves. */
const FRESH: readonly StageResult['stage'][] = ['connect', 'http'];

/**
 * Compares this computer's clock with the Date headers that the path has shown. A reply from the future proves a clock
 * that is behind, wherever it came from, for no cache can make one; a clock that is ahead takes replies that no cache
 * gives, all of them from the past. An error when certificates or lists fail by their dates at the same time.
 *
 * @param results of the path check; their evidence has `date` (ISO 8601) where a server sent one
 * @param began this computer's clock when the check began
 * @param ended the same when it ended
 */
export function clockFinding(
  results: readonly StageResult[],
  { began, ended }: { began: Date; ended: Date },
): Finding | null {
  const dated = results.flatMap((result) => {
    const at = typeof result.evidence.date === 'string' ? Date.parse(result.evidence.date) : Number.NaN;
    return Number.isNaN(at) ? [] : [{ at, result }];
  });
  const behind = latest(dated);
  const ahead = latest(dated.filter(({ result }) => FRESH.includes(result.stage)));
  const isBehind = behind !== null && behind.at - ended.getTime() > TOLERANCE_MS;
  const isAhead = ahead !== null && began.getTime() - ahead.at > TOLERANCE_MS;
  const found = isBehind ? behind : isAhead ? ahead : null;
  if (found === null) return null;
  const own = isBehind ? ended : began;
  const failing = results.filter(hasDateReason);
  return {
    code: 'clock-differs',
    severity: failing.length > 0 ? 'error' : 'warning',
    store: null,
    evidence: {
      // Positive: this computer is ahead.
      seconds: Math.round((own.getTime() - found.at) / 1000),
      stage: found.result.stage,
      url: found.result.url,
      date: new Date(found.at).toISOString(),
      fails: [...new Set(failing.map(({ stage }) => stage))],
    },
  };
}

interface Dated {
  at: number;
  result: StageResult;
}

function latest(dated: readonly Dated[]): Dated | null {
  return dated.reduce<Dated | null>((best, one) => (best === null || one.at > best.at ? one : best), null);
}

function hasDateReason(result: StageResult): boolean {
  const reasons = result.stage === 'certificate' ? result.evidence.reasons : undefined;
  const all: unknown[] = Array.isArray(reasons) ? reasons : [result.evidence.reason];
  return all.some((one) => typeof one === 'string' && BY_DATE.includes(one));
}
