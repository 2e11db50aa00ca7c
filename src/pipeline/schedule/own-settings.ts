import type { Assessment } from '../../core/decide/assess.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { Plan } from '../../core/decide/plan.ts';
import type { CheckedSettings } from '../../core/model/check.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { LeftStore } from '../../core/schedule/reversion.ts';
import { hasProxy, namesOnly, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { View } from '../../core/schedule/views.ts';
import type { Store } from '../../core/stores/stores.ts';

export const WINHTTP_VIEWS = ['winhttp/native', 'winhttp/wow64'] as const;

/** Proves a setting's proxies on this network; each proxy is proved once. */
export type Prove = (settings: ProxySettings, stores: CheckedSettings) => Promise<ProxyProof>;

/**
 * A proxy that does not reply delays a run by a whole deadline, so each is proved once, in parallel with the
 * others. Only the proxies are proved: each user's own bypass list does not count.
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
 * @param isLeftAlone whether someone reverted the desired value of that setting twice
 */
export async function winHttpViews(
  stores: readonly Store[],
  prove: Prove,
  isLeftAlone: (store: string) => boolean,
): Promise<View[]> {
  const views = WINHTTP_VIEWS.map(async (store): Promise<View | null> => {
    const current = stores.find(({ id }) => id === store)?.settings;
    if (current === undefined) return null;
    const currentProof = current === null ? 'no-answer' : await prove(current, 'current');
    return { store, current, currentProof, leftAlone: isLeftAlone(store) };
  });
  return (await Promise.all(views)).filter((view) => view !== null);
}

/** A user's own setting, if this schedule may set it. */
interface OwnSetting {
  /** The proof of the proxies that it should name, or that its PAC file returns; `works` also without proxies. */
  desiredProof: ProxyProof;
  /**
   * It lacks settings that work here, or has a proxy that this schedule set or desires there and that does not
   * answer.
   */
  calls: View | null;
}

/** The facts of a schedule that manages a user's own setting. */
export interface OwnSettingFacts {
  /** The proxies that this schedule set, in any setting. */
  own: readonly (ProxySettings | null)[];
  /**
   * A gateway with its certificates is known: then a working proxy gets an answer about their revocation, even if
   * the gateway is unreachable. Otherwise nothing is proved, and a user's proxy does not count as dead.
   */
  canProve: boolean;
  /** Desired values may be set, unless someone reverted them twice. */
  maySet: boolean;
  isLeftAlone: (change: LeftStore) => boolean;
  /**
   * The proof of the proxies that WinHTTP should name, which are a PAC file's answers here; `works` without
   * proxies.
   */
  winHttpProof: Promise<ProxyProof>;
}

/** A setting that is named explicitly, and its desired content. */
interface OwnTarget {
  store: Store | null;
  desired: ProxySettings | null;
}

/**
 * The user's own setting, and those named by id. A setting that WinHTTP follows, or that is not changed, belongs
 * to the user.
 */
function ownTargets(desiredSettings: DesiredSettings, { winInet, desired, stores }: Assessment): OwnTarget[] {
  if (desiredSettings.source !== 'explicit') return [];
  const named = [...desired.others].map(([id, desired]) => {
    return { store: stores.find((one) => one.id === id) ?? null, desired };
  });
  return desiredSettings.winInet === null ? named : [{ store: winInet, desired: desired.winInet }, ...named];
}

/** For all explicitly named settings: the proof of their proxies, by setting id, and what to do. */
export async function ownSettings(
  desired: DesiredSettings,
  assessments: readonly Assessment[],
  ownFacts: OwnSettingFacts,
  prove: Prove,
): Promise<{ proofs: ReadonlyMap<string, ProxyProof>; calls: readonly View[] }> {
  const targets = new Map<string, { target: OwnTarget; plan: Plan }>();
  for (const assessment of assessments)
    for (const target of ownTargets(desired, assessment))
      targets.set(target.store?.id ?? '', { target, plan: assessment.plan });
  const found = await Promise.all(
    [...targets].map(async ([id, { target, plan }]) => {
      return { id, ...(await ownSetting(target, plan, ownFacts, prove)) };
    }),
  );
  return {
    proofs: new Map(found.map(({ id, desiredProof }) => [id, desiredProof])),
    calls: found.map(({ calls }) => calls).filter((view) => view !== null),
  };
}

/** The same for one explicitly named setting; a setting that a policy manages belongs to the policy. */
async function ownSetting(
  { store: found, desired }: OwnTarget,
  { changes }: Plan,
  { own, canProve, maySet, isLeftAlone, winHttpProof }: OwnSettingFacts,
  prove: Prove,
): Promise<OwnSetting> {
  const hasPac = desired?.pac?.enabled === true;
  const names = desired !== null && hasProxy(desired);
  const desiredProof = names ? await prove(desired, 'proposed') : hasPac ? await winHttpProof : 'works';
  const current = found?.settings ?? null;
  const lacks = changes.find(({ store }) => store === found?.id);
  const view = { current, currentProof: 'no-answer', leftAlone: false, isUsers: true } as const;
  if (lacks !== undefined && maySet && desiredProof === 'works') {
    const { store, after } = lacks;
    if (!isLeftAlone({ store, settings: after }))
      return { desiredProof, calls: { ...view, store, desired: after } };
  }
  const isAsDesired = names && desiredProof === 'works' && lacks === undefined;
  const isKept = found === null || found.managedBy !== null || !canProve || isAsDesired;
  if (isKept || current === null || !hasProxy(current) || !namesOnly(current, [...own, desired]))
    return { desiredProof, calls: null };
  const currentProof = await prove(current, 'current');
  return { desiredProof, calls: currentProof === 'no-answer' ? { ...view, store: found.id } : null };
}
