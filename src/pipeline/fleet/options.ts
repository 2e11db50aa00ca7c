import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { FleetDefaults } from '../../core/fleet/computer.ts';
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
