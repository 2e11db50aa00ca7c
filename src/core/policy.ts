import type { RegistrySnapshot } from './registry.ts';

const POLICIES =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER_LOCKDOWN = 'Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel';

/** True when policy `ProxySettingsPerUser=0` moves WinINET from each user's hive to the machine's. */
export function isPerMachine(registry: RegistrySnapshot): boolean {
  const value = registry.value(POLICIES, 'ProxySettingsPerUser');
  return value?.kind === 'dword' && value.number === 0;
}

/**
 * Who manages the WinINET settings of a hive, or `null`. A managed store is reported and never written: policy
 * would only put it back.
 */
export function managedBy(registry: RegistrySnapshot, sid: string | null): string | null {
  if (sid === null) return null;
  if (isPerMachine(registry)) return 'policy:ProxySettingsPerUser';
  const root = sid === 'current' ? 'HKEY_CURRENT_USER' : `HKEY_USERS\\${sid}`;
  for (const hive of [root, 'HKEY_LOCAL_MACHINE']) {
    for (const name of ['Proxy', 'Autoconfig']) {
      const value = registry.value(`${hive}\\${USER_LOCKDOWN}`, name);
      if (value?.kind === 'dword' && value.number !== 0) return `policy:ControlPanel\\${name}`;
    }
  }
  return null;
}
