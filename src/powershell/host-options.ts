import type { ScriptSums } from './script-sums.ts';

/** One PowerShell with a known path. */
export interface HostOptions {
  executable: string;
  /** Folder of the built scripts. */
  scriptsDir: string;
  /** The expected sums of the scripts; `null`: run them without a check. */
  scriptSums: ScriptSums | null;
  /** The whole environment of the child; see `childEnvironment`. */
  env: Record<string, string>;
  /** The current folder of the child; `undefined`: that of this process. See `childFolder`. */
  cwd?: string | undefined;
  platform: NodeJS.Platform;
  /** For taskkill; `null` if there is none. */
  systemRoot: string | null;
  /** Limit of characters in the output of one run. */
  maxReplyLength: number;
}

/** After the exit, the last bytes arrive at once, or a process that inherited the pipe keeps it open. */
export const DRAIN_MS = 250;

/** A killed process has ended by then, or cannot be waited for. */
export const KILL_WAIT_MS = 2000;
