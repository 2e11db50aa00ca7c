import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StateDir } from '../../change/state/state-dir.ts';
import { EVENT_IDS } from '../../core/schedule/record.ts';
import { errnoOf } from '../../files/errno.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { historyPath } from '../../schedule/history.ts';
import { removePrograms } from '../../schedule/installed-program.ts';
import { lastRunPath } from '../../schedule/last-run.ts';
import { logFiles } from '../../schedule/log.ts';
import { TASK_NAME } from '../../schedule/places.ts';
import { findState, openState } from '../run/folders/state-folder.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { findSchedule, withStateDir } from './registered.ts';
import { asAdministrator, refuseRecording, type ScheduleTools, scheduleTools } from './windows.ts';

/** Files that remain in a state folder without anything worth keeping. */
const EMPTY = ['lock', 'write-lock', 'backups'];

/**
 * Removes the task, the event log source, the installed program, and the records of its runs. Keeps the backups of
 * their changes, and the current proxy settings: `rollback` restores the earlier ones.
 */
export function runScheduleRemove(
  asked: AuditOptions,
  ports: Ports,
  tools: () => ScheduleTools = () => scheduleTools(ports),
): Promise<ReportDocument> {
  return runMode('schedule', ports, asked, async (context) => {
    refuseRecording(asked);
    const { open, tasks } = tools();
    await asAdministrator(
      context,
      asked,
      { open },
      async ({ machine, observation, root, eventLog, taskFolder }) => {
        // Read before the program is removed, because the program has the options.
        const options = await withStateDir(asked, () => findSchedule(tasks, root));
        const request = { machine, observation, options, ports };
        const take = async () => {
          await tasks.remove(TASK_NAME);
          await taskFolder?.set(false);
          await removePrograms(root, null);
          await removeEmpty(dirname(root));
          await eventLog?.write({
            id: EVENT_IDS.removed,
            level: 'information',
            text: 'The schedule is removed.',
          });
          await eventLog?.register(false);
        };
        if ((await findState(request)) === null) await take();
        else {
          const { dir, locked } = await openState(request);
          await locked(async () => {
            await take();
            await forget(dir, await machine.identity());
          });
          await removeUnused(dir.path);
        }
        context.emit({
          type: 'schedule',
          schedule: { action: 'remove', installed: null, run: null, log: null },
        });
      },
    );
  });
}

async function forget(dir: StateDir, machine: MachineIdentity): Promise<void> {
  const files = [historyPath(dir, machine), lastRunPath(dir, machine), ...logFiles(dir.path)];
  for (const file of files) await dir.files.remove(file);
}

/** Removes the state folder if it contains only the files that every run creates. */
async function removeUnused(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.some((name) => !EMPTY.includes(name))) return;
  if (names.includes('backups') && !(await removeEmpty(join(folder, 'backups')))) return;
  for (const name of ['lock', 'write-lock']) await rm(join(folder, name), { force: true });
  await removeEmpty(folder);
}

/** `false`: it is not empty, or does not exist. */
async function removeEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return false;
  }
}
