import type { Plan } from '../../core/decide/plan.ts';
import type { EvidenceView } from '../../core/evidence/evidence-view.ts';
import type { GatewayMigration } from '../../core/migration/model.ts';
import type { Check, Gateway, Verdict } from '../../core/model/check.ts';
import type { ChangeResult, MachineFacts, Needs, RunEvent, StepName } from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Mode } from '../../core/model/modes.ts';
import { onOneLine } from '../../core/model/neutralise.ts';
import type { FollowUps } from '../../core/options/follow-ups.ts';
import { inPlace } from '../../core/path/path-checks.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import type { StoreView } from '../../core/stores/stores.ts';
import { type PathState, pathsAfter, waitingPaths } from '../facts/paths.ts';
import type { AnswerFacts } from './answer.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** The state of a write to a setting. */
export type WriteStatus = 'waiting' | EventOf<'write'>['status'];

/** What a step was about. */
interface StepDetail {
  step: StepName;
  detail: string | null;
}

/**
 * Everything that a run reported so far, as data: sentences are messages, letters and conclusions are made by its views
 * (the document, the reports, the pages of the text and of the terminal).
 */
export interface RunRecord extends AnswerFacts {
  mode: Mode;
  version: string;
  /** ISO 8601; empty before the run starts. */
  startedAt: string;
  sample: boolean;
  /** Names were replaced by pseudonyms. */
  redacted: boolean;
  /** Options that the follow-up commands need; those of the written copy once there is one. */
  followUps: FollowUps;
  machine: MachineFacts | null;
  /** These to the paths: after a change, those from after it. */
  stores: readonly StoreView[];
  gateways: readonly Gateway[];
  findings: readonly Finding[];
  checks: readonly Check[];
  verdicts: readonly Verdict[];
  /** The same, by path. */
  paths: readonly PathState[];
  evidence?: EvidenceView;
  migration: readonly GatewayMigration[];
  plan: Plan | null;
  /** The decision of a scheduled run. */
  move: Move | null;
  files: readonly string[];
  needs: Needs;
  /** Running steps: both variants of the path are tested at the same time. */
  steps: readonly StepDetail[];
  failedSteps: readonly StepDetail[];
  /** The record before the first write; `null` when nothing was written. */
  before: RunRecord | null;
  backup: { number: string; path: string } | null;
  writes: readonly { store: string; status: WriteStatus }[];
  result: ChangeResult | null;
  /** An interrupted or unconfirmed change was rolled back before this one. */
  recovered: boolean;
  /** The first hundred. */
  diagnostics: readonly string[];
  error: EventOf<'error'> | null;
  /** Of a report that could not be written after the end: the results of the run are reported unchanged. */
  lateError: EventOf<'error'> | null;
  /** `null` before the run ends. */
  end: { exitCode: number; durationMs: number } | null;
}

const MAX_DIAGNOSTICS = 100;

/** The record before the first event. */
export const EMPTY_RECORD: RunRecord = {
  mode: 'audit',
  version: '',
  startedAt: '',
  sample: false,
  redacted: false,
  followUps: {},
  machine: null,
  stores: [],
  gateways: [],
  findings: [],
  checks: [],
  verdicts: [],
  paths: [],
  migration: [],
  plan: null,
  move: null,
  files: [],
  needs: { elevation: [], command: null, restart: false, restartPending: [], redial: false },
  steps: [],
  failedSteps: [],
  before: null,
  backup: null,
  writes: [],
  result: null,
  recovered: false,
  diagnostics: [],
  error: null,
  lateError: null,
  end: null,
};

/** A whole run for people, with each text on one line. */
export function recordOf(events: readonly RunEvent[], redacted = false): RunRecord {
  return events.map(onOneLine).reduce(fold, { ...EMPTY_RECORD, redacted });
}

