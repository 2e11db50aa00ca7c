import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { FleetDefaults } from '../../core/fleet/computer.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { RunOptions } from '../run/run.ts';

/** Which computers, and how they are reached. */
export interface FleetTargets {
  /** As they were typed. */
  names: readonly string[];
  /** A file, `-` for standard input; `null`: none. */
  file: string | null;
  /** A list that an earlier run left: only those of it. */
  only: string | null;
  defaults: FleetDefaults;
}

export interface FleetOptions extends RunOptions {
  targets: FleetTargets;
  wish: DesiredSettings;
  /** Connections at once. */
  throttle: number;
  connectSeconds: number;
  /** For each computer. */
  deadlineSeconds: number;
  /** A file that Export-Clixml wrote. */
  credential: string | null;
  sshOptions: Readonly<Record<string, string>>;
  /** PowerShell here; `null`: found out. */
  powershell: string | null;
  /** Where the list of those to be run again goes. */
  againFile: string | null;
}

export type FleetAction = FleetSummary['action'];

/**
 * Options for these computers, each named `[ssh://|winrm://|winrms://][USER@]HOST[:PORT]`, with what holds where nothing
 * else is said: WinRM from Windows and SSH from elsewhere, 32 connections at once, 30 seconds for each to come about and
 * 120 for the computer, WinHTTP following the user's WinINET setting.
 */
export function fleetOptions(names: readonly string[], more: Partial<FleetOptions> = {}): FleetOptions {
  const transport = process.platform === 'win32' ? 'winrm' : 'ssh';
  const defaults: FleetDefaults = { transport, user: null, key: null, subsystem: null, configuration: null };
  return {
    targets: { names, file: null, only: null, defaults },
    wish: { source: 'wininet' },
    ...{ throttle: 32, connectSeconds: 30, deadlineSeconds: 120 },
    ...{ credential: null, sshOptions: {}, powershell: null, againFile: null },
    ...more,
  };
}
