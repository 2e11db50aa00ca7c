import { LOCAL_SERVICE } from '../model/locations.ts';
import type { Observation } from '../model/observation.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import { isPerMachine, otherPolicy } from '../stores/policy.ts';
import { readStores, type Store, type WinHttpStore, type WinInetStore } from '../stores/stores.ts';
import { type UnseenSetting, unseenSettings } from '../stores/visibility.ts';
import { findVpnUser, type VpnUser } from '../stores/vpn-user.ts';
import { type Automatic, NOT_RESOLVED, resolutionOf } from './automatic.ts';
import { type BlockedStore, neededChanges, type Target } from './changes.ts';
import { type Desired, desiredState, isHeld } from './desired.ts';
import type { DesiredSettings } from './desired-settings.ts';
import { makePlan, type Plan } from './plan.ts';
import type { PathSettings } from './routes.ts';
import { withinAllowed, withPolicy } from './unattended.ts';

const MACHINE = 'wininet/machine';

/** One observation and its assessment: current settings, desired settings, and the plan. */
export interface Assessment {
  observation: Observation;
  vpnUser: VpnUser | null;
  stores: readonly Store[];
  /** The WinINET setting that applies to the VPN user: the user's own, or the computer's under policy. */
  winInet: WinInetStore | null;
  /** `wow64` is `null` on 32-bit Windows, which has no second view. */
  winHttp: { native: WinHttpStore; wow64: WinHttpStore | null };
  /** Required settings that are not visible. If there are any, no assessment is possible and `plan` is empty. */
  unseen: readonly UnseenSetting[];
  desired: Desired;
  plan: Plan;
  /** Changes that are needed but must not be written. */
  blocked: readonly BlockedStore[];
  /** Results of auto-detection and PAC files, if they were evaluated. */
  automatic: Automatic;
  /** The settings that decide the routes: current, and as the plan leaves them. */
  current: PathSettings;
  proposed: PathSettings;
}

/**
 * Decodes, determines the desired state, compares, and plans. Pure: every kind of computer, the preview and the
 * apply use the same code.
 *
 * @throws P2sError `input`, `user-ambiguous` (see {@link findVpnUser})
 */
export function assess(
  observation: Observation,
  desiredSettings: DesiredSettings,
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

  const settings = withPolicy(desiredSettings, observation.registry);
  const named = desiredState(settings, winInet, native, stores, automatic);
  const allowed = withinAllowed(named, settings, {
    source: winInet,
    vpnUser,
    stores,
    registry: observation.registry,
  });
  // Where proxies are named in advance, no question is open.
  const isNamed = settings.source !== 'winhttp' && settings.allowed !== undefined;
  const desired = isNamed ? allowed : withoutDispute(allowed, winInet, stores, observation.registry);
  const targets = targetsOf(stores, desired, winInet);
  const self = observation.user?.sid?.toUpperCase() ?? null;
  const unseen = unseenSettings(
    {
      registry: observation.registry,
      isRecorded: observation.recorded === true,
      stores,
      winInet,
      winHttp: { native, wow64 },
    },
    desiredSettings,
  );
  const { changes, blocked } = neededChanges(observation.registry, unseen.length > 0 ? [] : targets, self);

  // Under that policy, services use the machine-wide setting as well.
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

/** The desired settings by store. Later entries win: a setting named by its store id overrides the rest. */
function targetsOf(stores: readonly Store[], desired: Desired, winInet: WinInetStore | null): Target[] {
  const targets = new Map<string, Target>();
  // A setting that is its own source is only repaired; a pending change of it is not decided here.
  const named = desired.source !== winInet?.id;
  const waits = (store: Store) => store.api === 'wininet' && store.pending != null && !named;
  const add = (store: Store | null, settings: ProxySettings | null) => {
    if (store !== null && settings !== null && !waits(store))
      targets.set(store.id, { store, desired: settings, named });
  };
  const byId = (id: string) => stores.find((store) => store.id === id) ?? null;
  add(winInet, desired.winInet);
  // The machine-wide setting has two views, which must be equal.
  if (winInet?.id === MACHINE)
    add(byId(`${MACHINE}/wow64`), desired.winInet ?? (winInet.pending == null ? winInet.settings : null));
  // The 32-bit view first: if the Windows setter writes both, the result is still the same.
  for (const id of ['winhttp/wow64', 'winhttp/native']) add(byId(id), desired.winHttp);
  for (const [id, settings] of desired.others) add(byId(id), settings);
  return [...targets.values()];
}

/** Copies no setting to WinHTTP while a policy names another proxy, unless WinHTTP has it already. */
function withoutDispute(
  desired: Desired,
  source: WinInetStore | null,
  stores: readonly Store[],
  registry: RegistrySnapshot,
): Desired {
  if (source === null || desired.source !== source.id || desired.winHttp === null) return desired;
  return isHeld(desired.winHttp, stores) || otherPolicy(source, registry) === null
    ? desired
    : { ...desired, winHttp: null, isDisputed: true };
}

/** Whether a needed change is blocked: conversion refused, source unreadable, or target managed by policy. */
export function isRefused({ desired, blocked, stores, winInet, winHttp }: Assessment): boolean {
  const kind = desired.automatic?.kind;
  // Auto-detection was not evaluated and WinHTTP has a proxy: it may be the same proxy or an outdated one.
  const unknown = desired.automatic === null && desired.winHttp === null && desired.source === winInet?.id;
  const auto = winInet?.settings?.autoDetect === true;
  if (unknown && auto && winHttp.native.settings?.proxy.enabled === true) return true;
  if (kind !== undefined && !['direct', 'one-proxy', 'nothing-detected'].includes(kind)) return true;
  if (desired.notFollowed?.isNeeded === true || desired.isDisputed === true) return true;
  if (blocked.length > 0 || desired.notes.some((remark) => remark.severity === 'refused')) return true;
  const source = stores.find(({ id }) => id === desired.source);
  if (source?.api === 'wininet' && source.pending != null && desired.winInet === null) return true;
  return source?.present === true && source.settings === null;
}