/** The record after one more event. Pure: does not change the old record. */
export function fold(old: RunRecord, event: RunEvent): RunRecord {
  const record = beginsChange(old, event) ? { ...old, before: old } : old;
  switch (event.type) {
    case 'started': {
      const { mode, version, at, sample, carried: followUps = {} } = event;
      return { ...EMPTY_RECORD, mode, version, sample, redacted: old.redacted, startedAt: at, followUps };
    }
    case 'stores':
      return { ...record, stores: [...event.stores] };
    case 'machine':
    case 'evidence':
    case 'plan':
    case 'backups':
    case 'schedule':
    case 'needs': {
      const { type: _, ...observed } = event;
      return { ...record, ...observed };
    }
    case 'gateways': {
      const { gateways } = event;
      return { ...record, gateways, paths: record.paths.length > 0 ? record.paths : waitingPaths(event) };
    }
    case 'check-started':
      return { ...record, paths: pathsAfter(record.paths, event) };
    case 'check': {
      const checks = [...record.checks, event.check];
      return { ...record, checks, paths: pathsAfter(record.paths, event) };
    }
    case 'verdict': {
      const verdicts = [...record.verdicts, event.verdict];
      return { ...record, verdicts, paths: pathsAfter(record.paths, event) };
    }
    case 'finding':
      return { ...record, findings: [...record.findings, event.finding] };
    case 'migration':
      return { ...record, migration: [...record.migration, event.migration] };
    case 'step':
      return afterStep(record, event);
    case 'backup':
      return { ...record, backup: { number: event.number, path: event.path } };
    case 'write': {
      const { store, status } = event;
      return {
        ...record,
        writes: [...record.writes.filter((one) => one.store !== store), { store, status }],
      };
    }
    case 'change-result': {
      const recovered = record.result?.recovered === true ? ({ recovered: true } as const) : {};
      // Findings from after the change replace those from before.
      const isChanged = event.result.changed.length > 0 && !event.result.rolledBack;
      const findings = isChanged ? [] : record.findings;
      return { ...record, result: { ...event.result, ...recovered }, findings };
    }
    case 'file-written': {
      const { file, carried: followUps = record.followUps } = event;
      return { ...record, files: [...record.files, file], followUps };
    }
    case 'confirmed':
      return { ...record, confirmed: { backup: event.backup, by: event.by } };
    case 'explained':
      return { ...record, explanation: event.explanation };
    case 'schedule-move':
      return { ...record, move: event.move };
    case 'fleet-machine':
      return { ...record, fleet: { summary: null, machines: [...machinesOf(record), event.machine] } };
    case 'fleet': {
      const machines = event.machines ?? machinesOf(record);
      return { ...record, fleet: { summary: event.summary, machines } };
    }
    case 'diagnostic':
      return { ...record, diagnostics: [...record.diagnostics, event.text].slice(0, MAX_DIAGNOSTICS) };
    case 'error':
      return record.end === null ? { ...record, error: event } : { ...record, lateError: event };
    case 'finished': {
      const { exitCode, durationMs } = event;
      return { ...record, checks: checksInOrder(record), steps: [], end: { exitCode, durationMs } };
    }
  }
}

/** Only the two variants of the path run in parallel; any other unfinished step failed without an event. */
function afterStep(record: RunRecord, event: EventOf<'step'>): RunRecord {
  const { step, status, detail = null } = event;
  const others = record.steps.filter((running) => running.step !== step);
  const isProbe = (one: StepName) => one.startsWith('probe-');
  if (status === 'started') {
    const steps = [...others.filter((running) => isProbe(running.step) && isProbe(step)), { step, detail }];
    // Observations from after the change replace those from before.
    const tested = step === 'probe-after' ? { checks: [], verdicts: [], paths: [] } : {};
    return { ...record, ...tested, steps };
  }
  const ended = { ...record, steps: others };
  if (status === 'failed') return { ...ended, failedSteps: [...record.failedSteps, { step, detail }] };
  // After a write that fails, a restore is of this run's own change.
  const isFirst = step === 'restore' && record.backup === null && record.mode !== 'rollback';
  return isFirst ? { ...ended, recovered: true } : ended;
}

function machinesOf({ fleet }: RunRecord) {
  return fleet?.machines ?? [];
}

/** By gateway, in the order of the verdicts; checks without a verdict come last. */
function checksInOrder({ checks, verdicts }: RunRecord): Check[] {
  const name = ({ gateway, stores }: Pick<Check, 'gateway' | 'stores'>) => `${stores} ${gateway}`;
  const groups = new Map<string, Check[]>();
  for (const one of verdicts) groups.set(name(one), []);
  for (const check of checks) groups.set(name(check), [...(groups.get(name(check)) ?? []), check]);
  return [...groups.values()].flatMap(inPlace);
}

/** An interrupted change is restored before the probes, so a later record replaces one without paths. */
function beginsChange({ before }: RunRecord, event: RunEvent): boolean {
  if (before !== null && before.paths.length > 0) return false;
  if (event.type === 'backup' || event.type === 'write') return before === null;
  if (event.type !== 'step' || event.status !== 'started') return false;
  return (
    event.step === 'back-up' || (before === null && (event.step === 'write' || event.step === 'restore'))
  );
}
