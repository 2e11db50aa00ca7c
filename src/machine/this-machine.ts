import { type OpenOptions, openPowerShell, type PowerShellHosts } from '../powershell/open.ts';
import { type EventLogPort, eventLogPort } from './event-log.ts';
import { type FolderPort, folderPort } from './folders.ts';
import { openLocalMachine } from './local.ts';
import type { Machine } from './port.ts';
import { type TaskFolderPort, taskFolderPort } from './task-folder.ts';

/** The Windows that this process runs on, with its event log and task folder for an unattended run. */
export interface ThisWindows {
  machine: Machine;
  eventLog: EventLogPort;
  taskFolder: TaskFolderPort;
}

/**
 * Opens this Windows. PowerShell starts with the first read, or with `prepareRead`.
 *
 * @throws P2sError `powershell-missing` when there is no path to search for it
 */
export function openThisWindows(options: OpenOptions): ThisWindows {
  return thisWindows(openPowerShell(options));
}

/** This Windows by an open PowerShell. */
export function thisWindows(hosts: PowerShellHosts): ThisWindows {
  return {
    machine: openLocalMachine(hosts),
    eventLog: eventLogPort(hosts),
    taskFolder: taskFolderPort(hosts),
  };
}

/**
 * The folders of the Windows that this process runs on, for a run on a recording. Starts PowerShell with the
 * first read or created folder.
 *
 * @throws P2sError `powershell-missing` when there is no path to search for it
 */
export function openTheseFolders(options: OpenOptions): { folders: FolderPort; close(): Promise<void> } {
  const hosts = openPowerShell(options);
  return {
    folders: folderPort(hosts),
    async close() {
      await Promise.all([hosts.session.dispose(), hosts.oneShot.dispose()]);
    },
  };
}
