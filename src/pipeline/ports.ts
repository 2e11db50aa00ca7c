import { randomUUID } from 'node:crypto';

/** The outside world as a run sees it; tests hold each part. */
export interface Ports {
  platform: NodeJS.Platform;
  arch: string;
  env: Readonly<Record<string, string | undefined>>;
  wallClock: () => Date;
  /** Monotonic milliseconds. */
  now: () => number;
  uuid: () => string;
  /** Folder of the bundled PowerShell scripts. */
  scriptsDir: string;
}

/** This process and this machine. `scriptsDir`: absolute path. */
export function systemPorts(scriptsDir: string): Ports {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    wallClock: () => new Date(),
    now: () => performance.now(),
    uuid: randomUUID,
    scriptsDir,
  };
}
