import { readApplied } from '../../change/applied.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import { skipReason } from '../inputs/gateways.ts';
import { evidenceFindings, knownGateways, readEvidence, reportEvidence } from '../path/evidence.ts';
import { probeBoth } from '../path/probe-both.ts';
import { reportUnusedPacFile, withAnswers } from '../path/resolve.ts';
import { notPlanned, reportInterruption } from '../pending/interruption.ts';
import { reportLeft } from '../pending/unconfirmed.ts';
import { judged, refuseNotJudged, reportAssessment, reportNeeds } from '../run/assessment.ts';
import { reportProgram, thisProgramProblem } from '../run/folders/program-folder.ts';
import { reportLoopback } from '../run/loopback-findings.ts';
import { reportJudgement } from './findings.ts';
import { found, type StepRun } from './run-state.ts';

/** Judges the observation. */
export async function assess(run: StepRun): Promise<void> {
  const { context, machine, options } = run;
  const { observation } = found(run, 'observation');
  // The computer answers this while the observation is judged.
  if (run.apply === null) run.found.program = settledLater(thisProgramProblem(context, machine, observation));
  run.found.assessment = judged(context, machine, observation, options);
}

/** Finds the gateways, and the answers of auto-detection and PAC files for them. */
export async function resolve(run: StepRun): Promise<void> {
  const { context, machine, options } = run;
  const { assessment: seen } = found(run, 'assessment');
  const { path, evidence } = await knownGateways(context, machine, options.path, seen);
  const isProbed = skipReason(machine, path) === null;
  const probeSet = isProbed ? (await import('../path/gateway-probes.ts')).newProbeSet() : null;
  const assessment = await withAnswers(context, machine, seen, { ...options, path }, probeSet);
  Object.assign(run.found, { path, probeSet, assessment, ...(evidence === undefined ? {} : { evidence }) });
}

/** Reports the computer, its settings, the plan, and values left by an earlier change. */
export async function show(run: StepRun): Promise<void> {
  const { context, machine, options } = run;
  const { assessment } = found(run, 'assessment');
  reportAssessment(context, machine, assessment);
  const { observation } = assessment;
  const { store } = run.found;
  if (store === undefined) {
    const { dir, first } = await reportInterruption(context, machine, options, context.ports, observation);
    if (first !== null && dir !== null && run.saves === true) throw notPlanned(first, dir, options);
    run.found.dir = dir;
  }
  // Values that this run restored itself are already reported.
  else if (run.found.recovered === null) await reportLeft(context, store.dir, machine, observation.registry);
}

/** Probes the routes, and meanwhile reads the VPN errors that Windows logged. */
export async function probe(run: StepRun): Promise<void> {
  const { context, machine } = run;
  const { assessment, path, probeSet } = found(run, 'assessment', 'path', 'probeSet');
  // Only the folders of the program may still be read from the machine while the path is probed.
  const [report, evidence] = await Promise.all([
    probeBoth(context, machine, assessment, { path }, probeSet),
    run.found.evidence === undefined
      ? readEvidence(context, machine, { connections: false })
      : run.found.evidence,
  ]);
  if (evidence !== null) reportEvidence(context, evidence);
  const findings = await evidenceFindings(machine, evidence, assessment, report);
  run.found.evidence = evidence;
  run.found.before = { ...report, findings: [...report.findings, ...findings] };
}

/** Reports findings, owners, and what decides the exit code. */
export async function decide(run: StepRun): Promise<void> {
  const { context, machine, options } = run;
  const { assessment, before, path, dir } = found(run, 'assessment', 'before', 'path', 'dir');
  const applied = dir === null ? null : await readApplied(dir, await machine.identity());
  reportJudgement(context, machine, assessment, before, { ...options, path }, applied);
  reportUnusedPacFile(context, options, assessment);
  await reportLoopback(context, machine, assessment);
  reportProgram(context, run.found.store?.program ?? (await run.found.program) ?? null);
  const changed = (run.found.recovered?.length ?? 0) > 0;
  reportNeeds(context, machine, assessment, { verdicts: before.verdicts, changed });
  refuseNotJudged(machine, assessment);
  if (run.apply === null && proposalOf(assessment, before.verdicts) === 'change') context.outcome('drift');
}

/** A promise that is awaited later, or not at all if an earlier step fails. */
function settledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
