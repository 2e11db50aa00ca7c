import { win32 } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { say } from '../core/model/say.ts';
import { type Environment, windowsFolder } from '../powershell/locate.ts';

/** The name of the task, below the root of Task Scheduler's library. Only administrators can write its folder. */
export const TASK_NAME = 'p2s-fix\\schedule';
/** The option with which the task starts an installed program. */
export const INSTALLED_OPTION = '--installed';

/**
 * The folder for the installed programs of the task.
 *
 * @throws P2sError `install-failed` when the environment has no program folder
 */
export function installRoot(env: Environment): string {
  const programs = windowsFolder(env, 'ProgramW6432') ?? windowsFolder(env, 'ProgramFiles');
  if (programs !== null) return win32.join(programs, 'p2s-fix', 'scheduled');
  throw new P2sError('install-failed', say`ProgramFiles does not name the folder of programs.`, {
    where: 'ProgramFiles',
  });
}
