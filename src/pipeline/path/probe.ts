import type { Verdict } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Asked } from '../../core/options/follow-ups.ts';
import type { Machine } from '../../machine/port.ts';
import { type KnownPath, placeOf, skipReason } from '../inputs/gateways.ts';
import type { RunContext } from '../run/run.ts';
import { newProbeSet, type ProbeSet, startProbes, type Variant } from './gateway-probes.ts';
import { asksWindows, createWindowsTrust } from './windows-trust.ts';

export interface ProbeReport {
  verdicts: Verdict[];
  /** Why nothing was checked, else `null`. */
  skipped: 'no-gateway' | 'not-asked-for' | 'recording' | null;
  findings: Finding[];
  /** The revocation URLs of the certificates. */
  urls: string[];
}

/**
 * Checks every gateway under every variant of the settings, all in parallel: the tunnel on the tunnel route
 * (WinINET), then the revocation URLs of its certificates on the revocation route (WinHTTP); on a live Windows
 * also with Windows' own WinHTTP client and chain engine. A route that two variants share is probed once.
 * `command` applies the proposed change.
 */
export async function probePaths(
  context: RunContext,
  machine: Machine | null,
  variants: readonly Variant[],
  options: KnownPath,
  probeSet: ProbeSet = newProbeSet(),
  command: Asked | null = null,
): Promise<ProbeReport> {
  const today = context.ports.wallClock();
  const skipped = skipReason(machine, options);
  if (skipped !== null || options.gateways.length === 0)
    return (await import('./probe-both.ts')).unprobed(context, options, skipped);
  for (const { step } of variants) context.emit({ type: 'step', step, status: 'started' });
  const windowsTrust = createWindowsTrust();
  const asking = asksWindows(machine) ? { windowsTrust } : {};
  const probes = startProbes(context, variants, { options, from: placeOf(machine), probeSet, ...asking });
  // What judges them is loaded later, because it would delay their first bytes; they may fail before that.
  for (const { certificates, revocation } of probes) void Promise.allSettled([certificates, revocation]);
  await Promise.race(probes.map(({ shown }) => shown)).catch(() => undefined);
  const { judgeProbes } = await import('./judge-probes.ts');
  return judgeProbes(context, machine, { variants, options, probes, windowsTrust, today, command });
}
