import { randomBytes, randomUUID } from 'node:crypto';
import { release } from 'node:os';
import type { EventLogPort } from '../../machine/event-log.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { TaskSchedulerPort } from '../../schedule/task-scheduler.ts';

/** The outside world as a run sees it; tests hold each part. */
export interface Ports {
  platform: NodeJS.Platform;
  arch: string;
  /** Of the Windows that this process runs on, else `null`. */
  windowsBuild: number | null;
  env: Readonly<Record<string, string | undefined>>;
  wallClock: () => Date;
  /** Monotonic milliseconds. */
  now: () => number;
  /** Resolves after that many milliseconds, at once when the signal aborts. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  uuid: () => string;
  /** Unpredictable bytes. */
  randomBytes: (count: number) => Uint8Array;
  /** The BCP 47 tag of the user's locale, as Windows has it. */
  locale: () => string;
  /** That many bytes that nobody can foretell. */
  random: (size: number) => Uint8Array;
  /** Standard input of this process. */
  standardInput: () => AsyncIterable<Uint8Array>;
  /** Folder of the bundled PowerShell scripts. */
  scriptsDir: string;
  /** This program's own script or executable, absolute, to be started again as a process of its own; `null`: there is none. */
  program: string | null;
  /** `program` is one executable that has Node and the scripts in it, and has unpacked these itself. */
  singleExecutable?: boolean;
  /** How folders are looked at and made on Windows, over the way by PowerShell. */
  folders: (byPowerShell: FolderPort) => FolderPort;
  /** How the event log of Windows is written, over the way by PowerShell. */
  eventLog: (byPowerShell: EventLogPort) => EventLogPort;
  /** How tasks of Windows are registered and read, over the way by its own program. */
  tasks: (bySchtasks: TaskSchedulerPort) => TaskSchedulerPort;
}

/** This process and this machine. Both are absolute paths. */
export function systemPorts(scriptsDir: string, program: string | null = null): Ports {
  return {
    platform: process.platform,
    arch: process.arch,
    windowsBuild: process.platform === 'win32' ? buildOf(release()) : null,
    env: process.env,
    wallClock: () => new Date(),
    // Not performance.now(): to load what that belongs to takes longer than to read the command line.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    wait,
    uuid: randomUUID,
    randomBytes: (count) => randomBytes(count),
    locale: () => Intl.DateTimeFormat().resolvedOptions().locale,
    random: randomBytes,
    standardInput: () => process.stdin,
    scriptsDir,
    program,
    folders: (byPowerShell) => byPowerShell,
    eventLog: (byPowerShell) => byPowerShell,
    tasks: (bySchtasks) => bySchtasks,
  };
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The build of `10.0.19045`, as Node has the version of Windows. */
function buildOf(version: string): number | null {
  const build = /^\d+\.\d+\.(\d+)/.exec(version)?.[1];
  return build === undefined ? null : Number(build);
}
