import { readApplied } from '../../change/applied.ts';
import { type Assessment, isRefused } from '../../core/decide/assess.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import { bypassFindings } from '../../core/findings/bypass-findings.ts';
import { candidateFindings, unreachable } from '../../core/findings/candidate.ts';
import { findingsOf } from '../../core/findings/findings.ts';
import { type AppliedState, withHistory } from '../../core/findings/history.ts';
import type { Verdict } from '../../core/model/check.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import { type KnownPath, toldGateways } from '../inputs/gateways.ts';
import { judgeEvidence, knownGateways, lookForEvidence } from '../path/evidence.ts';
import { noWalks, type Walks } from '../path/legs.ts';
import { type ProbeReport, probePaths } from '../path/probe.ts';
import { withAnswers } from '../path/resolve.ts';
import { tellInterruption } from '../pending/interruption.ts';
import { hostFindings } from '../run/host-findings.ts';
import { tellLoopback } from '../run/loopback-findings.ts';
import { refuseNotJudged } from '../run/not-visible.ts';
import type { AuditOptions } from '../run/options.ts';
import { applyCommand, judged, tellNeeds, tellPicture } from '../run/picture.ts';
import type { Ports } from '../run/ports.ts';
import { tellProgramFolder } from '../run/program-folder.ts';
import type { RunContext } from '../run/run.ts';

/**
 * What an audit makes of what it saw: stores, plan, paths, findings, needs.
 *
 * @throws P2sError at the end, when all is told, where the machine cannot be judged
 */
export async function judge(
  context: RunContext,
  machine: Machine,
  observation: Observation,
  asked: AuditOptions,
  ports: Ports,
): Promise<{ assessment: Assessment; verdicts: readonly Verdict[] }> {
  const walks = noWalks();
  const seen = judged(context, machine, observation, asked);
  const { path, evidence: before } = await knownGateways(context, machine, asked.path, seen);
  const options = { ...asked, path };
  const assessment = await withAnswers(context, machine, seen, options, walks);
  tellPicture(context, machine, assessment);
  const dir = await tellInterruption(context, machine, options, ports, observation);
  // While the path is walked nothing else is asked of the machine.
  const [walked, evidence] = await Promise.all([
    probeBoth(context, machine, assessment, options, walks),
    before === undefined ? lookForEvidence(context, machine, { connections: false }) : before,
  ]);
  const found = await judgeEvidence(context, machine, evidence, assessment, walked);
  const report = { ...walked, findings: [...walked.findings, ...found] };
  const applied = dir === null ? null : await readApplied(dir, await machine.identity());
  tellJudgement(context, machine, assessment, report, options, applied);
  await tellLoopback(context, machine, assessment);
  await tellProgramFolder(context, machine, observation);
  tellNeeds(context, machine, assessment, { verdicts: report.verdicts, changed: false });
  refuseNotJudged(machine, assessment);
  if (proposalOf(assessment, report.verdicts) === 'change') context.outcome('drift');
  return { assessment, verdicts: report.verdicts };
}

/** The path as it is and, where a change is proposed, as it would be. */
export async function probeBoth(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  options: { path: KnownPath },
  walks: Walks,
): Promise<ProbeReport> {
  const changing = assessment.plan.changes.length > 0 && !isRefused(assessment);
  const variants = [
    { stores: 'current' as const, step: 'probe-current' as const, paths: assessment.current },
    ...(changing
      ? [{ stores: 'proposed' as const, step: 'probe-proposed' as const, paths: assessment.proposed }]
      : []),
  ];
  context.emit({ type: 'gateways', gateways: toldGateways(options.path) });
  const command = applyCommand(context, machine, assessment);
  return probePaths(context, machine, variants, options.path, walks, command);
}

/** What is worth telling about the machine, its stores and its path. */
export function tellFindings(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  report: ProbeReport,
  options: Pick<AuditOptions, 'machine'> & { path: KnownPath },
  applied: AppliedState | null,
): void {
  if (report.skipped !== null) {
    const finding =
      report.skipped === 'no-gateway' ? ('no-gateway-known' as const) : ('path-not-checked' as const);
    context.emit({
      type: 'finding',
      finding: { code: finding, severity: 'info', store: null, evidence: { reason: report.skipped } },
    });
  }
  const findings = [
    ...findingsOf(assessment, report.verdicts, applyCommand(context, machine, assessment)),
    ...report.findings,
    ...bypassFindings(assessment, options.path.gateways, report.urls, report.verdicts),
    ...hostFindings(machine, assessment.observation, options.machine),
  ];
  const { registry } = assessment.observation;
  for (const finding of withHistory(findings, applied, registry, assessment.stores))
    context.emit({ type: 'finding', finding });
  for (const finding of candidateFindings(assessment, report.verdicts, report.findings))
    context.emit({ type: 'finding', finding });
}

/** Findings, and what they and the verdicts mean for the exit code. */
export function tellJudgement(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  report: ProbeReport,
  options: Pick<AuditOptions, 'machine'> & { path: KnownPath },
  applied: AppliedState | null,
): void {
  tellFindings(context, machine, assessment, report, options, applied);
  if (unreachable(report.verdicts)) context.outcome('unreachable');
  const proposal = proposalOf(assessment, report.verdicts);
  if (proposal === 'refused') context.outcome('refused');
  if (proposal === 'does-not-help') context.outcome('unreachable');
}
