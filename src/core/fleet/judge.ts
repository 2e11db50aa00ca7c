import { isAllowable, parseAllowedProxy } from '../decide/allow-list.ts';
import { type Assessment, assess } from '../decide/assess.ts';
import type { DesiredSettings } from '../decide/desired-settings.ts';
import { proposalOf } from '../decide/proposal.ts';
import { settingsSummary } from '../decide/summary.ts';
import { isHanded, serverNames, wsusOverHttp } from '../decide/unattended.ts';
import { findingsOf } from '../findings/findings.ts';
import { notJudgedError } from '../findings/not-visible.ts';
import { outcomeOfError, P2sError } from '../model/errors.ts';
import type { ErrorReport } from '../model/events.ts';
import { exitCodeOf, type Outcome } from '../model/exit-code.ts';
import { byGravity, type Finding } from '../model/finding.ts';
import { withoutControls } from '../model/neutralise.ts';
import type { Observation } from '../model/observation.ts';
import { isPerMachine, policyProxy } from '../stores/policy.ts';
import type { Store } from '../stores/stores.ts';
import {
  type FleetCause,
  type FleetFinding,
  type FleetMachine,
  isToRunAgain,
  NO_ANSWER_STEPS,
  NO_ANSWERS,
  type NoAnswer,
  outcomeOfNoAnswer,
  REPORTED_WITH_EVIDENCE,
} from './result.ts';

/** What is reported of a computer in addition to its findings. */
export type MachineLabel = Pick<FleetMachine, 'computer' | 'transport' | 'durationMs'>;

/** An assessed computer: its result, and the assessment for an apply (`null`: cannot be assessed). */
export interface JudgedMachine {
  machine: FleetMachine;
  assessment: Assessment | null;
}

const EMPTY = {
  name: null,
  os: null,
  user: null,
  proxy: null,
  findings: [],
  changes: [],
  migrations: [],
  result: null,
  error: null,
} as const;

/**
 * The result of one observation, by the same rules as an audit of one computer without a path check. Pure. `more`
 * are findings from other sources, such as the state folder.
 */
export function judgeMachine(
  label: MachineLabel,
  observation: Observation,
  desired: DesiredSettings,
  user: string | null,
  more: readonly Finding[] = [],
): JudgedMachine {
  const facts = {
    name: observation.name === null ? null : withoutControls(observation.name, 200),
    os: { version: observation.os.version, build: observation.os.build },
  };
  let assessment: Assessment;
  try {
    assessment = assess(observation, desired, user);
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    return { machine: { ...failedMachine(label, error), ...facts }, assessment: null };
  }
  const { plan, vpnUser, winInet, winHttp } = assessment;
  const kind = label.transport === 'file' ? 'recorded' : 'remote';
  const notJudged = notJudgedError(kind, assessment);
  const findings = [...findingsOf(assessment, []), ...more].sort(byGravity);
  const proposal = proposalOf(assessment, []);
  const outcomes: Outcome[] = [
    ...(notJudged === null ? [] : [outcomeOfError(notJudged.code)]),
    ...(more.some(({ code }) => code === 'change-interrupted') ? (['busy'] as const) : []),
    ...(proposal === 'refused' ? (['refused'] as const) : []),
    ...(proposal === 'change' ? (['drift'] as const) : []),
  ];
  const [worst] = findings;
  const follows = followedProxies(assessment, desired);
  const isDrift = outcomes.length > 0 || (worst !== undefined && worst.severity !== 'info');
  const machine: FleetMachine = {
    ...label,
    ...facts,
    cause: notJudged !== null ? 'not-judged' : isDrift && worst !== undefined ? worst.code : 'aligned',
    exitCode: exitCodeOf(outcomes),
    user: vpnUser === null ? null : { sid: vpnUser.sid, name: shown(vpnUser.name) },
    proxy: {
      winInet: winInet === null ? null : summaryOf(winInet),
      winHttp: summaryOf(winHttp.native),
    },
    findings: findings.map(fleetFinding),
    changes: plan.changes.map(({ store, action }) => ({ store, action })),
    ...(follows === undefined ? {} : { follows }),
    migrations: [],
    result: null,
    error: notJudged === null ? null : reportOf(notJudged),
    again: false,
  };
  return { machine, assessment };
}

/** A finding as fleet results contain it. */
export function fleetFinding({ code, severity, store, evidence }: Finding): FleetFinding {
  return { code, severity, store, ...(REPORTED_WITH_EVIDENCE.includes(code) ? { evidence } : {}) };
}

/** A computer that failed with an error message. */
export function failedMachine(label: MachineLabel, error: P2sError): FleetMachine {
  const { code } = error;
  return {
    ...EMPTY,
    ...label,
    cause: code,
    exitCode: exitCodeOf([outcomeOfError(code)]),
    error: reportOf(error),
    again: isToRunAgain(code),
  };
}

function reportOf({ code, message, where, next, evidence, messages }: P2sError): FleetMachine['error'] {
  const report: ErrorReport = { code, message, where, next };
  return { ...report, ...(Object.keys(evidence).length > 0 ? { evidence } : {}), messages };
}

/** A computer that did not answer. */
export function machineWithoutReply(
  label: MachineLabel,
  cause: NoAnswer,
  evidence: Record<string, unknown>,
): FleetMachine {
  return {
    ...EMPTY,
    ...label,
    cause: cause satisfies FleetCause,
    exitCode: exitCodeOf([outcomeOfNoAnswer(cause)]),
    error: {
      ...{ code: cause, message: NO_ANSWERS[cause], where: label.computer },
      ...{ next: NO_ANSWER_STEPS[cause], evidence },
    },
    again: true,
  };
}

/** A setting that is there, in words; one that is not visible is unknown. */
function summaryOf({ present, settings }: Store): string {
  return settings === null && present !== true ? 'unknown' : settingsSummary(settings);
}

function shown(name: string | null): string | null {
  return name === null ? null : withoutControls(name, 200);
}

/**
 * The proxies of a user's setting that this plan sets for WinHTTP, as `--allow-proxy` takes them: an unattended run
 * sets them only if they are allowed. Empty: the setting has no proxy. `null`: the plan follows no user's setting.
 * `undefined`: an allow-list would not be enough.
 */
function followedProxies(
  { desired, plan, observation: { registry } }: Assessment,
  settings: DesiredSettings,
): readonly string[] | null | undefined {
  const isWritten = plan.changes.some(({ store }) => store.startsWith('winhttp/'));
  if (!isWritten || isPerMachine(registry) || policyProxy(registry) !== null) return null;
  // The options of a run that names its proxies are not those of a later run.
  if (settings.source !== 'wininet' || settings.allowed !== undefined) return undefined;
  if (desired.winHttp === null || wsusOverHttp(registry) !== null) return undefined;
  const proxies = serverNames(desired.winHttp);
  if (proxies.length === 0) return [];
  const allowed = proxies.every(isAllowable) ? proxies.map((proxy) => parseAllowedProxy(proxy)) : [];
  return isHanded(desired.winHttp, { proxies: allowed, bypass: null }) ? [...new Set(allowed)] : undefined;
}
