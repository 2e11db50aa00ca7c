import type { DesiredSetting } from '../decide/desired-settings.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { parseBypassList } from '../proxy/bypass-list.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { refusedIssues } from '../proxy/list-issue.ts';
import { parseProxyList } from '../proxy/proxy-list.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { mirrorOf, settingsOfMirror, type WinInetMirror } from './mirror.ts';

/** Relative to a user's hive and to HKEY_LOCAL_MACHINE. */
export const POLICIES = 'Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const WINHTTP =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp';
const USER_LOCKDOWN = 'Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel';

/** True when policy `ProxySettingsPerUser=0` replaces each user's WinINET setting with the machine-wide one. */
export function isPerMachine(registry: RegistrySnapshot): boolean {
  const value = registry.value(`HKEY_LOCAL_MACHINE\\${POLICIES}`, 'ProxySettingsPerUser');
  return value?.kind === 'dword' && value.number === 0;
}

/** Values that a policy sets; if one exists, the setting must not be written. */
const POLICY_VALUES = ['ProxyEnable', 'ProxyServer', 'ProxyOverride', 'AutoConfigURL'];

/**
 * The policy that manages the WinINET settings of a hive, or of the computer (`hive` is `null`); `null` if none
 * does. A managed setting is reported and never written, because policy would restore it. While
 * `ProxySettingsPerUser=0` applies, a user's own setting is unused, so writing it would have no effect.
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
 * The proxy that a machine policy sets, with its bypass list; `null`: none, or it cannot be read. Only
 * administrators can write that key.
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

/** The proxy that policy sets, if the setting in use is another one; else `null`. */
export function otherPolicy(
  { key, settings }: { key: string; settings: ProxySettings | null },
  registry: RegistrySnapshot,
): ProxySettings | null {
  if (settings === null) return null;
  const policy = policySettings(registry, key, settings);
  return policy === null || sameEffectiveProxy({ ...settings, autoDetect: false }, policy) ? null : policy;
}

/**
 * The proxy that policy sets for the setting below a key, user policy before machine policy; `null` if there is
 * none. Values that the policy does not set stay those of the user's `own` setting. The proxy in use may differ.
 */
export function policySettings(
  registry: RegistrySnapshot,
  key: string,
  own: ProxySettings | null = null,
): ProxySettings | null {
  const root = key
    .split('\\')
    .slice(0, /^HKEY_USERS\\/i.test(key) ? 2 : 1)
    .join('\\');
  for (const one of [root, 'HKEY_LOCAL_MACHINE']) {
    const at = `${one}\\${POLICIES}`;
    const mirror = mirrorOf(registry, at);
    if (mirror !== null && POLICY_VALUES.some((name) => registry.value(at, name) != null))
      return own === null ? settingsOfMirror(mirror) : withPolicy(own, mirror);
  }
  return null;
}

/** The user's settings with the values that the policy sets. */
function withPolicy(own: ProxySettings, mirror: WinInetMirror): ProxySettings {
  const policy = settingsOfMirror(mirror);
  const { proxyEnable, proxyServer, proxyOverride, autoConfigUrl } = mirror;
  const { enabled } = proxyEnable === null ? own.proxy : policy.proxy;
  return {
    // What remains of these is the bypass list with its problems.
    ...(proxyOverride === null ? own : policy),
    direct: policy.direct,
    autoDetect: policy.autoDetect,
    proxy: { ...(proxyServer === null ? own.proxy : policy.proxy), enabled },
    pac: autoConfigUrl === null ? own.pac : policy.pac,
  };
}

/** Whether a policy or a WinHTTP setting disables auto-detection (WPAD). */
export function isWpadDisabled(registry: RegistrySnapshot): boolean {
  return [WINHTTP, `HKEY_LOCAL_MACHINE\\${POLICIES}`].some((key) => {
    const value = registry.value(key, 'DisableWpad');
    return value?.kind === 'dword' && value.number !== 0;
  });
}
