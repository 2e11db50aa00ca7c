import { type Gateway, gatewayName } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { parseGatewayName, parseServiceUrl } from '../../core/model/gateway-name.ts';
import { say } from '../../core/model/say.ts';
import { requiredOption } from '../../core/options/check.ts';
import { DEADLINE_SECONDS } from '../../core/options/follow-ups.ts';
import { type Call, modeOf, type Options } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { runAudit } from '../modes/audit.ts';
import type { CallOptions, Confirm, MachineOptions, PathOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunOptions, runMode } from '../run/run.ts';
import { EXTENSIONS } from './registry.ts';
import { desiredOf, readRoots } from './values.ts';

/** Runs a call of the command line, the API or the page. `confirm` asks before the first write; `null`: goes on. */
export async function runCall(
  call: Call,
  ports: Ports,
  run: RunOptions,
  confirm: Confirm | null,
): Promise<ReportDocument> {
  const { use, options: given } = call;
  let options: CallOptions;
  try {
    options = await commonOptions(call, run, ports);
  } catch (error) {
    return runMode(modeOf(use), ports, run, () => Promise.reject(error));
  }
  const ask = confirm === null ? {} : { confirm };
  const backup = given.backup ?? null;
  // Loaded on demand: a path check needs none of the modules of a change, and users notice the start-up time.
  switch (use) {
    case 'audit':
      return runAudit(options, ports);
    case 'apply': {
      const { yes = false, plan, 'confirm-within': seconds } = given;
      const waiting = seconds === undefined ? {} : { confirmWithinMs: seconds * 1000 };
      const { runApply } = await import('../modes/apply.ts');
      return runApply(
        { ...options, yes, ...waiting, ...ask, ...(plan === undefined ? {} : { plan }) },
        ports,
      );
    }
    case 'plan':
      return (await import('../modes/plan.ts')).runPlan(
        { ...options, out: requiredOption(call, 'out') },
        ports,
      );
    case 'verify': {
      const { transcript } = given;
      const { runVerify } = await import('../modes/verify.ts');
      return runVerify({ ...options, ...(transcript === undefined ? {} : { transcript }) }, ports);
    }
    case 'confirm':
      return (await import('../modes/confirm.ts')).runConfirm({ ...options, backup }, ports);
    case 'capture': {
      const out = requiredOption(call, 'out');
      const { runCapture } = await import('../modes/capture.ts');
      return runCapture({ ...options, out, redact: given.redact ?? false }, ports);
    }
    case 'rollback':
      if (given.list === true)
        return (await import('../modes/list-backups.ts')).runListBackups(options, ports);
      return (await import('../modes/rollback.ts')).runRollback({ ...options, backup, ...ask }, ports);
    default: {
      const mode = modeOf(use);
      const extension = EXTENSIONS[mode];
      if (extension !== undefined) return extension.run(call, options, ports);
      const absent = new P2sError(
        'usage',
        say('This p2s-fix does not include the command {mode}.', { mode }),
        {
          next: say('Install a p2s-fix that includes it.'),
        },
      );
      return runMode(mode, ports, run, () => Promise.reject(absent));
    }
  }
}

async function commonOptions(
  { use, options: given }: Call,
  run: RunOptions,
  ports: Ports,
): Promise<CallOptions> {
  const { 'state-dir': stateDir, 'pac-file': pacFile, profile = [], gateway = [] } = given;
  const desired =
    given.desired === undefined
      ? null
      : await (await import('../inputs/desired-file.ts')).readDesiredState(given.desired);
  const named = gateway.map((text) => parseGatewayName(text, 'command line'));
  const path: PathOptions = {
    gateways: distinct([
      ...named,
      ...(await servicesOf(given, ports)).filter(({ as }) => as !== 'user' || !use.startsWith('schedule')),
      ...(desired?.gateways ?? []),
    ]),
    ...(profile.length === 0 ? {} : { profiles: await profilesOf(profile, use.endsWith('migrate')) }),
    deadlineMs: (given.deadline ?? DEADLINE_SECONDS) * 1000,
    extraRoots: await readRoots(given.ca ?? null),
    compareDirect: given['compare-direct'] ?? false,
    probe: given.probe ?? null,
  };
  return {
    ...run,
    ...(stateDir === undefined ? {} : { stateDir }),
    ...(pacFile === undefined ? {} : { pacFile }),
    machine: machineOf(given, use === 'apply' || use === 'audit'),
    path,
    ...(desired?.healthCheck == null ? {} : { healthCheck: desired.healthCheck }),
    desired: desired?.desired ?? desiredOf(given),
    user: given.user ?? null,
  };
}

/** The routes of the services that are named, and of those in a file. */
async function servicesOf({ url = [], urls }: Options, ports: Ports): Promise<Gateway[]> {
  const listed =
    urls === undefined
      ? []
      : await (await import('../inputs/list-file.ts')).readUrls(urls, ports.standardInput());
  return [...url.map((text) => ({ text, where: 'command line' })), ...listed].flatMap(({ text, where }) =>
    parseServiceUrl(text, where),
  );
}

async function profilesOf(files: readonly string[], keys: boolean) {
  return (await import('../inputs/profile-files.ts')).readProfiles(files, { keys });
}

function distinct(gateways: readonly Gateway[]): Gateway[] {
  return [...new Map(gateways.map((gateway) => [gatewayName(gateway), gateway])).values()];
}

/** The computer; `writes`: `out` is the copy of its recording. */
export function machineOf(
  { machine: [file, ...parts] = [], powershell, 'in-place': inPlace, out }: Options,
  writes: boolean,
): MachineOptions {
  return {
    ...(file === undefined ? {} : { file, parts }),
    ...(powershell === undefined ? {} : { powershell }),
    ...(inPlace === true ? { write: { inPlace } } : writes && out !== undefined ? { write: { out } } : {}),
  };
}
