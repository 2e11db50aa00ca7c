import { type Assessment, isRefused } from '../core/assess.ts';
import { findingsOf } from '../core/findings.ts';
import type { Observation } from '../core/observation.ts';
import type { Machine } from '../machine/port.ts';
import { tellInterruption } from './interruption.ts';
import type { AuditOptions } from './options.ts';
import { judged, tellNeeds, tellPicture } from './picture.ts';
import type { Ports } from './ports.ts';
import { failingCandidate, type ProbeReport, probePaths, unreachable } from './probe.ts';
import type { RunContext } from './run.ts';

/** What an audit makes of what it saw: stores, plan, paths, findings, needs. */
export async function judge(
  context: RunContext,
  machine: Machine,
  observation: Observation,
  options: AuditOptions,
  ports: Ports,
): Promise<void> {
  const assessment = judged(context, machine, observation, options);
  tellPicture(context, machine, assessment);
  await tellInterruption(context, machine, options, ports, observation);
  const report = await probeBoth(context, machine, assessment, options);
  tellJudgement(context, assessment, report);
  tellNeeds(context, machine, assessment, false);
  if (assessment.plan.changes.length > 0) context.outcome('drift');
}

/** The path as it is and, where a change is proposed, as it would be. */
export async function probeBoth(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  options: Pick<AuditOptions, 'path'>,
): Promise<ProbeReport> {
  const changing = assessment.plan.changes.length > 0;
  const variants = [
    { stores: 'current' as const, step: 'probe-current' as const, paths: assessment.current },
    ...(changing
      ? [{ stores: 'proposed' as const, step: 'probe-proposed' as const, paths: assessment.proposed }]
      : []),
  ];
  context.emit({ type: 'gateways', gateways: options.path.gateways });
  return probePaths(context, machine, variants, options.path);
}

/** What is worth telling about the machine, its stores and its path. */
export function tellFindings(context: RunContext, assessment: Assessment, report: ProbeReport): void {
  if (report.skipped !== null) {
    const finding =
      report.skipped === 'no-gateway' ? ('no-gateway-known' as const) : ('path-not-checked' as const);
    context.emit({
      type: 'finding',
      finding: { code: finding, severity: 'info', store: null, evidence: { reason: report.skipped } },
    });
  }
  for (const finding of [...findingsOf(assessment, report.verdicts), ...report.findings]) {
    context.emit({ type: 'finding', finding });
  }
  const failing = failingCandidate(report.verdicts);
  if (failing !== null) {
    const evidence = { verdict: failing };
    context.emit({
      type: 'finding',
      finding: { code: 'candidate-fails', severity: 'error', store: null, evidence },
    });
  }
}

/** Findings, and what they and the verdicts mean for the exit code. */
export function tellJudgement(context: RunContext, assessment: Assessment, report: ProbeReport): void {
  tellFindings(context, assessment, report);
  if (isRefused(assessment)) context.outcome('refused');
  if (unreachable(report.verdicts)) context.outcome('unreachable');
}
