import { type OpenOptions, openPowerShell } from '../powershell/open.ts';
import { openLocalMachine } from './local.ts';
import type { Machine } from './port.ts';

/**
 * The Windows that this process runs on. No PowerShell is started before the first look.
 *
 * @throws P2sError `powershell-missing` when there is no place to look for one
 */
export function openThisMachine(options: OpenOptions): Machine {
  return openLocalMachine(openPowerShell(options));
}
