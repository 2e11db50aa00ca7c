import type { StateDir } from '../../change/state-dir.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import type { LocalEvidence } from '../../core/evidence/local-evidence.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { SavedPlan } from '../inputs/plan-file.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import type { ProbeReport } from '../path/probe.ts';
import type { ApplyOptions, AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import type { OpenState } from '../run/state-folder.ts';

/** What the steps find out. Each step reads what the steps before it have found. */
export interface Found {
  observation: Observation;
  /** The state folder, if there is one. */
  dir: StateDir | null;
  /** The same of a run that writes, with its lock held. */
  store: OpenState;
  /** The values of an interrupted or unconfirmed change that were restored; `null`: there was no such change. */
  recovered: readonly string[] | null;
  /** As observed; then with what auto-detect and PAC files answer. */
  assessment: Assessment;
  path: KnownPath;
  /** The probes that were made: a route that two steps share is probed once. */
  probeSet: ProbeSet;
  /** What Windows logged of VPN errors, where it was asked for before the probe; `null`: nobody to ask. */
  evidence: LocalEvidence | null;
  /** The routes before a change. */
  before: ProbeReport;
  /** What was written: its backup, and what was left for an administrator. */
  written: { backup: string; left: readonly Finding[] };
}

/** One run of the list of steps. */
export interface StepRun {
  readonly context: RunContext;
  readonly machine: Machine;
  readonly options: AuditOptions;
  /** What a run that writes was asked for; `null`: a dry run. */
  readonly apply: (ApplyOptions & { saved?: SavedPlan }) | null;
  readonly found: Partial<Found>;
  /** Called when the run ends, however it ends, the last one first. */
  readonly atEnd: (() => Promise<void>)[];
}

/** @throws Error when a step is in the list before the one whose result it needs */
export function found<K extends keyof Found>(run: StepRun, ...names: readonly K[]): Pick<Found, K> {
  const missing = names.filter((name) => run.found[name] === undefined);
  if (missing.length > 0) throw new Error(`no step before this one found ${missing.join(', ')}`);
  return run.found as Pick<Found, K>;
}

/** @throws Error in a dry run, whose list has no step that asks for this */
export function asked({ apply }: StepRun): NonNullable<StepRun['apply']> {
  if (apply === null) throw new Error('a dry run does not write');
  return apply;
}
