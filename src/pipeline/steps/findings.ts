import type { Assessment } from '../../core/decide/assess.ts';
import { unreachable } from '../../core/decide/compare.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import { findingsOf } from '../../core/findings/findings.ts';
import { type AppliedState, withHistory } from '../../core/findings/history.ts';
import { bypassFindings } from '../../core/findings/settings/bypass.ts';
import { candidateFindings } from '../../core/findings/settings/candidate.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { Machine } from '../../machine/port.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { ProbeReport } from '../path/probe.ts';
import { applyCommand } from '../run/assessment.ts';
import type { AuditOptions, MachineOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';

/** Reports findings about the machine, its settings and its path. */
export function reportFindings(
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

/** Reports findings, and their effect and that of the verdicts on the exit code. */
export function reportJudgement(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  report: ProbeReport,
  options: Pick<AuditOptions, 'machine'> & { path: KnownPath },
  applied: AppliedState | null,
): void {
  reportFindings(context, machine, assessment, report, options, applied);
  if (unreachable(report.verdicts)) context.outcome('unreachable');
  const proposal = proposalOf(assessment, report.verdicts);
  if (proposal === 'refused') context.outcome('refused');
  if (proposal === 'does-not-help') context.outcome('unreachable');
}

/** Findings about the PowerShell that read a live machine: its restrictions, and its edition and version. */
function hostFindings(
  machine: Machine,
  { powershell, os }: Observation,
  { powershell: named }: MachineOptions,
): Finding[] {
  if (machine.kind === 'recorded' || powershell === null) return [];
  const { languageMode, edition, version } = powershell;
  const findings: Finding[] = [];
  const add = (code: Finding['code'], evidence: Finding['evidence']) =>
    findings.push({ code, severity: 'info', store: null, evidence });
  if (languageMode !== 'FullLanguage') add('constrained-language', { languageMode });
  if (machine.kind === 'local' && os.platform === 'win32' && edition === 'Core' && named === undefined)
    add('powershell-fallback', { version });
  return findings;
}
