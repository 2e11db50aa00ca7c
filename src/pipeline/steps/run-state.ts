import type { StateDir } from '../../change/state/state-dir.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import type { LocalEvidence } from '../../core/evidence/local-evidence.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { SavedPlan } from '../inputs/plan-file.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import type { ProbeReport } from '../path/probe.ts';
import type { ProgramProblem } from '../run/folders/program-folder.ts';
import type { OpenState } from '../run/folders/state-folder.ts';
import type { ApplyOptions, AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';

/** The results of the steps. Each step reads the results of the steps before it. */
export interface Found {
  observation: Observation;
  /** The state folder, if there is one. */
  dir: StateDir | null;
  /** Whether others could replace this program, for a dry run; a run that writes has it in `store`. */
  program: Promise<ProgramProblem | null>;
  /** The state folder of a run that writes, with its lock held. */
  store: OpenState;
  /** The values of an interrupted or unconfirmed change that were restored; `null`: there was no such change. */
  recovered: readonly string[] | null;
  /** As observed; later with the answers of auto-detection and PAC files. */
  assessment: Assessment;
  path: KnownPath;
  /** The probes so far: a route that two steps share is probed once; `null`: nothing is probed. */
  probeSet: ProbeSet | null;
  /** The VPN errors that Windows logged, if read before the probe; `null`: no machine to read. */
  evidence: LocalEvidence | null;
  /** The routes before a change. */
  before: ProbeReport;
  /** The completed write: its backup, and what was left for an administrator. */
  written: { backup: string; left: readonly Finding[] };
}

/** One run of the step list. */
export interface StepRun {
  readonly context: RunContext;
  readonly machine: Machine;
  readonly options: AuditOptions;
  /** The options of a run that writes; `null`: a dry run. */
  readonly apply: (ApplyOptions & { saved?: SavedPlan }) | null;
  /** A dry run whose plan is saved for a later apply. */
  readonly saves?: boolean;
  readonly found: Partial<Found>;
  /** Called when the run ends, in any case, the last one first. */
  readonly atEnd: (() => Promise<void>)[];
}

/** @throws Error when a step runs before the one whose result it needs */
export function found<F extends Partial<Found>, K extends keyof F>(
  run: { readonly found: F },
  ...names: readonly K[]
): { [N in K]-?: Exclude<F[N], undefined> } {
  const missing = names.filter((name) => run.found[name] === undefined);
  if (missing.length > 0) throw new Error(`no step before this one found ${missing.join(', ')}`);
  return run.found as F & { [N in K]-?: Exclude<F[N], undefined> };
}

/** @throws Error in a dry run, whose steps must not need this */
export function asked({ apply }: StepRun): NonNullable<StepRun['apply']> {
  if (apply === null) throw new Error('a dry run does not write');
  return apply;
}
