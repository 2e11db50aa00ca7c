import type { EventLogPort } from '../../machine/event-log.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { TaskSchedulerPort } from '../../machine/task-scheduler.ts';
import type { ThisWindows } from '../../machine/this-machine.ts';

/** The external dependencies of a run; tests replace each part. */
export interface Ports {
  platform: NodeJS.Platform;
  arch: string;
  /** The build of the Windows that this process runs on, else `null`. */
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
  /** The BCP 47 tag of the user's locale on Windows. */
  locale: () => string;
  /** Standard input of this process. */
  standardInput: () => AsyncIterable<Uint8Array>;
  /** Folder of the bundled PowerShell scripts. */
  scriptsDir: string;
  /** This program's script or executable, absolute, to start as a separate process; `null`: there is none. */
  program: string | null;
  /** `program` is a single executable with Node and the scripts, which it has unpacked itself. */
  singleExecutable?: boolean;
  /** This Windows, which the caller has opened; `null`: it is in use, so that a run must open it again. */
  started?: () => ThisWindows | null;
  /** How to read and create folders on Windows, given the PowerShell implementation. */
  folders: (byPowerShell: FolderPort) => FolderPort;
  /** How to write the Windows event log, given the PowerShell implementation. */
  eventLog: (byPowerShell: EventLogPort) => EventLogPort;
  /** How to register and read Windows tasks, given the schtasks implementation. */
  tasks: (bySchtasks: TaskSchedulerPort) => TaskSchedulerPort;
}

/** This process and this computer. Both paths are absolute. */
export function systemPorts(scriptsDir: string, program: string | null = null): Ports {
  return {
    platform: process.platform,
    arch: process.arch,
    windowsBuild:
      process.platform === 'win32' ? buildOf(process.getBuiltinModule('node:os').release()) : null,
    env: process.env,
    wallClock: () => new Date(),
    // Not performance.now(): loading its module takes longer than parsing the command line.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    wait,
    uuid: () => crypto().randomUUID(),
    randomBytes: (count) => crypto().randomBytes(count),
    locale: () => Intl.DateTimeFormat().resolvedOptions().locale,
    standardInput: () => process.stdin,
    scriptsDir,
    program,
    folders: (byPowerShell) => byPowerShell,
    eventLog: (byPowerShell) => byPowerShell,
    tasks: (bySchtasks) => bySchtasks,
  };
}

/** Loaded when it is used: help and explanations need none of it. */
const crypto = () => process.getBuiltinModule('node:crypto');

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The build number in `10.0.19045`, Node's version of Windows. */
function buildOf(version: string): number | null {
  const build = /^\d+\.\d+\.(\d+)/.exec(version)?.[1];
  return build === undefined ? null : Number(build);
}
