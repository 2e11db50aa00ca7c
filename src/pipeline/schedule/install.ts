import { win32 } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { command, say } from '../../core/model/say.ts';
import { EVENT_IDS } from '../../core/schedule/record.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { installProgram, removePrograms } from '../../schedule/installed-program.ts';
import { logPath } from '../../schedule/log.ts';
import { TASK_NAME } from '../../schedule/places.ts';
import { elevatedCommand } from '../run/assessment.ts';
import { closedFolder } from '../run/folders/folder-guard.ts';
import { programProblem, refuseToStay } from '../run/folders/program-folder.ts';
import { openState } from '../run/folders/state-folder.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { VERSION } from '../run/version.ts';
import { configBytes } from './config.ts';
import { refuseDeadline, refuseDesired, refuseUnnamed } from './refuse-desired.ts';
import { findSchedule, taskOf } from './registered.ts';
import {
  asAdministrator,
  refuseRecording,
  type ScheduledMachine,
  type ScheduleTools,
  scheduleTools,
} from './windows.ts';

/**
 * Copies this program to a folder that only administrators can write, registers the event log source, and
 * registers the task. Replaces an existing installation; its task uses the old program until the new one is
 * complete.
 */
export function runScheduleInstall(
  asked: AuditOptions,
  ports: Ports,
  tools: () => ScheduleTools = () => scheduleTools(ports),
): Promise<ReportDocument> {
  return runMode('schedule', ports, asked, async (context) => {
    refuseRecording(asked);
    refuseDesired(asked);
    refuseDeadline(asked);
    const { open, tasks, node } = tools();
    await asAdministrator(
      context,
      asked,
      { open },
      async ({ machine, observation, folders, root, eventLog, taskFolder }) => {
        refuseUnnamed(
          asked,
          observation,
          elevatedCommand(context, { vpnUser: null }) ?? command('schedule install'),
        );
        await refuseSource(folders, ports, [node, asked.machine.powershell ?? null]);
        const store = await openState({ machine, observation, options: asked, ports });
        await ensureRoot(folders, root);
        await store.locked(async () => {
          const { registered, folder } = await findSchedule(tasks, root);
          const isFirst = registered === null && folder === undefined;
          try {
            const entry = ports.program ?? '';
            const config = configBytes(asked);
            const parts = { version: VERSION, node, entry, scripts: ports.scriptsDir, config };
            const installed = await installProgram(root, parts);
            await eventLog?.register(true);
            await taskFolder?.set(true);
            // An update would keep the existing access list.
            await tasks.remove(TASK_NAME);
            await tasks.register(TASK_NAME, taskOf(installed), win32.join(root, 'task.xml'));
            await removePrograms(root, installed.folder);
            const text = `The schedule is installed: ${installed.folder}`;
            await eventLog?.write({ id: EVENT_IDS.installed, level: 'information', text });
            context.emit({
              type: 'schedule',
              schedule: {
                action: 'install',
                installed: { folder: installed.folder, task: 'registered', problem: null },
                run: null,
                log: logPath(store.dir.path),
              },
            });
          } catch (error) {
            if (isFirst) await removeAll(tasks, root, { eventLog, taskFolder });
            throw error;
          }
        });
      },
    );
  });
}

/** Removes everything of a failed first installation. A failed removal must not hide the original error. */
async function removeAll(
  tasks: ScheduleTools['tasks'],
  root: string,
  { eventLog, taskFolder }: Pick<ScheduledMachine, 'eventLog' | 'taskFolder'>,
): Promise<void> {
  const parts = [
    () => tasks.remove(TASK_NAME),
    () => taskFolder?.set(false),
    () => eventLog?.register(false),
    () => removePrograms(root, null),
  ];
  for (const part of parts) await Promise.resolve(part()).catch(() => undefined);
}

/**
 * The program copied here will run as SYSTEM.
 *
 * @throws P2sError `refused`
 */
async function refuseSource(
  folders: FolderPort,
  ports: Ports,
  executables: readonly (string | null)[],
): Promise<void> {
  refuseToStay(await programProblem(folders, ports));
  const { singleExecutable = false } = ports;
  for (const program of executables)
    if (program !== null)
      refuseToStay(await programProblem(folders, { program, scriptsDir: '', singleExecutable }));
}

/**
 * Creates the folder for programs, and checks that only administrators can write to it and its content, or replace
 * it.
 *
 * @throws P2sError `refused`
 */
async function ensureRoot(folders: FolderPort, root: string): Promise<void> {
  const reason = await closedFolder(folders, root);
  if (reason === null) return;
  throw new P2sError('refused', say('The program is not installed there: {reason}.', { reason }), {
    where: root,
    next: say(
      'Check who created the folder and who may write to it, remove it, and run the same command again.',
    ),
  });
}
