import type { Assessment } from '../../core/decide/assess.ts';
import { type DesiredSettings, desiredFor } from '../../core/decide/desired-settings.ts';
import type { PathSettings } from '../../core/decide/routes.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import { command, say } from '../../core/model/say.ts';
import { newestTls } from '../../core/path/tls-version.ts';
import { DIRECT_WINHTTP, type ProxySettings } from '../../core/proxy/settings.ts';
import type { Machine } from '../../machine/port.ts';
import { gatewaysOf, type KnownPath, reportedGateways } from '../inputs/gateways.ts';
import { newProbeSet, type ProbeSet } from '../path/gateway-probes.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunContext } from '../run/run.ts';

/** The input of a path check. */
export interface Along {
  /** The machine whose settings decide; `null` if the route was named. */
  machine: Machine | null;
  observation: Observation | null;
  paths: PathSettings;
  /** The judged settings; `null` if the route was named. */
  assessment: Assessment | null;
  path: KnownPath;
  probeSet: ProbeSet;
}

/**
 * Finds the routes to the gateways, by the machine's settings or by the route that the options name, and checks
 * them. Off Windows, without either, the route is direct. Needs no PowerShell if no machine is read.
 *
 * @throws P2sError `no-gateway`; `notJudgedError` if a setting that decides the route is not visible
 */
export async function alongPaths(
  context: RunContext,
  use: 'verify' | 'migrate',
  options: AuditOptions,
  ports: Ports,
  check: (along: Along) => Promise<void>,
): Promise<void> {
  const probeSet = newProbeSet();
  const desired = desiredBy(options);
  if (desired !== null || (options.machine.file === undefined && ports.platform !== 'win32')) {
    const known = await gatewaysOf({ ...options.path, probe: true }, null, null);
    // The route is named; the client is this Windows, if this is Windows.
    const newest = newestTls({ platform: ports.platform, build: ports.windowsBuild });
    const path = await someOf(context, use, { ...known, newestTls: newest }, null);
    // A PAC file is evaluated with probes, which are the first events of their routes.
    context.emit({ type: 'gateways', gateways: reportedGateways(path), withoutSettings: true });
    const direct = { ...DIRECT_WINHTTP, pac: { enabled: false, url: null }, autoDetect: false };
    let paths = namedRoutes(direct, DIRECT_WINHTTP);
    if (desired !== null) {
      const { namedPaths } = await import('./named-paths.ts');
      paths = await namedPaths(context, desired, { ...options, path }, probeSet);
    }
    return check({ machine: null, observation: null, paths, assessment: null, path, probeSet });
  }
  const { openMachine } = await import('../run/open-machine.ts');
  const { observeAndAssess, refuseNotJudged, reportMachine } = await import('../run/assessment.ts');
  const { reportInterruption } = await import('../pending/interruption.ts');
  const { knownGateways } = await import('../path/evidence.ts');
  const { reportUnusedPacFile, withAnswers } = await import('../path/resolve.ts');
  const machine = await openMachine(options.machine, ports, 'read');
  try {
    const seen = await observeAndAssess(context, machine, options.desired, options.user);
    const { observation } = seen;
    reportMachine(context, machine, observation, seen.stores, seen.vpnUser);
    refuseNotJudged(machine, withoutWow64(seen));
    await reportInterruption(context, machine, options, ports, observation);
    const known = await knownGateways(context, machine, { ...options.path, probe: true }, seen);
    const path = await someOf(context, use, known.path, machine);
    const assessment = await withAnswers(context, machine, seen, { ...options, path }, probeSet);
    reportUnusedPacFile(context, options, assessment);
    await check({ machine, observation, paths: assessment.current, assessment, path, probeSet });
  } finally {
    await machine.close();
  }
}

/** Both routes by settings that were named. */
export function namedRoutes(winInet: ProxySettings | null, winHttp: ProxySettings | null): PathSettings {
  const id = 'option';
  return { winInet: { id, settings: winInet }, winHttp: { id, settings: winHttp }, checker: null };
}

/** 32-bit programs do not affect the route. */
function withoutWow64(seen: Assessment): Assessment {
  return { ...seen, unseen: seen.unseen.filter(({ store }) => !store.endsWith('/wow64')) };
}

/** Without a gateway, reports what the files contain instead, before the error. */
async function someOf(
  context: RunContext,
  use: 'verify' | 'migrate',
  known: KnownPath,
  machine: Machine | null,
): Promise<KnownPath> {
  if (known.reported.length > 0) return known;
  const { knownFindings } = await import('../inputs/known-findings.ts');
  const findings = knownFindings(known, [], context.ports.wallClock(), context.deadlines);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  throw new P2sError('no-gateway', say('No gateway is known.'), {
    where: machine === null ? 'command line' : 'command line, profiles, phonebooks',
    next: say('{byName}, or {byProfile}', {
      byName: command(use, { gateway: ['azuregateway-….vpn.azure.com'] }),
      byProfile: command(use, { profile: ['FILE'] }),
    }),
  });
}

/** The route that is named outright: by the desired settings, or by a PAC file without a machine. */
function desiredBy({ desired, machine, pacFile }: AuditOptions): DesiredSettings | null {
  if (desired.source === 'explicit') return desired;
  const alone = pacFile !== undefined && machine.file === undefined;
  return alone ? desiredFor({ kind: 'pac', url: pacFile }) : null;
}
