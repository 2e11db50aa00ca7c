import type { Assessment } from '../core/assess.ts';
import { P2sError } from '../core/errors.ts';
import type { PathSettings } from '../core/routes.ts';
import { type Wish, wishFor } from '../core/wish.ts';
import type { Machine } from '../machine/port.ts';
import type { ReportDocument } from '../report/document.ts';
import { gatewaysOf, type KnownPath, toldGateways } from './gateways.ts';
import { noWalks, type Variant, type Walks } from './legs.ts';
import { namedPaths } from './named-paths.ts';
import type { AuditOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { probePaths, unreachable } from './probe.ts';
import { withAnswers } from './resolve.ts';
import { type RunContext, runMode } from './run.ts';

/**
 * Only the path check, by the machine's stores or by the way that the options name. Off Windows, without either, it
 * goes direct. Needs no PowerShell where no machine is looked at.
 */
export function runVerify(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('verify', ports, options, async (context) => {
    const wish = wishOf(options);
    if (wish !== null || (options.machine.file === undefined && ports.platform !== 'win32')) {
      const path = knownPath(options, null);
      const asked = { ...options, path };
      const walks = noWalks();
      await walk(context, null, await namedPaths(context, wish, asked, walks), path, walks);
      return;
    }
    const { openMachine } = await import('./open-machine.ts');
    const { takePicture, tellMachine } = await import('./picture.ts');
    const { tellInterruption } = await import('./interruption.ts');
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      const walks = noWalks();
      const seen = await takePicture(context, machine, options.wish, options.user);
      tellMachine(context, machine, seen.observation, seen.stores, seen.vpnUser);
      await tellInterruption(context, machine, options, ports, seen.observation);
      const path = knownPath(options, seen);
      const assessment = await withAnswers(context, machine, seen, { ...options, path }, walks);
      await walk(context, machine, assessment.current, path, walks);
    } finally {
      await machine.close();
    }
  });
}

/** @throws P2sError `no-gateway` */
function knownPath(
  { path }: AuditOptions,
  seen: Pick<Assessment, 'observation' | 'vpnUser'> | null,
): KnownPath {
  const known = gatewaysOf({ ...path, probe: true }, seen?.observation ?? null, seen?.vpnUser ?? null);
  if (known.told.length > 0) return known;
  throw new P2sError('no-gateway', 'No gateway is known.', {
    where: seen === null ? 'command line' : 'command line, profiles, phonebooks',
    next: 'p2s-fix verify azuregateway-….vpn.azure.com, or p2s-fix verify --profile FILE',
  });
}

/** The way that is named outright: by a wish, or by a PAC file without a machine. */
function wishOf({ wish, machine, pacFile }: AuditOptions): Wish | null {
  if (wish.source === 'explicit') return wish;
  const alone = pacFile !== undefined && machine.file === undefined;
  return alone ? wishFor({ kind: 'pac', url: pacFile }) : null;
}

async function walk(
  context: RunContext,
  machine: Machine | null,
  paths: PathSettings,
  path: KnownPath,
  walks: Walks,
): Promise<void> {
  context.emit({ type: 'gateways', gateways: toldGateways(path) });
  const variant: Variant = { stores: 'current', step: 'probe-current', paths };
  const { verdicts, findings } = await probePaths(context, machine, [variant], path, walks);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  if (unreachable(verdicts)) context.outcome('unreachable');
}
