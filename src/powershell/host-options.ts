import type { ScriptSums } from './script-sums.ts';

/** One PowerShell that is known by its path. */
export interface HostOptions {
  executable: string;
  /** Folder of the built scripts. */
  scriptsDir: string;
  /** What each of them must be; `null`: whatever is there runs. */
  scriptSums: ScriptSums | null;
  /** The whole environment of the child; see `childEnvironment`. */
  env: Record<string, string>;
  /** The current folder of the child; `undefined`: that of this process. See `childFolder`. */
  cwd?: string | undefined;
  platform: NodeJS.Platform;
  /** For taskkill; `null` where there is none. */
  systemRoot: string | null;
  /** Characters that one run may write. */
  maxReplyLength: number;
}

/** After the exit the last bytes come at once, or a process that inherited the pipe holds it open for ever. */
export const DRAIN_MS = 250;

/** A killed process is gone by then, or it is not ours to wait for. */
export const KILL_WAIT_MS = 2000;
