import type { InstalledSchedule } from '../../core/schedule/record.ts';
import { taskXml } from '../../core/schedule/task-xml.ts';
import { type InstalledProgram, installedFolders } from '../../schedule/installed-program.ts';
import { installProblem } from '../../schedule/manifest.ts';
import { TASK_NAME } from '../../schedule/places.ts';
import type { TaskSchedulerPort } from '../../schedule/task-scheduler.ts';
import { INSTALLED_OPTION } from '../../schedule/verify-self.ts';
import { VERSION } from '../version.ts';
import { taskFacts } from './task-facts.ts';

/** The task that runs an installed program. */
export function taskOf({ folder, node, entry }: InstalledProgram): string {
  return taskXml({
    name: TASK_NAME,
    version: VERSION,
    node,
    program: entry,
    workingFolder: folder,
    arguments: ['schedule', 'run', INSTALLED_OPTION],
  });
}

/**
 * What is installed, and whether it is as it was installed; `null` when there is nothing.
 *
 * @throws P2sError `task-failed`, `install-failed`
 */
export async function registeredSchedule(
  tasks: TaskSchedulerPort,
  root: string,
): Promise<InstalledSchedule | null> {
  const [registered, folders] = [await tasks.read(TASK_NAME), await installedFolders(root)];
  const facts = registered === null ? null : taskFacts(registered);
  const folder = folders.find((one) => sameFolder(one, facts?.folder ?? '')) ?? folders[0];
  if (folder === undefined && registered === null) return null;
  const isOurs = folder !== undefined && facts !== null && sameFolder(folder, facts.folder) && facts.runs;
  return {
    folder: folder ?? root,
    task: registered === null ? 'missing' : isOurs ? 'registered' : 'changed',
    problem: folder === undefined ? 'the program is missing' : await installProblem(folder),
  };
}

function sameFolder(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
