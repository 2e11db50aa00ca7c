import { type OpenOptions, openPowerShell } from '../powershell/open.ts';
import { type EventLogPort, eventLogPort } from './event-log.ts';
import { openLocalMachine } from './local.ts';
import type { Machine } from './port.ts';
import { type TaskFolderPort, taskFolderPort } from './task-folder.ts';

/**
 * The Windows that this process runs on, with its event log and task folder, for an unattended run. Starts
 * PowerShell with the first read.
 *
 * @throws P2sError `powershell-missing` when there is no path to search for it
 */
export function openThisWindows(options: OpenOptions): {
  machine: Machine;
  eventLog: EventLogPort;
  taskFolder: TaskFolderPort;
} {
  const hosts = openPowerShell(options);
  return {
    machine: openLocalMachine(hosts),
    eventLog: eventLogPort(hosts),
    taskFolder: taskFolderPort(hosts),
  };
}
