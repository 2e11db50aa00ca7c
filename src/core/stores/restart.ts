import type { RegistrySnapshot } from '../model/registry.ts';

const WINDOWS = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
const SESSION_MANAGER = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager';

/**
 * Why Windows needs a restart, as stable words. `file-rename` is noisy: many installers leave one behind. Proxy
 * changes themselves need no restart.
 */
export function pendingRestartReasons(registry: RegistrySnapshot): string[] {
  const reasons: string[] = [];
  const there = (key: string) => registry.key(key).visibility === 'present';
  if (there(`${WINDOWS}\\Component Based Servicing\\RebootPending`)) reasons.push('component-servicing');
  if (there(`${WINDOWS}\\WindowsUpdate\\Auto Update\\RebootRequired`)) reasons.push('windows-update');
  // A value, not a key.
  if (registry.value(SESSION_MANAGER, 'PendingFileRenameOperations') != null) reasons.push('file-rename');
  return reasons;
}
