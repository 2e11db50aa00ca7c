import { P2sError } from '../core/errors.ts';
import type { FleetOptions } from '../pipeline/fleet/options.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { ReportDocument } from '../report/document.ts';
import type { FleetInvocation, Invocation } from './invocation.ts';
import type { CommonOptions } from './run-command.ts';

/** Seconds for a connection to come about. */
const CONNECT_SECONDS = 30;

/** `fleet`: one action of it. */
export async function runFleetCommand(
  { fleet, powershell, confirmWithinMs }: Pick<Invocation, 'fleet' | 'powershell' | 'confirmWithinMs'>,
  common: CommonOptions,
  ports: Ports,
): Promise<ReportDocument> {
  if (fleet === null) throw new P2sError('internal', 'There is no action for the fleet.');
  const options = fleetOptions(fleet, powershell, common, ports.platform);
  switch (fleet.action) {
    case 'apply':
      return (await import('../pipeline/fleet/apply.ts')).runFleetApply(
        { ...options, confirmWithinMs },
        ports,
      );
    case 'rollback':
      return (await import('../pipeline/fleet/rollback.ts')).runFleetRollback(options, ports);
    default:
      return (await import('../pipeline/fleet/audit.ts')).runFleetAudit(options, ports);
  }
}

function fleetOptions(
  fleet: FleetInvocation,
  powershell: string | null,
  { wish, onEvent, signal }: CommonOptions,
  platform: NodeJS.Platform,
): FleetOptions {
  const { names, computers, only, again, throttle, credential, sshOptions, deadlineSeconds } = fleet;
  return {
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
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
    wish,
    throttle,
    connectSeconds: Math.ceil(Math.min(CONNECT_SECONDS, deadlineSeconds)),
    deadlineSeconds: Math.ceil(deadlineSeconds),
    credential,
    sshOptions,
    powershell,
    againFile: again,
  };
}
