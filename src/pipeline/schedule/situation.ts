import { isHanded } from '../../core/decide/unattended.ts';
import { gatewayName } from '../../core/model/check.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import {
  isGivenUp,
  type LeftStore,
  noticeUndone,
  type Undoing,
  type Undone,
  undoneToReport,
} from '../../core/schedule/back-off.ts';
import { hasProxy, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { SharedFacts, View } from '../../core/schedule/views.ts';
import type { Machine } from '../../machine/port.ts';
import type { History } from '../../schedule/history.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import type { RunContext } from '../run/run.ts';
import { ownSettings, provingOnce, winHttpViews } from './look-after.ts';
import { proveProxies } from './proof.ts';
import { type DesiredFound, readDesired } from './read-desired.ts';
import type { ScheduleRunOptions } from './run.ts';

/** What a scheduled run finds, and what it has to go by. */
export interface Situation extends DesiredFound {
  facts: SharedFacts;
  views: readonly View[];
  /**
   * Of what each setting that is named outright is to name, by their ids; the others are not this schedule's to set.
   */
  ownProofs: ReadonlyMap<string, ProxyProof>;
  /** Those who undo our changes, and what is to be told of them. */
  undone: readonly Undoing[];
  told: Undone | null;
  /** Setting this store to that pauses. */
  givenUp: (change: LeftStore) => boolean;
}

/** Looks at the machine and at the network; writes nothing. */
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
  const undone = noticeUndone({ ...history, now, ...whoHolds(found) });
  const givenUp = (change: LeftStore) => isGivenUp(undone, now, change);
  const chains = new Map(history.gateways.map((gateway) => [gatewayName(gateway), gateway.chain]));
  const proving = { machine, path, chains, probeSet };
  const prove = provingOnce((settings, which) => proveProxies(context, settings, which, proving));
  // Other desired settings are another change.
  const isGivenUpIn = (store: string) => desired !== null && givenUp({ store, settings: desired });
  const proof = desired === null ? Promise.resolve('no-answer' as const) : prove(desired, 'proposed');
  const looking = {
    own: [history.own, ...history.earlier],
    canProve: path.gateways.some((gateway) => (chains.get(gatewayName(gateway))?.length ?? 0) > 0),
    // What users want of WinHTTP is no reason to leave them without what is named for themselves.
    maySet: desired !== null || found.disagree,
    isGivenUp: givenUp,
    winHttpProof: desired === null || hasProxy(desired) ? proof : Promise.resolve('works' as const),
  };
  const [desiredProof, views, { proofs, calls }] = await Promise.all([
    proof,
    winHttpViews(stores, prove, isGivenUpIn),
    ownSettings(found.wish, assessments, looking, prove),
  ]);
  return {
    ...found,
    facts: { desired, own: history.own, earlier: [...history.earlier, ...handed(found)], desiredProof },
    views: [...views, ...calls],
    ownProofs: proofs,
    undone,
    told: undoneToReport(undone, now),
    givenUp,
  };
}

/** What WinHTTP holds of the proxies on the allow-list, which an administrator handed to this schedule. */
function handed({ wish, stores }: DesiredFound): ProxySettings[] {
  const allowed = wish.source === 'winhttp' ? undefined : wish.allowed;
  return stores.flatMap(({ api, settings }) =>
    api === 'winhttp' && settings !== null && isHanded(settings, allowed) ? [settings] : [],
  );
}

/** What stores hold now, and by whom. */
function whoHolds({ stores, assessments }: DesiredFound) {
  const byId = (id: string) => stores.find((store) => store.id === id);
  const winInetManager = assessments
    .map(({ winInet }) => winInet?.managedBy ?? null)
    .find((one) => one !== null);
  return {
    settingsOf: (id: string) => byId(id)?.settings,
    // WinHTTP has no policy of its own: who manages the user's proxy is who would set this one as well.
    managerOf: (id: string) => byId(id)?.managedBy ?? winInetManager ?? null,
  };
}
