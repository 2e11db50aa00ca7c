import { type Assessment, assess } from '../../core/assess.ts';
import { gatewayName } from '../../core/check.ts';
import type { Observation } from '../../core/observation.ts';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import {
  isGivenUp,
  type LeftStore,
  noticeUndone,
  type Undoing,
  type Undone,
  undoneToTell,
} from '../../core/schedule/back-off.ts';
import type { ProxyProof } from '../../core/schedule/roaming.ts';
import type { SharedFacts, View } from '../../core/schedule/views.ts';
import { readStores, type Store } from '../../core/stores.ts';
import { anybody, isLoaded, signedInUsers, type VpnUser } from '../../core/vpn-user.ts';
import type { Machine } from '../../machine/port.ts';
import type { KnownGateway, Memory } from '../../schedule/memory.ts';
import { gatewaysOf, type KnownPath } from '../gateways.ts';
import type { Walks } from '../legs.ts';
import { look } from '../look.ts';
import { withAnswers } from '../resolve.ts';
import type { RunContext } from '../run.ts';
import { ownSetting, ownTargets, provingOnce, winHttpViews } from './look-after.ts';
import { proveProxies } from './proof.ts';
import type { ScheduleRunOptions } from './run.ts';

/** What a scheduled run finds, and what it has to go by. */
export interface Situation {
  observation: Observation;
  stores: readonly Store[];
  /** Whose settings are looked after. */
  users: readonly VpnUser[];
  /** One for each of them: what is wanted of the stores. */
  assessments: readonly Assessment[];
  path: KnownPath;
  facts: SharedFacts;
  views: readonly View[];
  /** Of what each setting that is named outright is to name, by their ids; the others are not this schedule's to set. */
  ownProofs: ReadonlyMap<string, ProxyProof>;
  /** Those who undo our changes, and what is to be told of them. */
  undone: readonly Undoing[];
  told: Undone | null;
  /** Setting this store to that pauses. */
  givenUp: (change: LeftStore) => boolean;
  /** Users want different things of WinHTTP, which there is one of. */
  disagree: boolean;
  refused: boolean;
}

/** Looks at the machine and at the network; writes nothing. */
export async function takeSituation(
  context: RunContext,
  machine: Machine,
  asked: ScheduleRunOptions,
  memory: Memory,
  walks: Walks,
): Promise<Situation> {
  const observation = await look(context, machine);
  const stores = readStores(observation.registry);
  const users = lookedAfter(observation, asked);
  const path = withKnown(await gatewaysOf(asked.path, observation, users[0] ?? anybody(observation)), memory);
  const assessments: Assessment[] = [];
  for (const { sid } of users) {
    const seen = assess(observation, asked.wish, sid);
    assessments.push(await withAnswers(context, machine, seen, { ...asked, path }, walks));
  }
  const refused = assessments.some(isForbidden);
  const { wanted, disagree } = refused ? { wanted: null, disagree: false } : agreed(assessments);
  const settingsOf = (id: string) => stores.find((store) => store.id === id)?.settings;
  const managers = (id: string) => stores.find((store) => store.id === id)?.managedBy ?? null;
  const winInetManager = assessments
    .map(({ winInet }) => winInet?.managedBy ?? null)
    .find((one) => one !== null);
  const now = context.ports.wallClock();
  const undone = noticeUndone({
    ...memory,
    now,
    settingsOf,
    // WinHTTP has no policy of its own: who manages the user's proxy is who would set this one as well.
    managerOf: (store) => managers(store) ?? winInetManager ?? null,
  });
  const chains = new Map(memory.gateways.map((gateway) => [gatewayName(gateway), gateway.chain]));
  const proving = { machine, path, chains, walks };
  const prove = provingOnce((settings, which) => proveProxies(context, settings, which, proving));
  const wantedProof = wanted === null ? 'no-answer' : await prove(wanted, 'proposed');
  const givenUp = (change: LeftStore) => isGivenUp(undone, now, change);
  // Another wish is another change.
  const views = await winHttpViews(
    stores,
    prove,
    (store) => wanted !== null && givenUp({ store, settings: wanted }),
  );
  const ownProofs = new Map<string, ProxyProof>();
  const canProve = path.gateways.some((gateway) => (chains.get(gatewayName(gateway))?.length ?? 0) > 0);
  const looking = {
    own: [memory.own, ...memory.earlier],
    canProve,
    maySet: wanted !== null,
    isGivenUp: givenUp,
  };
  for (const assessment of assessments)
    for (const target of ownTargets(asked.wish, assessment)) {
      const id = target.store?.id ?? '';
      if (ownProofs.has(id)) continue;
      const { calls, wantedProof: proof } = await ownSetting(target, assessment.plan, looking, prove);
      ownProofs.set(id, proof);
      if (calls !== null) views.push(calls);
    }
  return {
    observation,
    stores,
    users,
    assessments,
    path,
    facts: {
      wanted,
      own: memory.own,
      earlier: memory.earlier,
      wantedProof,
    },
    views,
    ownProofs,
    undone,
    told: undoneToTell(undone, now),
    givenUp,
    disagree,
    refused,
  };
}

/**
 * Nobody while the one who was named at the installation is signed out: then what was set is still to be cleared.
 *
 * @throws P2sError `input` when a user is named by hand whose hive is not there
 */
function lookedAfter(observation: Observation, { user, installed }: ScheduleRunOptions): VpnUser[] {
  if (installed && user !== null && !isLoaded(observation, user)) return [];
  return signedInUsers(observation, user);
}

/**
 * A change that may not be made at all. That a PAC file gives no answer on this network is no refusal: it is away, as
 * the machine is.
 */
function isForbidden({ blocked, desired }: Assessment): boolean {
  return blocked.length > 0 || desired.notes.some(({ severity }) => severity === 'refused');
}

/** What all who are signed in want of WinHTTP. */
function agreed(assessments: readonly Assessment[]): { wanted: ProxySettings | null; disagree: boolean } {
  const wishes = assessments.map(({ desired }) => desired.winHttp);
  const [first = null, ...others] = wishes;
  const same = others.every((one) => first !== null && one !== null && sameEffectiveProxy(first, one));
  return { wanted: same ? first : null, disagree: !same };
}

/** Gateways that an earlier run knew, where this one finds none: a phonebook is seen while its user is signed in. */
function withKnown(path: KnownPath, memory: Memory): KnownPath {
  if (path.told.length > 0 || memory.gateways.length === 0) return path;
  const gateways = memory.gateways.map(({ host, port }: KnownGateway) => {
    return { host, port, source: 'phonebook' as const };
  });
  return { ...path, gateways, told: gateways };
}
