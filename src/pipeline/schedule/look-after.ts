import type { Assessment } from '../../core/decide/assess.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { Plan } from '../../core/decide/plan.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { LeftStore } from '../../core/schedule/back-off.ts';
import { hasProxy, namesOnly, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { View } from '../../core/schedule/views.ts';
import type { Store } from '../../core/stores/stores.ts';

export const WINHTTP_VIEWS = ['winhttp/native', 'winhttp/wow64'] as const;

/** What is known of a setting's proxies on this network; each is proved once. */
export type Prove = (settings: ProxySettings, stores: 'current' | 'proposed') => Promise<ProxyProof>;

/**
 * What is silent keeps a run waiting for as long as its deadline, so each proxy is proved once, side by side with the
 * others. It is the proxies that are proved: each user's own list of exceptions does not count.
 */
export function provingOnce(prove: Prove): Prove {
  const proved = new Map<string, Promise<ProxyProof>>();
  return (settings, stores) => {
    const key = JSON.stringify(hasProxy(settings) ? settings.proxy.servers : []);
    const proof = proved.get(key) ?? prove(settings, stores);
    proved.set(key, proof);
    return proof;
  };
}

/**
 * WinHTTP in its views. A Windows without 32-bit programs has one.
 *
 * @param isGivenUp whether somebody undoes again and again what is wanted of that store
 */
export async function winHttpViews(
  stores: readonly Store[],
  prove: Prove,
  isGivenUp: (store: string) => boolean,
): Promise<View[]> {
  const views = WINHTTP_VIEWS.map(async (store): Promise<View | null> => {
    const current = stores.find(({ id }) => id === store)?.settings;
    if (current === undefined) return null;
    const currentProof = current === null ? 'no-answer' : await prove(current, 'current');
    return { store, current, currentProof, backingOff: isGivenUp(store) };
  });
  return (await Promise.all(views)).filter((view) => view !== null);
}

/** A user's own setting, where it is this schedule's to set. */
interface OwnSetting {
  /** What the proxies that it is to name, or that its PAC file leads to, do; `works` also where there are none. */
  desiredProof: ProxyProof;
  /** It lacks what works here, or holds a proxy that this schedule set or wants there and that does not answer. */
  calls: View | null;
}

/** What is known of a schedule that looks after a user's own setting. */
export interface LookingAfter {
  /** The proxies that this schedule set, wherever. */
  own: readonly (ProxySettings | null)[];
  /**
   * A gateway is known, with the certificates that it showed: then a proxy that works brings an answer on their
   * revocation, be the gateway there or not. Without it nothing is proved, and a user's proxy is not taken for dead.
   */
  canProve: boolean;
  /** What is wanted may be set, unless somebody undoes that again and again. */
  maySet: boolean;
  isGivenUp: (change: LeftStore) => boolean;
  /** What the proxies do that WinHTTP is to name, which is what a PAC file answers here; `works` where there are none. */
  winHttpProof: Promise<ProxyProof>;
}

/** A setting that is named outright, and what it is to hold. */
interface OwnTarget {
  store: Store | null;
  desired: ProxySettings | null;
}

/** The user's own, and those that are named by their ids. One that WinHTTP follows, or that is left alone, is the user's. */
function ownTargets(wish: DesiredSettings, { winInet, desired, stores }: Assessment): OwnTarget[] {
  if (wish.source !== 'explicit') return [];
  const named = [...desired.others].map(([id, desired]) => {
    return { store: stores.find((one) => one.id === id) ?? null, desired };
  });
  return wish.winInet === null ? named : [{ store: winInet, desired: desired.winInet }, ...named];
}

/** Of all settings that are named outright: what their proxies were proved to do, by their ids, and what is to be done. */
export async function ownSettings(
  desired: DesiredSettings,
  assessments: readonly Assessment[],
  looking: LookingAfter,
  prove: Prove,
): Promise<{ proofs: ReadonlyMap<string, ProxyProof>; calls: readonly View[] }> {
  const targets = new Map<string, { target: OwnTarget; plan: Plan }>();
  for (const assessment of assessments)
    for (const target of ownTargets(desired, assessment))
      targets.set(target.store?.id ?? '', { target, plan: assessment.plan });
  const found = await Promise.all(
    [...targets].map(async ([id, { target, plan }]) => {
      return { id, ...(await ownSetting(target, plan, looking, prove)) };
    }),
  );
  return {
    proofs: new Map(found.map(({ id, desiredProof }) => [id, desiredProof])),
    calls: found.map(({ calls }) => calls).filter((view) => view !== null),
  };
}

/** Of a setting that is named outright; one that a policy manages is the policy's. */
async function ownSetting(
  { store: found, desired }: OwnTarget,
  { changes }: Plan,
  { own, canProve, maySet, isGivenUp, winHttpProof }: LookingAfter,
  prove: Prove,
): Promise<OwnSetting> {
  const hasPac = desired?.pac?.enabled === true;
  const names = desired !== null && hasProxy(desired);
  const desiredProof = names ? await prove(desired, 'proposed') : hasPac ? await winHttpProof : 'works';
  const current = found?.settings ?? null;
  const lacks = changes.find(({ store }) => store === found?.id);
  const view = { current, currentProof: 'no-answer', backingOff: false, isUsers: true } as const;
  if (lacks !== undefined && maySet && desiredProof === 'works') {
    const { store, after } = lacks;
    if (!isGivenUp({ store, settings: after }))
      return { desiredProof, calls: { ...view, store, desired: after } };
  }
  const isAsDesired = names && desiredProof === 'works' && lacks === undefined;
  const isKept = found === null || found.managedBy !== null || !canProve || isAsDesired;
  if (isKept || current === null || !hasProxy(current) || !namesOnly(current, [...own, desired]))
    return { desiredProof, calls: null };
  const currentProof = await prove(current, 'current');
  return { desiredProof, calls: currentProof === 'no-answer' ? { ...view, store: found.id } : null };
}
