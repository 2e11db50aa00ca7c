import { win32 } from 'node:path';

/** The name of the task, below the root of Task Scheduler's library. Only administrators can write its folder. */
export const TASK_NAME = 'p2s-fix\\schedule';
/** The option with which the task starts an installed program. */
export const INSTALLED_OPTION = '--installed';

/** The folder for the installed programs of the task, in the folder of programs of this computer. */
export function installRoot(programs: string): string {
  return win32.join(programs, 'p2s-fix', 'scheduled');
}
