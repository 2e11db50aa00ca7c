import type { FleetDefaults } from '../../core/fleet/computer.ts';
import type { FleetSummary } from '../../core/fleet/summary.ts';
import type { Wish } from '../../core/wish.ts';
import type { RunOptions } from '../run.ts';

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
  wish: Wish;
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
