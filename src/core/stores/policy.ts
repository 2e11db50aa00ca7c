import type { DesiredSetting } from '../decide/desired-settings.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { parseBypassList } from '../proxy/bypass-list.ts';
import { refusedIssues } from '../proxy/list-issue.ts';
import { parseProxyList } from '../proxy/proxy-list.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { mirrorOf, settingsOfMirror } from './mirror.ts';

/** Below a user's hive and below HKEY_LOCAL_MACHINE alike. */
export const POLICIES = 'Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const WINHTTP =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp';
const USER_LOCKDOWN = 'Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel';

/** True when policy `ProxySettingsPerUser=0` moves WinINET from each user's hive to the machine's. */
export function isPerMachine(registry: RegistrySnapshot): boolean {
  const value = registry.value(`HKEY_LOCAL_MACHINE\\${POLICIES}`, 'ProxySettingsPerUser');
  return value?.kind === 'dword' && value.number === 0;
}

/** Values that a policy sets for everybody; where one is there, the store is not ours to write. */
const POLICY_VALUES = ['ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL'];

/**
 * Who manages the WinINET settings of a hive, or of the machine (`null`); `null` when nobody does. A managed store is
 * reported and never written: policy would only put it back. While `ProxySettingsPerUser=0` holds, a user's own setting
 * is out of use, and writing it would be pointless.
 */
export function managedBy(registry: RegistrySnapshot, hive: { root: string } | null): string | null {
  if (hive !== null && isPerMachine(registry)) return 'policy:ProxySettingsPerUser';
  for (const root of hive === null ? ['HKEY_LOCAL_MACHINE'] : [hive.root, 'HKEY_LOCAL_MACHINE']) {
    for (const name of ['Proxy', 'Autoconfig']) {
      const value = registry.value(`${root}\\${USER_LOCKDOWN}`, name);
      if (value?.kind === 'dword' && value.number !== 0) return `policy:ControlPanel\\${name}`;
    }
    for (const name of POLICY_VALUES) {
      if (registry.value(`${root}\\${POLICIES}`, name) != null) return `policy:${name}`;
    }
  }
  return null;
}

/**
 * The proxy that a policy of the machine names for everybody, with its bypass list; `null`: none, or one that cannot be
 * read. Only administrators can write that key.
 */
export function policyProxy(registry: RegistrySnapshot): Extract<DesiredSetting, { kind: 'proxy' }> | null {
  const value = (name: string) => registry.value(`HKEY_LOCAL_MACHINE\\${POLICIES}`, name);
  const text = (name: string) => {
    const found = value(name);
    return found?.kind === 'string' || found?.kind === 'expand-string' ? found.text : null;
  };
  const enabled = value('ProxyEnable');
  const list = text('ProxyServer');
  if (enabled?.kind !== 'dword' || enabled.number !== 1 || list === null) return null;
  const proxy = parseProxyList(list, { store: 'wininet' });
  const bypass = parseBypassList(text('ProxyOverride') ?? '', { store: 'wininet' });
  if (proxy.servers.length === 0 || refusedIssues([...proxy.issues, ...bypass.issues]).length > 0)
    return null;
  return { kind: 'proxy', servers: proxy.servers, bypass: bypass.entries };
}

/**
 * The proxy that policy names for the setting below a key, the user's policy before the machine's; `null` where it names
 * none. It is what the policy says, and not what is in use.
 */
export function policySettings(registry: RegistrySnapshot, key: string): ProxySettings | null {
  const root = key
    .split('\\')
    .slice(0, /^HKEY_USERS\\/i.test(key) ? 2 : 1)
    .join('\\');
  for (const one of [root, 'HKEY_LOCAL_MACHINE']) {
    const at = `${one}\\${POLICIES}`;
    const mirror = mirrorOf(registry, at);
    if (mirror !== null && POLICY_VALUES.some((name) => registry.value(at, name) != null))
      return settingsOfMirror(mirror);
  }
  return null;
}

/** Whether a policy or a setting of WinHTTP keeps auto-detection (WPAD) from doing anything. */
export function isWpadDisabled(registry: RegistrySnapshot): boolean {
  return [WINHTTP, `HKEY_LOCAL_MACHINE\\${POLICIES}`].some((key) => {
    const value = registry.value(key, 'DisableWpad');
    return value?.kind === 'dword' && value.number !== 0;
  });
}
