import { type Assessment, isRefused } from '../../core/decide/assess.ts';
import type { Machine } from '../../machine/port.ts';
import { type KnownPath, reportedGateways } from '../inputs/gateways.ts';
import { applyCommand } from '../run/assessment.ts';
import type { RunContext } from '../run/run.ts';
import type { ProbeSet } from './gateway-probes.ts';
import { type ProbeReport, probePaths } from './probe.ts';

/** Probes the path with the current settings and, if a change is proposed, with the proposed ones. */
export async function probeBoth(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  options: { path: KnownPath },
  probeSet: ProbeSet,
): Promise<ProbeReport> {
  const changing = assessment.plan.changes.length > 0 && !isRefused(assessment);
  const variants = [
    { stores: 'current' as const, step: 'probe-current' as const, paths: assessment.current },
    ...(changing
      ? [{ stores: 'proposed' as const, step: 'probe-proposed' as const, paths: assessment.proposed }]
      : []),
  ];
  context.emit({ type: 'gateways', gateways: reportedGateways(options.path) });
  const command = applyCommand(context, machine, assessment);
  return probePaths(context, machine, variants, options.path, probeSet, command);
}
