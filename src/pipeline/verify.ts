import { P2sError } from '../core/errors.ts';
import { DIRECT_WINHTTP } from '../core/proxy/settings.ts';
import type { PathSettings } from '../core/routes.ts';
import type { Wish } from '../core/wish.ts';
import type { Machine } from '../machine/port.ts';
import type { ReportDocument } from '../report/document.ts';
import type { Variant } from './legs.ts';
import type { AuditOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { probePaths, unreachable } from './probe.ts';
import { type RunContext, runMode } from './run.ts';

/**
 * Only the path check, by the machine's stores or by the way that the options name. Off Windows, without either, it
 * goes direct. Needs no PowerShell where no machine is looked at.
 */
export function runVerify(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('verify', ports, options, async (context) => {
    if (options.path.gateways.length === 0) {
      throw new P2sError('no-gateway', 'No gateway is named.', {
        where: 'command line',
        next: 'p2s-fix verify azuregateway-….vpn.azure.com',
      });
    }
    const path = { ...options.path, probe: true };
    const named = options.wish.source === 'explicit';
    if (named || (options.machine.file === undefined && ports.platform !== 'win32')) {
      const paths = await namedPaths(options.wish);
      await walk(context, null, paths, path);
      return;
    }
    const { openMachine } = await import('./open-machine.ts');
    const { takePicture, tellMachine } = await import('./picture.ts');
    const { tellInterruption } = await import('./interruption.ts');
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      const assessment = await takePicture(context, machine, options.wish, options.user);
      tellMachine(context, machine, assessment.observation, assessment.stores, assessment.vpnUser);
      await tellInterruption(context, machine, options, ports, assessment.observation);
      await walk(context, machine, assessment.current, path);
    } finally {
      await machine.close();
    }
  });
}

async function walk(
  context: RunContext,
  machine: Machine | null,
  paths: PathSettings,
  path: AuditOptions['path'],
): Promise<void> {
  context.emit({ type: 'gateways', gateways: path.gateways });
  const variant: Variant = { stores: 'current', step: 'probe-current', paths };
  const { verdicts, findings } = await probePaths(context, machine, [variant], path);
  for (const finding of findings) context.emit({ type: 'finding', finding });
  if (unreachable(verdicts)) context.outcome('unreachable');
}

/** Both ways as the wish says; direct when it says nothing. */
async function namedPaths(wish: Wish): Promise<PathSettings> {
  const id = 'option';
  const nothing = {
    id,
    settings: { ...DIRECT_WINHTTP, pac: { enabled: false, url: null }, autoDetect: false },
  };
  if (wish.source !== 'explicit')
    return { winInet: nothing, winHttp: { id, settings: DIRECT_WINHTTP }, checker: null };
  const { desiredState } = await import('../core/desired.ts');
  const desired = desiredState(wish, null, null);
  const refused = desired.notes.find(({ severity }) => severity === 'refused');
  if (refused !== undefined) {
    throw new P2sError('refused', `WinHTTP cannot hold that proxy: ${refused.detail} (${refused.code}).`, {
      where: '--proxy',
    });
  }
  return {
    winInet: { id, settings: desired.winInet },
    winHttp: { id, settings: desired.winHttp },
    checker: null,
  };
}
