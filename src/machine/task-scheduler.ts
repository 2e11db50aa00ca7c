import { execFile } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { win32 } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { type Message, say } from '../core/model/say.ts';
import { nodeFiles } from '../files/node-files.ts';
import { childEnvironment, childFolder } from '../powershell/environment.ts';
import { type Environment, environmentValue, windowsFolder } from '../powershell/locate.ts';

const DEADLINE_MS = 60_000;
const MAX_TASK_BYTES = 1 << 20;

/** Task Scheduler of this computer. */
export interface TaskSchedulerPort {
  /** Registers a task and replaces an existing one. `file` is used for its XML meanwhile. */
  register(name: string, xml: string, file: string): Promise<void>;
  /** Ends and removes a task; a missing task is not an error. */
  remove(name: string): Promise<void>;
  /** The XML of the registered task; `null`: there is no such task. */
  read(name: string): Promise<Uint8Array | null>;
}

export interface SchedulerOptions {
  env: Environment;
  /** Architecture of this Node: `ia32` on 64-bit Windows needs another path to System32. */
  arch: string;
}

/**
 * Uses schtasks.exe. Its texts are in the language of Windows, so only its exit code counts, and then whether the
 * file of the task exists.
 *
 * @throws P2sError `task-failed` from each of them
 */
export function taskScheduler({ env, arch }: SchedulerOptions): TaskSchedulerPort {
  const system = systemFolder(env, arch);
  const library = win32.join(system, 'Tasks');
  const stored = (name: string) => win32.join(library, name);
  const isThere = (name: string) => hasTask(library, name);
  const run = (args: readonly string[]) => runSchtasks(win32.join(system, 'schtasks.exe'), args, env);
  return {
    async register(name, xml, file) {
      await writeFile(file, Buffer.from(`\ufeff${xml}`, 'utf16le'));
      try {
        const exitCode = await run(['/Create', '/TN', name, '/XML', file, '/F']);
        if (exitCode !== 0 || !(await isThere(name)))
          throw failed(say('The task was not registered'), stored(name), exitCode);
      } finally {
        await rm(file, { force: true });
      }
    },
    async remove(name) {
      if (!(await isThere(name))) return;
      await run(['/End', '/TN', name]);
      const exitCode = await run(['/Delete', '/TN', name, '/F']);
      if (await isThere(name)) throw failed(say('The task was not removed'), stored(name), exitCode);
    },
    async read(name) {
      if (!(await isThere(name))) return null;
      const { size } = await stat(stored(name));
      if (size > MAX_TASK_BYTES) throw failed(say('The task was not read'), stored(name), null);
      return readFile(stored(name));
    },
  };
}

function systemFolder(env: Environment, arch: string): string {
  const root = windowsFolder(env, 'SystemRoot');
  if (root === null)
    throw new P2sError('task-failed', say('SystemRoot does not name the folder of Windows.'), {
      where: 'SystemRoot',
    });
  const wow64 = arch === 'ia32' && environmentValue(env, 'PROCESSOR_ARCHITEW6432') !== undefined;
  return win32.join(root, wow64 ? 'Sysnative' : 'System32');
}

/** The exit code; `null`: it was ended, or could not be started. */
function runSchtasks(file: string, args: readonly string[], env: Environment): Promise<number | null> {
  const options = {
    env: childEnvironment({ env, platform: 'win32', explicit: false }),
    cwd: childFolder(env, 'win32'),
    timeout: DEADLINE_MS,
    windowsHide: true,
    maxBuffer: MAX_TASK_BYTES,
  };
  return new Promise((resolve) => {
    const child = execFile(file, args, options, (error) => {
      resolve(error === null ? 0 : typeof error.code === 'number' ? error.code : null);
    });
    // Without input, it cannot wait for an answer to a prompt.
    child.stdin?.end();
  });
}

/**
 * Whether the library of Task Scheduler has the file of a task. Any user can create entries there: a link is none of
 * Task Scheduler's, and is not followed, so that an elevated account signs in to no server of the user.
 */
export async function hasTask(library: string, name: string, inspect = nodeFiles().info): Promise<boolean> {
  const parts = name.split('\\');
  for (const at of parts.keys()) {
    const path = win32.join(library, ...parts.slice(0, at + 1));
    const found = await inspect(path).catch((cause: unknown) => {
      throw new P2sError('task-failed', say('The tasks of this Windows cannot be read.'), {
        where: path,
        cause,
      });
    });
    if (found?.kind !== (at < parts.length - 1 ? 'folder' : 'file')) return false;
  }
  return true;
}

function failed(what: Message, where: string, exitCode: number | null): P2sError {
  return new P2sError(
    'task-failed',
    say('{what} (schtasks.exe: {exitCode}).', { what, exitCode: exitCode ?? say('no exit code') }),
    {
      where,
      next: say('Check the task and its history in Task Scheduler (taskschd.msc).'),
      evidence: { exitCode },
    },
  );
}
