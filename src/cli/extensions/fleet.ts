import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import type { FleetOptions } from '../../pipeline/fleet/options.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { RunOptions } from '../../pipeline/run/run.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { FleetInvocation, Invocation } from '../invocation.ts';
import type { CommonOptions } from '../run/command.ts';

/** Seconds until a connection must be established. */
const CONNECT_SECONDS = 30;
/** Per conversation of a computer with a gateway; --deadline applies to the computer. */
const MAX_TALK_MS = 15_000;

/** Runs one action of `fleet`. */
export async function runFleetCommand(
  { fleet, powershell, confirmWithinMs }: Pick<Invocation, 'fleet' | 'powershell' | 'confirmWithinMs'>,
  common: CommonOptions,
  ports: Ports,
): Promise<ReportDocument> {
  if (fleet === null) throw new P2sError('internal', say('There is no action for the fleet.'));
  if (fleet.action === 'report') {
    const { runFleetReport } = await import('../../pipeline/fleet/report.ts');
    return runFleetReport({ ...runOptions(common), files: fleet.names, desired: common.desired }, ports);
  }
  const options = fleetOptions(fleet, powershell, common, ports.platform);
  switch (fleet.action) {
    case 'apply':
      return (await import('../../pipeline/fleet/apply.ts')).runFleetApply(
        { ...options, confirmWithinMs },
        ports,
      );
    case 'confirm':
      return (await import('../../pipeline/fleet/confirm.ts')).runFleetConfirm(options, ports);
    case 'migrate': {
      const deadlineMs = Math.min(common.path.deadlineMs, MAX_TALK_MS);
      const path = { ...common.path, deadlineMs };
      return (await import('../../pipeline/fleet/migrate.ts')).runFleetMigrate({ ...options, path }, ports);
    }
    case 'rollback':
      return (await import('../../pipeline/fleet/rollback.ts')).runFleetRollback(options, ports);
    default:
      return (await import('../../pipeline/fleet/audit.ts')).runFleetAudit(options, ports);
  }
}

function fleetOptions(
  fleet: FleetInvocation,
  powershell: string | null,
  common: CommonOptions,
  platform: NodeJS.Platform,
): FleetOptions {
  const { names, computers, only, again, throttle, credential, sshOptions, deadlineSeconds } = fleet;
  return {
    ...runOptions(common),
    targets: {
      names,
      file: computers,
      only,
      defaults: {
        transport: fleet.transport ?? (platform === 'win32' ? 'winrm' : 'ssh'),
        user: fleet.sshUser,
        key: fleet.sshKey,
        subsystem: fleet.subsystem,
        configuration: fleet.configuration,
      },
    },
    desired: common.desired,
    throttle,
    connectSeconds: Math.ceil(Math.min(CONNECT_SECONDS, deadlineSeconds / 2)),
    deadlineSeconds: Math.ceil(deadlineSeconds),
    credential,
    sshOptions,
    powershell,
    againFile: again,
  };
}

function runOptions({ onEvent, signal, followUps }: CommonOptions): RunOptions {
  return {
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
    ...(followUps === undefined ? {} : { followUps }),
  };
}
