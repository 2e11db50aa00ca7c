import type * as z from 'zod';
import { isOutOfReach, isReachable, verdictRow } from '../../core/causes/verdicts.ts';
import { gatewayPaths, isOnlyLost, worstFirst } from '../../core/decide/compare.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Check, Verdict } from '../../core/model/check.ts';
import type { ChangeResult, MachineFacts, Needs, RunEvent } from '../../core/model/events.ts';
import type { Outcome } from '../../core/model/exit-code.ts';
import type { Finding, FindingCode } from '../../core/model/finding.ts';
import type { Mode } from '../../core/model/modes.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import type { conclusion } from '../../core/schema/run.ts';
import type { AccessRequest } from '../requests/proxy-request.ts';
import { unprovedMove } from '../text/run.ts';
import type { ReportedError, Texts } from '../text/texts.ts';
import type { AnswerFacts } from './answer.ts';

type ErrorEvent = Extract<RunEvent, { type: 'error' }>;

/** What is wrong, who acts, and the command to run. The published schema does not promise the code, which came later. */
export type Conclusion = z.infer<typeof conclusion> & { code: string | null };
export type ConclusionState = Conclusion['state'];

/** The results of a run: either a document or the last page of a run. */
export interface ConclusionFacts extends AnswerFacts {
  mode: Mode;
  machine: MachineFacts | null;
  checks: readonly Check[];
  verdicts: readonly Verdict[];
  findings: readonly Finding[];
  /** Of a run that tests the successors of SSTP. */
  migration?: readonly GatewayMigration[];
  plan: { changes: readonly PlannedChange[] } | null;
  result: ChangeResult | null;
  /** The decision of a scheduled run, before it is recorded. */
  move?: Move | null;
  /** Files that the run wrote for the user. */
  files?: readonly string[];
  requests: readonly Pick<AccessRequest, 'gateway' | 'to'>[];
  needs: Needs | null;
  error?: ReportedError & { code: string };
  /** The result that decides how the run ended; `null` for a run without a problem. */
  outcome: Outcome | null;
}

interface PlannedChange {
  store: string;
  after: ProxySettings;
  needsElevation: boolean;
}

/** What the result means for this run. */
export function stateOf(facts: ConclusionFacts): ConclusionState {
  const { outcome, error, mode, result, plan, findings } = facts;
  const changed = (result?.changed.length ?? 0) > 0;
  switch (outcome) {
    case 'failed':
    case 'cancelled':
      return outcome;
    case 'drift':
      return 'fix-available';
    case 'path-failed-after-change':
      return 'applied-path-fails';
    case 'busy':
      return 'blocked';
    case 'input':
      return error?.code === 'not-judged' ? 'not-judged' : 'invalid-input';
    case 'needs-elevation':
    case 'refused':
      return unseenStores(findings).length > 0 ? 'not-judged' : 'blocked';
    case 'write-failed':
      return result?.rolledBack === true ? 'restored' : 'failed';
    case 'unreachable':
      if (changed) return 'applied-path-fails';
      return (plan?.changes.length ?? 0) > 0 && mode !== 'verify' && mode !== 'migrate'
        ? 'fix-does-not-help'
        : 'path-fails';
    case null:
      if (unprovedMove(facts) !== null) return 'not-judged';
      if ((mode === 'apply' || mode === 'schedule') && changed) return 'applied';
      if (mode === 'rollback') return changed || result?.rolledBack === true ? 'restored' : 'done';
      return ['audit', 'plan', 'apply', 'verify', 'migrate'].includes(mode) ? 'as-desired' : 'done';
  }
}

/** The ids of required settings that are not visible. */
export function unseenStores(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ code, severity, store }) =>
    code === 'store-unseen' && severity === 'error' ? [store ?? ''] : [],
  );
}

/** The error of a run in the language of these texts, as a part of its facts. */
export function errorIn(
  event: ErrorEvent | null,
  texts: Pick<Texts, 'error'>,
): Pick<ConclusionFacts, 'error'> {
  return event === null ? {} : { error: { code: event.error.code, ...texts.error(event) } };
}

/** The finding of a proposal that would only break what works now; `null` if there is none. */
export function lossOf({ findings, verdicts }: ConclusionFacts, state: ConclusionState): Finding | null {
  if (state !== 'fix-does-not-help' || !isOnlyLost(verdicts)) return null;
  return findings.find(({ code }) => code === 'candidate-fails') ?? null;
}

/** States with a problem that a finding may explain. */
export const WRONG: readonly ConclusionState[] = [
  'fix-available',
  'fix-does-not-help',
  'path-fails',
  'blocked',
  'not-judged',
];
/** States about a needed change. */
export const OF_CHANGE: readonly ConclusionState[] = ['fix-available', 'blocked', 'not-judged'];

