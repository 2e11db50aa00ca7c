import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import { command, option, say } from '../../core/model/say.ts';
import type { EventLogPort } from '../../machine/event-log.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { Machine } from '../../machine/port.ts';
import type { TaskFolderPort } from '../../machine/task-folder.ts';
import { type TaskSchedulerPort, taskScheduler } from '../../machine/task-scheduler.ts';
import { installRoot } from '../../schedule/places.ts';
import { elevatedCommand } from '../run/assessment.ts';
import { isAdministrator } from '../run/folders/folder-guard.ts';
import { observeMachine } from '../run/observe-machine.ts';
import { openMachine, openWindows } from '../run/open-machine.ts';
import type { MachineOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunContext } from '../run/run.ts';

/** The machine of a schedule. */
export interface ScheduledMachine {
  machine: Machine;
  /** `null` for a recording. */
  eventLog: EventLogPort | null;
  /** Absent for a recording. */
  taskFolder?: TaskFolderPort | undefined;
}

export type OpenScheduled = (options: MachineOptions, ports: Ports) => Promise<ScheduledMachine>;

/**
 * This Windows with its event log, or a recording.
 *
 * @throws P2sError as `openMachine`
 */
export const openScheduled: OpenScheduled = async (options, ports) => {
  if (options.file !== undefined || options.write !== undefined || ports.platform !== 'win32')
    return { machine: await openMachine(options, ports, 'write'), eventLog: null };
  const windows = await openWindows(options, ports);
  return { ...windows, eventLog: ports.eventLog(windows.eventLog) };
};

/** The tools for installing a schedule. */
export interface ScheduleTools {
  open: OpenScheduled;
  tasks: TaskSchedulerPort;
  /** The Node that runs this process, absolute. */
  node: string;
}

/** The tools of this Windows. @throws P2sError `not-windows`, `task-failed` */
export function scheduleTools(ports: Ports): ScheduleTools {
  if (ports.platform !== 'win32') {
    throw new P2sError('not-windows', say('This is not Windows, so there is no Task Scheduler.'), {
      where: ports.platform,
      next: say('A run on a recording needs none: {command}.', {
        command: command('schedule run', { machine: ['FILE'], 'in-place': true, probe: true }),
      }),
    });
  }
  const tasks = ports.tasks(taskScheduler(ports));
  return { open: openScheduled, tasks, node: process.execPath };
}

/**
 * A recording has no Task Scheduler.
 *
 * @throws P2sError `usage`
 */
export function refuseRecording({ machine }: { machine: MachineOptions }): void {
  if (machine.file === undefined && machine.write === undefined) return;
  throw new P2sError(
    'usage',
    say('Only schedule run goes with {option}: a recording has no Task Scheduler.', {
      option: option('machine'),
    }),
    {
      where: option('machine'),
      next: say('{command}', {
        command: command('schedule run', { machine: ['FILE'], 'in-place': true, probe: true }),
      }),
    },
  );
}

/**
 * Works on the computer of a schedule, which it reads first and closes at the end.
 *
 * @param work Its `root` is the folder that contains installed programs.
 * @throws P2sError `needs-elevation` with the command: only an administrator may install, run, read or remove a task
 * that runs as SYSTEM
 */
export async function asAdministrator(
  context: RunContext,
  { machine: options }: { machine: MachineOptions },
  { open }: Pick<ScheduleTools, 'open'>,
  work: (
    scheduled: ScheduledMachine & { observation: Observation; folders: FolderPort; root: string },
  ) => Promise<void>,
): Promise<void> {
  const scheduled = await open(options, context.ports);
  try {
    const observation = await observeMachine(context, scheduled.machine);
    await refuseWithoutElevation(context, scheduled.machine, observation);
    const { folders, programs } = await foldersOf(scheduled.machine, context.ports);
    await work({ ...scheduled, observation, folders, root: installRoot(programs) });
  } finally {
    await scheduled.machine.close();
  }
}

/** SYSTEM will run what is there, so the registry of the computer names the folder, not the environment of a user. */
async function foldersOf(machine: Machine, ports: Ports): Promise<{ folders: FolderPort; programs: string }> {
  const folders = machine.folders === null ? null : ports.folders(machine.folders);
  const programs = folders === null ? null : (await folders.observe({})).programs;
  if (folders !== null && programs !== null) return { folders, programs };
  throw new P2sError('internal', say('The folders of this computer cannot be read.'));
}

/** @throws P2sError `needs-elevation` with the command, as {@link asAdministrator} */
export async function refuseWithoutElevation(
  context: RunContext,
  machine: Machine,
  observation: Observation,
): Promise<void> {
  if (machine.folders === null) return;
  const elevated = await isAdministrator(machine, observation, context.ports.folders(machine.folders));
  if (elevated) return;
  const command = elevatedCommand(context, { vpnUser: null }) ?? say('the same command');
  throw new P2sError(
    'needs-elevation',
    say('A schedule for the computer needs an administrator. Nothing was written.'),
    {
      where: 'Task Scheduler',
      next: say('Open a terminal with "Run as administrator" and run there: {command}', { command }),
    },
  );
}
