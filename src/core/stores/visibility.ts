import type { DesiredSettings } from '../decide/desired-settings.ts';
import { INTERNET_SETTINGS } from '../model/locations.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { mirrorOf, settingsOfMirror } from './mirror.ts';
import { isPerMachine, POLICIES } from './policy.ts';
import type { Store, WinHttpStore, WinInetStore } from './stores.ts';

/** A proxy setting that an assessment needs and that is not visible. */
export interface UnseenSetting {
  /** Its store id; `wininet/current/lan` if no user's hive is visible. */
  store: string;
  /** The key to export, with everything below it. */
  key: string;
}

/** The settings that decide whether an assessment is possible. */
export interface SeenSettings {
  registry: RegistrySnapshot;
  /** In a recording, the 32-bit view and the policies are never needed: SstpSvc is a 64-bit service. */
  isRecorded?: boolean;
  stores: readonly Store[];
  winInet: WinInetStore | null;
  winHttp: { native: WinHttpStore; wow64: WinHttpStore | null };
}

const MACHINE_POLICIES = `HKEY_LOCAL_MACHINE\\${POLICIES}`;
const MACHINE_SETTINGS = `HKEY_LOCAL_MACHINE\\${INTERNET_SETTINGS}`;
const NO_USER: UnseenSetting = {
  store: 'wininet/current/lan',
  key: `HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`,
};

/**
 * The settings that an assessment needs and that are not visible: the WinINET setting of the VPN user with its
 * string values, and each WinHTTP view. If the desired settings change only one of the two APIs, the other is not
 * needed; named stores are needed as well.
 */
export function unseenSettings(seen: SeenSettings, desired: DesiredSettings): UnseenSetting[] {
  const needs = neededSides(desired);
  const named = desired.source === 'explicit' ? Object.keys(desired.stores ?? {}) : [];
  const unseen = [
    ...(needs.winInet ? unseenWinInet(seen) : []),
    ...(needs.winHttp ? unseenWinHttp(seen) : []),
    ...seen.stores.filter((store) => named.includes(store.id) && !isVisible(store)).map(unseenStore),
  ];
  return [...new Map(unseen.map((one) => [one.store, one])).values()];
}

function neededSides(desired: DesiredSettings): { winInet: boolean; winHttp: boolean } {
  if (desired.source !== 'explicit') return { winInet: true, winHttp: true };
  return {
    winInet: desired.winInet !== null || desired.winHttp === 'follow',
    winHttp: desired.winHttp !== null,
  };
}

function unseenWinInet({ registry, stores, winInet, isRecorded = false }: SeenSettings): UnseenSetting[] {
  if (winInet === null) return [NO_USER];
  // The machine-wide setting has two views, which must be equal.
  const views = stores.filter(({ id }) => id === winInet.id || (!isRecorded && id === `${winInet.id}/wow64`));
  const unseen = views.filter((store) => !isVisible(store)).map(unseenStore);
  return unseen.length > 0 || isRecorded ? unseen : unseenPolicy(registry, stores, winInet);
}

/**
 * Without the Policies key, it is unknown whether `ProxySettingsPerUser` applies. Most exports lack that key,
 * because most computers do, so it is needed only if a machine-wide proxy would change the result.
 */
function unseenPolicy(
  registry: RegistrySnapshot,
  stores: readonly Store[],
  winInet: WinInetStore,
): UnseenSetting[] {
  if (isPerMachine(registry) || registry.key(MACHINE_POLICIES).visibility !== 'unseen') return [];
  // Without a blob, its string values are the setting, as for a user.
  const strings = mirrorOf(registry, MACHINE_SETTINGS);
  const machine =
    stores.find(({ id }) => id === 'wininet/machine')?.settings ??
    (strings === null ? null : settingsOfMirror(strings));
  if (machine === null || !(machine.proxy.enabled || machine.pac?.enabled === true)) return [];
  if (winInet.settings !== null && sameEffectiveProxy(machine, winInet.settings)) return [];
  return [{ store: 'wininet/machine', key: MACHINE_POLICIES }];
}

function unseenWinHttp({ winHttp: { native, wow64 }, isRecorded }: SeenSettings): UnseenSetting[] {
  return [native, isRecorded ? null : wow64].flatMap((store) =>
    store === null || isVisible(store) ? [] : [unseenStore(store)],
  );
}

/** A LAN setting needs its string values, too: if they are newer, Windows uses them next. */
function isVisible(store: Store): boolean {
  const hasStrings = store.api === 'winhttp' || store.connection !== null || store.mirror !== null;
  return store.present !== null && hasStrings;
}

function unseenStore({ id, key }: Store): UnseenSetting {
  return { store: id, key: key.replace(/\\Connections$/, '') };
}

/** The key of an unseen setting that has more values or data than are read; `null` where access was denied. */
export function fullKey(registry: RegistrySnapshot, { key }: Pick<UnseenSetting, 'key'>): string | null {
  const own = key.replace(/\\Connections$/, '');
  return [own, `${own}\\Connections`].find((path) => registry.key(path).reason === 'too-large') ?? null;
}

/** Whether `HKEY_LOCAL_MACHINE\SOFTWARE\Policies\…` was read, present or absent. */
export function arePoliciesSeen(registry: RegistrySnapshot): boolean {
  return registry.key(MACHINE_POLICIES).visibility !== 'unseen';
}
