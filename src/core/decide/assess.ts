import { LOCAL_SERVICE } from '../model/locations.ts';
import type { Observation } from '../model/observation.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { isPerMachine } from '../stores/policy.ts';
import { readStores, type Store, type WinHttpStore, type WinInetStore } from '../stores/stores.ts';
import { type UnseenSetting, unseenSettings } from '../stores/visibility.ts';
import { findVpnUser, type VpnUser } from '../stores/vpn-user.ts';
import { type Automatic, NOT_RESOLVED, resolutionOf } from './automatic.ts';
import { type Desired, desiredState } from './desired.ts';
import type { DesiredSettings } from './desired-settings.ts';
import { type BlockedStore, neededChanges, type Target } from './needed.ts';
import { makePlan, type Plan } from './plan.ts';
import type { PathSettings } from './routes.ts';
import { withinAllowed } from './unattended.ts';

const MACHINE = 'wininet/machine';

/** One look at a machine, judged: what is stored, what should be, and the plan that gets there. */
export interface Assessment {
  observation: Observation;
  vpnUser: VpnUser | null;
  stores: readonly Store[];
  /** The WinINET store that decides for the VPN user: the user's own, or the machine's under policy. */
  winInet: WinInetStore | null;
  /** `wow64` is `null` on a 32-bit Windows, which has no second view. */
  winHttp: { native: WinHttpStore; wow64: WinHttpStore | null };
  /** What is not visible and has to be; where there is anything, the machine cannot be judged and `plan` is empty. */
  unseen: readonly UnseenSetting[];
  desired: Desired;
  plan: Plan;
  /** What would have to change and must not be written. */
  blocked: readonly BlockedStore[];
  /** The settings that decide the ways out, as they are and as the plan would leave them. */
  /** What auto-detection and PAC files answered, where they were asked. */
  automatic: Automatic;
  current: PathSettings;
  proposed: PathSettings;
}

/**
 * Decode, find the desired state, compare, plan. Pure: the same code for every machine kind, and the same for the
 * preview and the act.
 *
 * @throws P2sError `input`, `user-ambiguous` (see {@link findVpnUser})
 */
export function assess(
  observation: Observation,
  wish: DesiredSettings,
  namedUser: string | null,
  automatic: Automatic = NOT_RESOLVED,
): Assessment {
  const stores = readStores(observation.registry);
  const vpnUser = observation.registry.keys.next().done === true ? null : findVpnUser(observation, namedUser);
  const byId = (id: string) => stores.find((store) => store.id === id) ?? null;
  const winInetId = isPerMachine(observation.registry) ? MACHINE : `wininet/${vpnUser?.sid}/lan`;
  const winInet = byId(winInetId) as WinInetStore | null;
  const native = byId('winhttp/native') as WinHttpStore;
  const wow64 = byId('winhttp/wow64') as WinHttpStore | null;

  const named = desiredState(wish, winInet, native, stores, automatic);
  const desired = withinAllowed(named, wish, {
    source: winInet,
    vpnUser,
    stores,
    registry: observation.registry,
  });
  const targets = targetsOf(stores, desired, winInet);
  const self = observation.user?.sid?.toUpperCase() ?? null;
  const unseen = unseenSettings(
    { registry: observation.registry, stores, winInet, winHttp: { native, wow64 } },
    wish,
  );
  const { changes, blocked } = neededChanges(observation.registry, unseen.length > 0 ? [] : targets, self);

  // Under that policy services follow the machine-wide setting as well.
  const checkerStore = isPerMachine(observation.registry) ? winInet : byId(`wininet/${LOCAL_SERVICE}/lan`);
  const after = (store: Store) =>
    changes.find((change) => change.store === store.id)?.after ?? store.settings;
  const paths = (settingsOf: (store: Store) => ProxySettings | null): PathSettings => {
    const settings = winInet === null ? null : settingsOf(winInet);
    return {
      winInet: { id: winInetId, settings, automatic: resolutionOf(automatic, settings) },
      winHttp: { id: native.id, settings: settingsOf(native) },
      checker: checkerStore === null ? null : { id: checkerStore.id, settings: settingsOf(checkerStore) },
    };
  };
  return {
    observation,
    vpnUser,
    stores,
    winInet,
    winHttp: { native, wow64 },
    unseen,
    desired,
    plan: makePlan(changes),
    blocked,
    automatic,
    current: paths(({ settings }) => settings),
    proposed: paths(after),
  };
}

/** What is wanted of which store. What is written first leads: what is named for a store outright wins over the rest. */
function targetsOf(stores: readonly Store[], desired: Desired, winInet: WinInetStore | null): Target[] {
  const targets = new Map<string, Target>();
  // Where the setting is its own source, it is only made whole; what waits beside it is nobody's to settle then.
  const named = desired.source !== winInet?.id;
  const waits = (store: Store) => store.api === 'wininet' && store.pending != null && !named;
  const add = (store: Store | null, settings: ProxySettings | null) => {
    if (store !== null && settings !== null && !waits(store))
      targets.set(store.id, { store, desired: settings, named });
  };
  const byId = (id: string) => stores.find((store) => store.id === id) ?? null;
  add(winInet, desired.winInet);
  // The machine-wide setting has two views, which must say the same.
  if (winInet?.id === MACHINE)
    add(byId(`${MACHINE}/wow64`), desired.winInet ?? (winInet.pending == null ? winInet.settings : null));
  // The 32-bit view first: if Windows' own setter writes both, it still ends in the same state.
  for (const id of ['winhttp/wow64', 'winhttp/native']) add(byId(id), desired.winHttp);
  for (const [id, settings] of desired.others) add(byId(id), settings);
  return [...targets.values()];
}

/** Whether a change that is needed cannot be made: conversion refused, source unreadable, target managed. */
export function isRefused({ desired, blocked, stores, winInet, winHttp }: Assessment): boolean {
  const kind = desired.automatic?.kind;
  // What auto-detect answers is not known, and WinHTTP names a proxy: that may be the same one, or a stale one.
  const unknown = desired.automatic === null && desired.winHttp === null && desired.source === winInet?.id;
  const auto = winInet?.settings?.autoDetect === true;
  if (unknown && auto && winHttp.native.settings?.proxy.enabled === true) return true;
  if (kind !== undefined && !['direct', 'one-proxy', 'nothing-detected'].includes(kind)) return true;
  if (desired.notFollowed?.isNeeded === true) return true;
  if (blocked.length > 0 || desired.notes.some((remark) => remark.severity === 'refused')) return true;
  const source = stores.find(({ id }) => id === desired.source);
  if (source?.api === 'wininet' && source.pending != null && desired.winInet === null) return true;
  return source?.present === true && source.settings === null;
}
