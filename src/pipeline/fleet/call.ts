import type { Call, Options } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { CallOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunOptions } from '../run/run.ts';
import type { FleetOptions } from './options.ts';

/** For each computer: PowerShell on Windows starts slowly while the computer signs a user in. */
const DEADLINE_SECONDS = 120;
/** Seconds until a connection must be established. */
const CONNECT_SECONDS = 30;
/** Per conversation of a computer with a gateway; --deadline applies to the computer. */
const MAX_TALK_MS = 15_000;
/** Connections at once. */
const THROTTLE = 32;

/** Runs one action of `fleet`. */
export async function runFleet(
  { use, options: given }: Call,
  common: CallOptions,
  ports: Ports,
): Promise<ReportDocument> {
  if (use === 'fleet report') {
    const { runFleetReport } = await import('./report.ts');
    const { files = [] } = given;
    return runFleetReport({ ...runOptions(common), files, desired: common.desired }, ports);
  }
  const options = fleetOptions(given, common, ports.platform);
  switch (use) {
    case 'fleet apply': {
      const seconds = given['confirm-within'];
      const confirmWithinMs = seconds === undefined ? null : seconds * 1000;
      return (await import('./apply.ts')).runFleetApply({ ...options, confirmWithinMs }, ports);
    }
    case 'fleet confirm':
      return (await import('./confirm.ts')).runFleetConfirm(options, ports);
    case 'fleet migrate': {
      const deadlineMs = Math.min(common.path.deadlineMs, MAX_TALK_MS);
      const path = { ...common.path, deadlineMs };
      return (await import('./migrate.ts')).runFleetMigrate({ ...options, path }, ports);
    }
    case 'fleet rollback':
      return (await import('./rollback.ts')).runFleetRollback(options, ports);
    default:
      return (await import('./audit.ts')).runFleetAudit(options, ports);
  }
}

function fleetOptions(given: Options, common: CallOptions, platform: NodeJS.Platform): FleetOptions {
  const { deadline = DEADLINE_SECONDS, transport = platform === 'win32' ? 'winrm' : 'ssh' } = given;
  return {
    ...runOptions(common),
    targets: {
      names: given.computer ?? [],
      file: given.computers ?? null,
      only: given.only ?? null,
      defaults: {
        transport,
        user: given['ssh-user'] ?? null,
        key: given['ssh-key'] ?? null,
        subsystem: given.subsystem ?? null,
        configuration: given.configuration ?? null,
      },
    },
    desired: common.desired,
    throttle: given.throttle ?? THROTTLE,
    connectSeconds: Math.ceil(Math.min(CONNECT_SECONDS, deadline / 2)),
    deadlineSeconds: Math.ceil(deadline),
    credential: given.credential ?? null,
    sshOptions: Object.fromEntries((given['ssh-option'] ?? []).map(pairOf)),
    powershell: given.powershell ?? null,
    againFile: given.again ?? null,
  };
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

function runOptions({ onEvent, signal, followUps }: CallOptions): RunOptions {
  return {
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
    ...(followUps === undefined ? {} : { followUps }),
  };
}
