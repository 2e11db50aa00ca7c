import { type OpenOptions, openPowerShell } from '../powershell/open.ts';
import { type FolderPort, folderPort } from './folders.ts';
import { openLocalMachine } from './local.ts';
import type { Machine } from './port.ts';

/**
 * The Windows that this process runs on. Starts PowerShell with the first read, or with `prepareRead`.
 *
 * @throws P2sError `powershell-missing` when there is no path to search for it
 */
export function openThisMachine(options: OpenOptions): Machine {
  return openLocalMachine(openPowerShell(options));
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
