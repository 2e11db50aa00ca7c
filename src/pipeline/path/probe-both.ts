import { type Assessment, isRefused } from '../../core/decide/assess.ts';
import type { Machine } from '../../machine/port.ts';
import { type KnownPath, reportedGateways, skipReason, verdictsUnprobed } from '../inputs/gateways.ts';
import { knownFindings } from '../inputs/known-findings.ts';
import { applyCommand } from '../run/assessment.ts';
import type { RunContext } from '../run/run.ts';
import type { ProbeSet } from './gateway-probes.ts';
import type { ProbeReport } from './probe.ts';

/** Probes the path with the current settings and, if a change is proposed, with the proposed ones. */
export async function probeBoth(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  options: { path: KnownPath },
  probeSet: ProbeSet | null,
): Promise<ProbeReport> {
  const changing = assessment.plan.changes.length > 0 && !isRefused(assessment);
  const variants = [
    { stores: 'current' as const, step: 'probe-current' as const, paths: assessment.current },
    ...(changing
      ? [{ stores: 'proposed' as const, step: 'probe-proposed' as const, paths: assessment.proposed }]
      : []),
  ];
  context.emit({ type: 'gateways', gateways: reportedGateways(options.path) });
  const skipped = skipReason(machine, options.path);
  if (skipped !== null || probeSet === null) return unprobed(context, options.path, skipped);
  const { probePaths } = await import('./probe.ts');
  const command = applyCommand(context, machine, assessment);
  return probePaths(context, machine, variants, options.path, probeSet, command);
}

/** The report of a path that is not probed; without a reason, because no gateway offers SSTP. */
export function unprobed(context: RunContext, path: KnownPath, skipped: ProbeReport['skipped']): ProbeReport {
  const verdicts = skipped === null ? verdictsUnprobed(path) : [];
  for (const verdict of verdicts) context.emit({ type: 'verdict', verdict });
  const findings = knownFindings(path, verdicts, context.ports.wallClock(), context.deadlines);
  return { verdicts, skipped, findings, urls: [] };
}
