import { type Gateway, gatewayName } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { runAudit } from '../../pipeline/modes/audit.ts';
import type { ApplyOptions, AuditOptions, MachineOptions, PathOptions } from '../../pipeline/run/options.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { type RunOptions, runMode } from '../../pipeline/run/run.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { EXTENSIONS } from '../extensions/registry.ts';
import type { Invocation } from '../invocation.ts';
import type { Output } from '../output.ts';
import { desiredOf, parseGateway, readRoots } from '../parse/values.ts';

/** Runs one command: calls its API function with its options. */
export async function runCommand(
  invocation: Invocation,
  ports: Ports,
  run: RunOptions,
  confirm: Output['confirm'],
): Promise<ReportDocument> {
  let options: CommonOptions;
  try {
    options = await optionsOf(invocation, run);
  } catch (error) {
    return runMode(invocation.mode, ports, run, () => Promise.reject(error));
  }
  const ask = confirm === null ? {} : { confirm };
  // Loaded on demand: a path check needs none of the modules of a change, and users notice the start-up time.
  const { mode } = invocation;
  switch (mode) {
    case 'audit':
      return runAudit(options, ports);
    case 'apply':
      return (await import('../../pipeline/modes/apply.ts')).runApply(
        {
          ...options,
          yes: invocation.yes,
          ...(invocation.confirmWithinMs === null ? {} : { confirmWithinMs: invocation.confirmWithinMs }),
          ...ask,
          ...(invocation.plan === null ? {} : { plan: invocation.plan }),
        },
        ports,
      );
    case 'plan':
      return (await import('../../pipeline/modes/plan.ts')).runPlan(
        { ...options, out: invocation.out },
        ports,
      );
    case 'verify':
      return (await import('../../pipeline/modes/verify.ts')).runVerify(
        { ...options, ...(invocation.transcript === null ? {} : { transcript: invocation.transcript }) },
        ports,
      );
    case 'confirm':
      return (await import('../../pipeline/modes/confirm.ts')).runConfirm(
        { ...options, backup: invocation.backup },
        ports,
      );
    case 'capture':
      return (await import('../../pipeline/modes/capture.ts')).runCapture(
        { ...options, out: invocation.out, redact: invocation.redact },
        ports,
      );
    case 'rollback': {
      if (invocation.list)
        return (await import('../../pipeline/modes/list-backups.ts')).runListBackups(options, ports);
      const { runRollback } = await import('../../pipeline/modes/rollback.ts');
      return runRollback({ ...options, backup: invocation.backup, ...ask }, ports);
    }
    default: {
      const extension = EXTENSIONS[mode];
      if (extension !== undefined) return extension.run(invocation, options, ports);
      const absent = new P2sError(
        'usage',
        say('This p2s-fix does not include the command {command}.', { command: mode }),
        {
          next: say('Install a p2s-fix that includes it.'),
        },
      );
      return runMode(mode, ports, run, () => Promise.reject(absent));
    }
  }
}

export type CommonOptions = AuditOptions & Pick<ApplyOptions, 'healthCheck'>;

async function optionsOf(invocation: Invocation, run: RunOptions): Promise<CommonOptions> {
  const [file, ...parts] = invocation.machines;
  const machine: MachineOptions = {
    ...(file === undefined ? {} : { file, parts }),
    ...(invocation.powershell === null ? {} : { powershell: invocation.powershell }),
    ...writeOf(invocation),
  };
  const desired =
    invocation.desired === null
      ? null
      : await (await import('../../pipeline/inputs/desired-file.ts')).readDesiredState(invocation.desired);
  const path: PathOptions = {
    gateways: distinct([...invocation.gateways.map(parseGateway), ...(desired?.gateways ?? [])]),
    ...(await profilesOf(invocation)),
    deadlineMs: invocation.deadlineSeconds * 1000,
    extraRoots: await readRoots(invocation.ca),
    compareDirect: invocation.compareDirect,
    probe: invocation.probe,
  };
  const stateDir = invocation.stateDir === null ? {} : { stateDir: invocation.stateDir };
  return {
    ...run,
    ...stateDir,
    ...(invocation.pacFile === null ? {} : { pacFile: invocation.pacFile }),
    machine,
    path,
    ...(desired?.healthCheck == null ? {} : { healthCheck: desired.healthCheck }),
    desired: desired?.desired ?? desiredOf(invocation),
    user: invocation.user,
  };
}

async function profilesOf({ profiles, mode, fleet }: Invocation): Promise<Pick<PathOptions, 'profiles'>> {
  if (profiles.length === 0) return {};
  const { readProfiles } = await import('../../pipeline/inputs/profile-files.ts');
  return {
    profiles: await readProfiles(profiles, { keys: mode === 'migrate' || fleet?.action === 'migrate' }),
  };
}

function distinct(gateways: readonly Gateway[]): Gateway[] {
  return [...new Map(gateways.map((gateway) => [gatewayName(gateway), gateway])).values()];
}

function writeOf({ inPlace, out, mode }: Invocation): Pick<MachineOptions, 'write'> {
  if (mode === 'capture' || mode === 'plan' || mode === 'export') return {};
  if (inPlace) return { write: { inPlace: true } };
  return out === null ? {} : { write: { out } };
}
