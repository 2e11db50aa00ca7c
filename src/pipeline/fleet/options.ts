import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { FleetDefaults } from '../../core/fleet/computer.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { RunOptions } from '../run/run.ts';

/** Which computers, and how to connect to them. */
export interface FleetTargets {
  /** As typed. */
  names: readonly string[];
  /** A file, `-` for standard input; `null`: none. */
  file: string | null;
  /** A list that an earlier run wrote: only its computers; `null`: none. */
  only: string | null;
  defaults: FleetDefaults;
}

export interface FleetOptions extends RunOptions {
  targets: FleetTargets;
  desired: DesiredSettings;
  /** Connections at once. */
  throttle: number;
  connectSeconds: number;
  /** For each computer. */
  deadlineSeconds: number;
  /** A file that Export-Clixml wrote. */
  credential: string | null;
  sshOptions: Readonly<Record<string, string>>;
  /** PowerShell on this computer; `null`: found automatically. */
  powershell: string | null;
  /** Where to write the list of computers to run again. */
  againFile: string | null;
}

export type FleetAction = FleetSummary['action'];

/**
 * Options for these computers, each named `[ssh://|winrm://|winrms://][USER@]HOST[:PORT]`, with the defaults:
 * WinRM from Windows and SSH from elsewhere, 32 connections at once, 30 seconds to connect and 120 for each
 * computer, WinHTTP following the user's WinINET setting.
 */
export function fleetOptions(names: readonly string[], more: Partial<FleetOptions> = {}): FleetOptions {
  const transport = process.platform === 'win32' ? 'winrm' : 'ssh';
  const defaults: FleetDefaults = { transport, user: null, key: null, subsystem: null, configuration: null };
  return {
    targets: { names, file: null, only: null, defaults },
    desired: { source: 'wininet' },
    ...{ throttle: 32, connectSeconds: 30, deadlineSeconds: 120 },
    ...{ credential: null, sshOptions: {}, powershell: null, againFile: null },
    ...more,
  };
}