/** Whether the gateway was not seen to be reachable. */
export function isFailing(verdict: Verdict): boolean {
  return !isReachable(verdict);
}

/** The verdicts of the current settings; that of the gateway that leads first. */
export function currentVerdicts(verdicts: readonly Verdict[]): Verdict[] {
  return worstFirst(gatewayPaths(verdicts)).map(({ current }) => current);
}

/** Errors with which the path may still work today. */
const NOT_TODAY: readonly FindingCode[] = [
  'gateway-root-migration',
  'sstp-retirement',
  'inspection-suspected',
];

/** Errors by the date alone; a verdict names the one that explains it, and the new root itself explains none. */
const BY_DATE: readonly FindingCode[] = ['gateway-root-migration', 'profile-root-old', 'sstp-retirement'];

/** Whether a date explains none of these failures, so that the error is not their cause. */
function isBesideDate({ code, evidence }: Finding, verdicts: readonly Verdict[]): boolean {
  if (!BY_DATE.includes(code)) return false;
  const gateways = [evidence.gateway, evidence.gateways].flat();
  return !currentVerdicts(verdicts).some(
    ({ verdict, gateway }) => verdictRow(verdict).datedBy === code && gateways.includes(gateway),
  );
}

/** Errors that keep the VPN from connecting and explain no check of the path: neither a route nor a setting is wrong. */
const BESIDE_PATH: readonly FindingCode[] = ['client-certificate', 'service-disabled'];

/**
 * Errors that keep the VPN from connecting although no setting is wrong, or none is wrong any longer; and those that a
 * change does not fix, where the path is not seen to fail.
 */
export function hindrancesOf(
  { findings, verdicts, migration = [] }: ConclusionFacts,
  state: ConclusionState,
): Finding[] {
  const errors = migration.length > 0 ? [] : findings.filter(({ severity }) => severity === 'error');
  if (state === 'as-desired' || state === 'applied')
    return errors.filter(({ code }) => !NOT_TODAY.includes(code));
  if (state !== 'fix-available' || currentVerdicts(verdicts).some(isOutOfReach)) return [];
  return errors.filter(({ code }) => BESIDE_PATH.includes(code));
}

/**
 * A change of a scheduled run that was reverted outside p2s-fix twice, so that the run leaves the setting alone.
 * Only the revocation route can fail for lack of it.
 */
export function leftAloneChange({ findings, verdicts }: ConclusionFacts): Finding | null {
  const failing = currentVerdicts(verdicts).filter(isOutOfReach);
  if (failing.length === 0 || failing.some(({ verdict }) => verdictRow(verdict).revocation !== 'lacking'))
    return null;
  const leftAlone = findings.find(
    ({ code, evidence }) => code === 'schedule-undone' && evidence.leftAlone === true,
  );
  return leftAlone ?? null;
}

/**
 * Findings that may be the cause, the most severe first: errors; and warnings about a setting, if a setting must
 * change. Other warnings are unrelated.
 */
export function causesOf(facts: ConclusionFacts, state: ConclusionState = stateOf(facts)): Finding[] {
  const hindrances = hindrancesOf(facts, state);
  if (state === 'as-desired') return hindrances;
  if (!WRONG.includes(state)) return [];
  const findings = byWeight(withoutTwins(facts.findings)).filter(
    (finding) => !BESIDE_PATH.includes(finding.code) && !isBesideDate(finding, facts.verdicts),
  );
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity, store }) => severity === 'warning' && store !== null);
  if (OF_CHANGE.includes(state)) return [...hindrances, ...errors, ...warnings];
  const leftAlone = leftAloneChange(facts);
  return leftAlone === null ? errors : [leftAlone, ...errors];
}

/** The 64-bit view decides: SstpSvc reads that one. */
function byWeight(findings: readonly Finding[]): Finding[] {
  const isAside = ({ store }: Finding) => store?.endsWith('/wow64') === true;
  return [...findings.filter((one) => !isAside(one)), ...findings.filter(isAside)];
}

/**
 * Merges equal findings about both WinHTTP views, because most people know one WinHTTP setting. Uses a
 * map, because a user can have thousands of findings, one per entry of a list.
 */
export function withoutTwins(findings: readonly Finding[]): Finding[] {
  const keys = findings.map(({ code, store, evidence }) =>
    store?.startsWith('winhttp/') === true ? JSON.stringify([code, evidence]) : null,
  );
  const counts = new Map<string, number>();
  for (const key of keys) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  return findings.flatMap((finding, place) => {
    const key = keys[place] ?? null;
    const count = key === null ? 1 : (counts.get(key) ?? 0);
    if (key !== null) counts.set(key, 0);
    if (count === 1) return [finding];
    return count === 0 ? [] : [{ ...finding, store: 'winhttp/both' }];
  });
}
