import { winHttpChange, winInetChange } from './changes.ts';
import { type Desired, desiredState, type Wish } from './desired.ts';
import { LOCAL_SERVICE } from './locations.ts';
import type { Observation } from './observation.ts';
import { makePlan, type Plan, type StoreChange } from './plan.ts';
import { isPerMachine } from './policy.ts';
import type { PathSettings } from './routes.ts';
import { readStores, type Store, type WinHttpStore, type WinInetStore } from './stores.ts';
import { findVpnUser, type VpnUser } from './vpn-user.ts';

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
  const changes: StoreChange[] = [];
  if (winInet !== null && winInet.managedBy === null && winInet.sid !== null && desired.winInet !== null) {
    const mayReplace = wish.source !== 'wininet' || winInet.settings !== null;
    const self = observation.user?.sid ?? null;
    const change = mayReplace ? winInetChange(winInet, observation.registry, desired.winInet, self) : null;
    if (change !== null) changes.push(change);
  }
  if (desired.winHttp !== null) {
    // The 32-bit view first: if Windows' own setter writes both, it still ends in the same state.
    for (const store of [wow64, native]) {
      const change = winHttpChange(store, desired.winHttp);
      if (change !== null) changes.push(change);
    }
  }

  const checkerStore = byId(`wininet/${LOCAL_SERVICE}/lan`);
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
    current: { winInet: inet, winHttp: { id: native.id, settings: native.settings }, checker },
    proposed: {
      winInet: { ...inet, settings: winInet === null ? null : after(winInet) },
      winHttp: { id: native.id, settings: after(native) },
      checker,
    },
  };
}

/** Whether a change that is needed cannot be made: conversion refused, source unreadable or managed. */
export function isRefused(assessment: Assessment): boolean {
  const { desired, winInet } = assessment;
  if (desired.notes.some((note) => note.severity === 'refused')) return true;
  return desired.source !== null && winInet?.present === true && winInet.settings === null;
}
