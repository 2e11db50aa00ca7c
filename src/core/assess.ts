import { winHttpChange, winInetChange } from './changes.ts';
import { type Desired, desiredState } from './desired.ts';
import { LOCAL_SERVICE } from './locations.ts';
import type { Observation } from './observation.ts';
import { makePlan, type Plan, type StoreChange } from './plan.ts';
import { isPerMachine } from './policy.ts';
import { sameEffectiveProxy } from './proxy/compare.ts';
import type { PathSettings } from './routes.ts';
import { readStores, type Store, type WinHttpStore, type WinInetStore } from './stores.ts';
import { findVpnUser, type VpnUser } from './vpn-user.ts';
import type { Wish } from './wish.ts';

export interface BlockedStore {
  store: string;
  /** The policy that owns it, or `unknown-version`. */
  reason: string;
}

/** One look at a machine, judged: what is stored, what should be, and the plan that gets there. */
export interface Assessment {
  observation: Observation;
  vpnUser: VpnUser | null;
  stores: readonly Store[];
  /** The WinINET store that decides for the VPN user: the user's own, or the machine's under policy. */
  winInet: WinInetStore | null;
  winHttp: { native: WinHttpStore; wow64: WinHttpStore };
  desired: Desired;
  plan: Plan;
  /** What would have to change and must not be written. */
  blocked: readonly BlockedStore[];
  /** The settings that decide the ways out, as they are and as the plan would leave them. */
  current: PathSettings;
  proposed: PathSettings;
}

/**
 * Decode, find the desired state, compare, plan. Pure: the same code for every machine kind, and the same for the
 * preview and the act.
 *
 * @throws P2sError `input`, `user-ambiguous` (see {@link findVpnUser})
 */
export function assess(observation: Observation, wish: Wish, namedUser: string | null): Assessment {
  const stores = readStores(observation.registry);
  const vpnUser = observation.registry.keys.next().done === true ? null : findVpnUser(observation, namedUser);
  const byId = (id: string) => stores.find((store) => store.id === id) ?? null;
  const winInetId = isPerMachine(observation.registry) ? 'wininet/machine' : `wininet/${vpnUser?.sid}/lan`;
  const winInet = byId(winInetId) as WinInetStore | null;
  const native = byId('winhttp/native') as WinHttpStore;
  const wow64 = byId('winhttp/wow64') as WinHttpStore;

  const desired = desiredState(wish, winInet, native);
  const needed: StoreChange[] = [];
  const blocked: BlockedStore[] = [];
  if (winInet !== null && desired.winInet !== null) {
    const owner = winInet.managedBy ?? (winInet.sid === null ? 'policy:ProxySettingsPerUser' : null);
    const self = observation.user?.sid ?? null;
    if (owner === null) {
      const change = winInetChange(winInet, observation.registry, desired.winInet, self);
      if (change !== null) needed.push(change);
    } else if (winInet.settings === null || !sameEffectiveProxy(winInet.settings, desired.winInet)) {
      blocked.push({ store: winInet.id, reason: owner });
    }
  }
  if (desired.winHttp !== null) {
    // The 32-bit view first: if Windows' own setter writes both, it still ends in the same state.
    for (const store of [wow64, native]) {
      const change = winHttpChange(store, desired.winHttp);
      if (change !== null) needed.push(change);
    }
  }
  // A version that nobody here knows may be a newer Windows': it is read by it, and not written by us.
  const isUnknown = ({ store }: StoreChange) => byId(store)?.raw?.unreadable === 'unknown-version';
  const changes = needed.filter((change) => !isUnknown(change));
  blocked.push(...needed.filter(isUnknown).map(({ store }) => ({ store, reason: 'unknown-version' })));

  // Under that policy services follow the machine-wide setting as well.
  const checkerStore = isPerMachine(observation.registry) ? winInet : byId(`wininet/${LOCAL_SERVICE}/lan`);
  const checker = checkerStore === null ? null : { id: checkerStore.id, settings: checkerStore.settings };
  const after = (store: Store) =>
    changes.find((change) => change.store === store.id)?.after ?? store.settings;
  const inet = { id: winInet?.id ?? winInetId, settings: winInet?.settings ?? null };
  return {
    observation,
    vpnUser,
    stores,
    winInet,
    winHttp: { native, wow64 },
    desired,
    plan: makePlan(changes),
    blocked,
    current: { winInet: inet, winHttp: { id: native.id, settings: native.settings }, checker },
    proposed: {
      winInet: { ...inet, settings: winInet === null ? null : after(winInet) },
      winHttp: { id: native.id, settings: after(native) },
      checker,
    },
  };
}

/** Whether a change that is needed cannot be made: conversion refused, source unreadable, target managed. */
export function isRefused({ desired, blocked, stores }: Assessment): boolean {
  if (blocked.length > 0 || desired.notes.some((note) => note.severity === 'refused')) return true;
  const source = stores.find(({ id }) => id === desired.source);
  return source?.present === true && source.settings === null;
}
