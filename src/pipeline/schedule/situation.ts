import { isHanded } from '../../core/decide/unattended.ts';
import { gatewayName } from '../../core/model/check.ts';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import {
  isLeftAlone,
  type LeftStore,
  noticeReversion,
  type Reversion,
  reversionToReport,
  type TrackedReversion,
} from '../../core/schedule/reversion.ts';
import { hasProxy, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { SharedFacts, View } from '../../core/schedule/views.ts';
import type { Machine } from '../../machine/port.ts';
import type { History } from '../../schedule/history.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import type { RunContext } from '../run/run.ts';
import { ownSettings, provingOnce, winHttpViews } from './own-settings.ts';
import { proveProxies } from './proof.ts';
import { type DesiredFound, readDesired } from './read-desired.ts';
import type { ScheduleRunOptions } from './run.ts';

/** What a scheduled run finds, and what it decides by. */
export interface Situation extends DesiredFound {
  facts: SharedFacts;
  views: readonly View[];
  /**
   * The proofs of the proxies that each explicitly named setting should have, by setting id; this schedule does
   * not set others.
   */
  ownProofs: ReadonlyMap<string, ProxyProof>;
  /** Changes of ours that someone reverted, and what to report about them. */
  reversions: readonly TrackedReversion[];
  toReport: Reversion | null;
  /** Whether this value is not set again, because someone reverted it twice. */
  leavesAlone: (change: LeftStore) => boolean;
}

/** Reads the machine and the network; writes nothing. */
export async function takeSituation(
  context: RunContext,
  machine: Machine,
  asked: ScheduleRunOptions,
  history: History,
  probeSet: ProbeSet,
): Promise<Situation> {
  const found = await readDesired(context, machine, asked, history, probeSet);
  const { stores, assessments, path, desired } = found;
  const now = context.ports.wallClock();
  const reversions = noticeReversion({ ...history, now, ...whoHolds(found) });
  const leavesAlone = (change: LeftStore) => isLeftAlone(reversions, change);
  const chains = new Map(history.gateways.map((gateway) => [gatewayName(gateway), gateway.chain]));
  const proving = { machine, path, chains, probeSet };
  const prove = provingOnce((settings, which) => proveProxies(context, settings, which, proving));
  // Other desired settings count as another change.
  const isLeftAloneIn = (store: string) => desired !== null && leavesAlone({ store, settings: desired });
  const proof = desired === null ? Promise.resolve('no-answer' as const) : prove(desired, 'proposed');
  const ownFacts = {
    own: [history.own, ...history.earlier],
    canProve: path.gateways.some((gateway) => (chains.get(gatewayName(gateway))?.length ?? 0) > 0),
    // A disagreement of users about WinHTTP must not block the settings that are named for themselves.
    maySet: desired !== null || found.disagree,
    isLeftAlone: leavesAlone,
    winHttpProof: desired === null || hasProxy(desired) ? proof : Promise.resolve('works' as const),
  };
  const [desiredProof, views, { proofs, calls }] = await Promise.all([
    proof,
    winHttpViews(stores, prove, isLeftAloneIn),
    ownSettings(found.requested, assessments, ownFacts, prove),
  ]);
  return {
    ...found,
    facts: { desired, own: history.own, earlier: [...history.earlier, ...handed(found)], desiredProof },
    views: [...views, ...calls],
    ownProofs: proofs,
    reversions,
    toReport: reversionToReport(reversions, now, mayDesire(found)),
    leavesAlone,
  };
}

/** The proxies in WinHTTP that are on the allow-list, which an administrator assigned to this schedule. */
function handed({ requested, stores }: DesiredFound): ProxySettings[] {
  const allowed = requested.source === 'winhttp' ? undefined : requested.allowed;
  return stores.flatMap(({ api, settings }) =>
    api === 'winhttp' && settings !== null && isHanded(settings, allowed) ? [settings] : [],
  );
}

/** Whether a run would set this value; also true where that is not known now. */
function mayDesire({ stores, assessments, desired }: DesiredFound) {
  return ({ store, settings }: LeftStore): boolean => {
    if (store.startsWith('winhttp/')) return desired === null || sameEffectiveProxy(desired, settings);
    const planned = assessments.flatMap(({ plan }) => plan.changes).find((one) => one.store === store);
    if (planned === undefined) return !stores.some(({ id }) => id === store);
    return sameEffectiveProxy(planned.after, settings);
  };
}

/** The current content of the settings, and who manages them. */
function whoHolds({ stores, assessments }: DesiredFound) {
  const byId = (id: string) => stores.find((store) => store.id === id);
  const winInetManager = assessments
    .map(({ winInet }) => winInet?.managedBy ?? null)
    .find((one) => one !== null);
  return {
    settingsOf: (id: string) => byId(id)?.settings,
    // WinHTTP has no policy of its own: whoever manages the user's proxy would also set this one.
    managerOf: (id: string) => byId(id)?.managedBy ?? winInetManager ?? null,
  };
}
