import type { RegistrySnapshot } from './registry.ts';

const BATTERIES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\CmBatt\\Enum';

/**
 * Whether the computer is portable: the driver of control-method batteries counts its devices. `null` when that is
 * not visible. A desktop has none; a virtual machine may show those of its host.
 */
export function isPortable(registry: RegistrySnapshot): boolean | null {
  if (registry.key(BATTERIES).visibility === 'unseen') return null;
  const count = registry.value(BATTERIES, 'Count');
  return count?.kind === 'dword' && count.number > 0;
}
