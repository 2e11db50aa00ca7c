import type { StageResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';

/** Certificates and lists are judged by the minute, and clocks differ by some; CRLs are given as much. */
const TOLERANCE_MS = 5 * 60_000;
/** Reasons of a check that come of dates. */
const BY_DATE = ['expired', 'not-yet-valid'];
/** What a cache answers carries an old date; these are answered by the proxy and the gateway themselves. */
const FRESH: readonly StageResult['stage'][] = ['connect', 'http'];

/**
 * Compares this computer's clock with the Date headers that the path has shown. A reply from the future proves a clock
 * that is behind, wherever it came from, for no cache can make one; a clock that is ahead takes replies that no cache
 * gives, all of them from the past. An error where it explains a failure: a certificate or a list fails by nothing but its
 * dates, and holds by the clock of who answered. Where its dates fail by that clock as well, or another one that answered
 * agrees with this computer, the difference is a remark.
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
  // Whose clock is right where two others differ is told by the one that agrees with this one.
  const agrees = dated.some(
    ({ at }) => at >= began.getTime() - TOLERANCE_MS && at <= ended.getTime() + TOLERANCE_MS,
  );
  const explained = agrees ? [] : failing.filter((result) => holdsAt(result, found.at));
  return {
    code: 'clock-differs',
    severity: explained.length > 0 ? 'error' : 'warning',
    store: null,
    evidence: {
      // Positive: this computer is ahead.
      seconds: Math.round((own.getTime() - found.at) / 1000),
      stage: found.result.stage,
      url: found.result.url,
      date: new Date(found.at).toISOString(),
      fails: stagesOf(explained),
      failsAnyway: agrees ? [] : stagesOf(failing.filter((result) => !explained.includes(result))),
      agrees,
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

function stagesOf(results: readonly StageResult[]): StageResult['stage'][] {
  return [...new Set(results.map(({ stage }) => stage))];
}

function hasDateReason(result: StageResult): boolean {
  return reasonsOf(result).some(isByDate);
}

function reasonsOf(result: StageResult): unknown[] {
  const reasons = result.stage === 'certificate' ? result.evidence.reasons : undefined;
  return Array.isArray(reasons) ? reasons : [result.evidence.reason];
}

function isByDate(reason: unknown): boolean {
  return typeof reason === 'string' && BY_DATE.includes(reason);
}

/** Whether it would not fail by another clock: nothing but dates is wrong, and each of them is told and holds then. */
function holdsAt(result: StageResult, at: number): boolean {
  if (!reasonsOf(result).every(isByDate)) return false;
  if (result.stage === 'revocation') {
    const { thisUpdate, nextUpdate } = result.evidence;
    return isWithin(at, thisUpdate, nextUpdate ?? null);
  }
  if (result.stage !== 'certificate') return false;
  const { outOfDate } = result.evidence;
  const flaws: readonly { validFrom?: unknown; validTo?: unknown }[] = Array.isArray(outOfDate)
    ? outOfDate
    : [];
  return flaws.length > 0 && flaws.every(({ validFrom, validTo }) => isWithin(at, validFrom, validTo));
}

/** Dates as evidence has them (ISO 8601); `to` is `null` where there is no end. */
function isWithin(at: number, from: unknown, to: unknown): boolean {
  const began = Date.parse(String(from)) - TOLERANCE_MS <= at;
  return began && (to === null || at <= Date.parse(String(to)));
}
