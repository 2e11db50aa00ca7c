import type { DesiredSettings } from '../decide/desired-settings.ts';
import { INTERNET_SETTINGS } from '../model/locations.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import { isPerMachine, POLICIES } from './policy.ts';
import type { Store, WinHttpStore, WinInetStore } from './stores.ts';

/** A proxy setting that a judgement needs and that is not visible. */
export interface UnseenSetting {
  /** Its store id; `wininet/current/lan` where no user's hive is visible at all. */
  store: string;
  /** The key to export, with everything below it. */
  key: string;
}

/** What was read of a machine, as far as it decides what can be judged. */
export interface SeenSettings {
  registry: RegistrySnapshot;
  stores: readonly Store[];
  winInet: WinInetStore | null;
  winHttp: { native: WinHttpStore; wow64: WinHttpStore | null };
}

const MACHINE_POLICIES = `HKEY_LOCAL_MACHINE\\${POLICIES}`;
const NO_USER: UnseenSetting = {
  store: 'wininet/current/lan',
  key: `HKEY_CURRENT_USER\\${INTERNET_SETTINGS}`,
};

/**
 * The settings that have to be seen before a machine can be judged, and are not: the WinINET setting that decides for
 * the VPN user with the strings beside it, and each WinHTTP view. Desired settings that leave one of the two sides
 * alone need only the other; one that names further stores needs those too.
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

function unseenWinInet({ registry, stores, winInet }: SeenSettings): UnseenSetting[] {
  if (winInet === null) return [NO_USER];
  // The machine-wide setting has two views, which must say the same.
  const views = stores.filter(({ id }) => id === winInet.id || id === `${winInet.id}/wow64`);
  const unseen = views.filter((store) => !isVisible(store)).map(unseenStore);
  return unseen.length > 0 ? unseen : unseenPolicy(registry, stores, winInet);
}

/**
 * Without the Policies key it is not known whether `ProxySettingsPerUser` moves WinINET to the machine. Most exports
 * lack that key, because most machines do: it is asked for only where a machine-wide proxy would then decide otherwise.
 */
function unseenPolicy(
  registry: RegistrySnapshot,
  stores: readonly Store[],
  winInet: WinInetStore,
): UnseenSetting[] {
  if (isPerMachine(registry) || registry.key(MACHINE_POLICIES).visibility !== 'unseen') return [];
  const machine = stores.find(({ id }) => id === 'wininet/machine')?.settings ?? null;
  if (machine === null || !(machine.proxy.enabled || machine.pac?.enabled === true)) return [];
  if (winInet.settings !== null && sameEffectiveProxy(machine, winInet.settings)) return [];
  return [{ store: 'wininet/machine', key: MACHINE_POLICIES }];
}

function unseenWinHttp({ winHttp: { native, wow64 } }: SeenSettings): UnseenSetting[] {
  return [native, wow64].flatMap((store) => (store === null || isVisible(store) ? [] : [unseenStore(store)]));
}

/** Of a LAN setting the strings count as well: where they are newer, Windows goes by them next. */
function isVisible(store: Store): boolean {
  const hasStrings = store.api === 'winhttp' || store.connection !== null || store.mirror !== null;
  return store.present !== null && hasStrings;
}

function unseenStore({ id, key }: Store): UnseenSetting {
  return { store: id, key: key.replace(/\\Connections$/, '') };
}

/** Whether `HKEY_LOCAL_MACHINE\SOFTWARE\Policies\…` was read, present or absent. */
export function arePoliciesSeen(registry: RegistrySnapshot): boolean {
  return registry.key(MACHINE_POLICIES).visibility !== 'unseen';
}
