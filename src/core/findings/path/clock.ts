import { ofStage, type StageResult } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import type { EvidenceByStage } from '../../path/stage-evidence.ts';

/** Certificates and lists are valid to the minute, and clocks differ slightly; CRLs get the same tolerance. */
const TOLERANCE_MS = 5 * 60_000;
/** Check reasons that depend on dates. */
const BY_DATE = ['expired', 'not-yet-valid'];
/** The proxy and the gateway themselves reply at these stages; a cached reply may have an old date. */
const FRESH: readonly StageResult['stage'][] = ['connect', 'http'];

/**
 * Compares this computer's clock with the Date headers of the path check. A reply from the future proves that
 * this clock is behind, because no cache can produce one. To prove that it is ahead, only uncached replies
 * count, and all must be in the past. It is an error if it explains a failure: a certificate or list fails only
 * by its dates and is valid by the clock of the server. Otherwise, or if another server agrees with this
 * computer, it is a warning.
 *
 * @param results of the path check; their evidence has `date` (ISO 8601) if a server sent one
 * @param began this computer's clock when the check began
 * @param ended this computer's clock when the check ended
 */
export function clockFinding(
  results: readonly StageResult[],
  { began, ended }: { began: Date; ended: Date },
): Finding | null {
  const dated = datedOf(results);
  const behind = latest(dated);
  const ahead = latest(dated.filter(({ result }) => FRESH.includes(result.stage)));
  const isBehind = behind !== null && behind.at - ended.getTime() > TOLERANCE_MS;
  const isAhead = ahead !== null && began.getTime() - ahead.at > TOLERANCE_MS;
  const found = isBehind ? behind : isAhead ? ahead : null;
  if (found === null) return null;
  const own = isBehind ? ended : began;
  const failing = results.filter(hasDateReason);
  // If two clocks differ, a third one that agrees with this computer decides.
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

/**
 * Whether the clock of this computer may explain why a certificate fails by its dates: no server agrees with it, and
 * either no reply has a date, or the certificate is valid by one of them.
 */
export function mayBeClock(results: readonly StageResult[]): boolean {
  const judged = ofStage(results, 'certificate').findLast(hasDateReason);
  const at = Date.parse(judged?.evidence.judgedAt ?? '');
  const dated = datedOf(results);
  if (judged === undefined || dated.some((one) => Math.abs(one.at - at) <= TOLERANCE_MS)) return false;
  const isAsked = dated.some(({ result }) => FRESH.includes(result.stage));
  return !isAsked || dated.some((one) => areDatesValidAt(judged.evidence, one.at));
}

interface Dated {
  at: number;
  result: StageResult;
}

function datedOf(results: readonly StageResult[]): Dated[] {
  return results.flatMap((result) => {
    const at = Date.parse(result.evidence.date ?? '');
    return Number.isNaN(at) ? [] : [{ at, result }];
  });
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

function reasonsOf(result: StageResult): string[] {
  const reasons = result.stage === 'certificate' ? result.evidence.reasons : undefined;
  return reasons ?? [result.evidence.reason ?? ''];
}

function isByDate(reason: string): boolean {
  return BY_DATE.includes(reason);
}

/** Whether the check would succeed with another clock: only dates are wrong, and all are known and valid then. */
function holdsAt(result: StageResult, at: number): boolean {
  if (!reasonsOf(result).every(isByDate)) return false;
  if (result.stage === 'revocation') {
    const { thisUpdate = '', nextUpdate = null } = result.evidence;
    return isWithin(at, thisUpdate, nextUpdate);
  }
  return result.stage === 'certificate' && areDatesValidAt(result.evidence, at);
}

function areDatesValidAt({ outOfDate = [] }: EvidenceByStage['certificate'], at: number): boolean {
  return (
    outOfDate.length > 0 && outOfDate.every(({ validFrom, validTo }) => isWithin(at, validFrom, validTo))
  );
}

/** Dates as in evidence (ISO 8601); `to` is `null` without an end date. */
function isWithin(at: number, from: string, to: string | null): boolean {
  const began = Date.parse(from) - TOLERANCE_MS <= at;
  return began && (to === null || at <= Date.parse(to));
}
