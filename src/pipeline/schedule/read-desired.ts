import { type Assessment, assess } from '../../core/decide/assess.ts';
import { desiredBeside } from '../../core/decide/desired-beside.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { NotFollowed } from '../../core/decide/not-followed.ts';
import { desiredUnattended, namesNothing, serverNames } from '../../core/decide/unattended.ts';
import type { Observation } from '../../core/model/observation.ts';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import { hasProxy, namesOnly } from '../../core/schedule/roaming.ts';
import { readStores, type Store } from '../../core/stores/stores.ts';
import { anybody, isLoaded, signedInUsers, type VpnUser } from '../../core/stores/vpn-user.ts';
import type { Machine } from '../../machine/port.ts';
import type { History, KnownGateway } from '../../schedule/history.ts';
import { gatewaysOf, type KnownPath } from '../inputs/gateways.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import { withAnswers } from '../path/resolve.ts';
import { observeMachine } from '../run/observe-machine.ts';
import type { RunContext } from '../run/run.ts';
import type { ScheduleRunOptions } from './run.ts';

/** What is wanted of the machine as it was found, before a proxy is proved. */
export interface DesiredFound {
  /** As it was asked for, with the list of exceptions that is kept. */
  wish: DesiredSettings;
  observation: Observation;
  stores: readonly Store[];
  /** Whose settings are looked after. */
  users: readonly VpnUser[];
  /** One for each of them: what is wanted of the stores. */
  assessments: readonly Assessment[];
  path: KnownPath;
  /** Of WinHTTP; `null`: that cannot be told now. */
  desired: ProxySettings | null;
  /** Users want different things of WinHTTP, which there is one of. */
  disagree: boolean;
  /** Users for whom no PAC file or auto-detection gave an answer, while others need a WinHTTP setting. */
  unanswered: readonly string[];
  refused: boolean;
  /** Settings of users that are not followed, since no administrator named what they come to. */
  notFollowed: readonly NotFollowed[];
}

/** Looks at the machine, and asks what auto-detection and PAC files answer; writes nothing. */
export async function readDesired(
  context: RunContext,
  machine: Machine,
  asked: ScheduleRunOptions,
  history: History,
  probeSet: ProbeSet,
): Promise<DesiredFound> {
  const observation = await observeMachine(context, machine);
  const stores = readStores(observation.registry);
  const present = asked.installed ? withoutSignedOut(asked.wish, stores) : asked.wish;
  const own = [...(history.own === null ? [] : [history.own]), ...history.earlier];
  const users = lookedAfter(observation, asked);
  const unattended = desiredUnattended(present, observation.registry, own);
  // A recording without anybody's setting is half of one, and no computer where nobody is signed in.
  const isHalf = machine.kind === 'recorded' && anybody(observation) === null;
  const isNobodyThere = users.length === 0 && asked.user === null && !isHalf;
  const alone = isNobodyThere ? ofMachineAlone(unattended) : null;
  const desired = withKeptList(alone ?? unattended, stores, history);
  const isUnnamed = namesNothing(desired, observation.registry);
  const found = await gatewaysOf(asked.path, observation, users[0] ?? anybody(observation));
  const named = asked.path.gateways.length + (asked.path.profiles?.gateways.length ?? 0) > 0;
  // Where nobody is looked after, a phonebook that is seen may be anybody's.
  const isTheirs = found.reported.length > 0 && (named || users.length > 0);
  const path = isTheirs ? found : withKnown(found, history);
  const assessments: Assessment[] = [];
  let isHeldBack = false;
  for (const { sid } of users) {
    const beside = desiredBeside(observation, desired, sid);
    isHeldBack ||= beside !== desired;
    const seen = assess(observation, beside, sid);
    // Nothing is asked on behalf of a setting that cannot be followed: its PAC file is the user's.
    const answered = isUnnamed
      ? seen
      : await withAnswers(context, machine, seen, { ...asked, wish: beside, path }, probeSet);
    assessments.push(answered);
  }
  const notFollowed = notFollowedOf(assessments, isUnnamed);
  // Whoever holds a setting that nobody named, or that cannot be one, keeps no other user's from being followed.
  const followed = assessments.filter(({ desired }) => desired.notFollowed === undefined);
  const able = followed.filter((one) => !isForbidden(one));
  const isNobody = able.length === 0 && followed.length + notFollowed.length > 0;
  const refused = isHeldBack || able.length < followed.length || isNobody;
  // Nobody is signed in, or whoever is hides that in the own hive.
  const judged = alone === null ? able : [assess(observation, desired, anybody(observation)?.sid ?? null)];
  const agreement = isNobody ? NO_AGREEMENT : agreed(judged.filter((one) => !isForbidden(one)));
  return { wish: desired, observation, stores, users, assessments, path, ...agreement, refused, notFollowed };
}

/** A schedule for which nothing is named says so on every machine: it can set nothing there. */
function notFollowedOf(assessments: readonly Assessment[], isUnnamed: boolean): NotFollowed[] {
  const found = assessments.flatMap(({ desired }) => desired.notFollowed ?? []);
  if (!isUnnamed) return found.filter(({ isNeeded }) => isNeeded);
  if (found.length > 0) return found;
  const [first] = assessments;
  const servers = serverNames(first?.winInet?.settings ?? null);
  const { sid, name } = first?.vpnUser ?? { sid: null, name: null };
  return [{ reason: 'nothing-named', sid, name, servers, wsus: null, isNeeded: false }];
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

/** What is named for WinHTTP, for which nobody has to be signed in; `null`: that hangs on a user's setting. */
function ofMachineAlone(desired: DesiredSettings): DesiredSettings | null {
  if (desired.source !== 'explicit' || desired.winHttp === null || desired.winHttp === 'follow') return null;
  return { ...desired, winInet: null, stores: {} };
}

/** What was named at the installation for users by their ids, without those who are signed out. */
function withoutSignedOut(desired: DesiredSettings, stores: readonly Store[]): DesiredSettings {
  if (desired.source !== 'explicit' || desired.stores === undefined) return desired;
  const isThere = (id: string) => {
    const [hive] = /^wininet\/S-[^/]+\//i.exec(id) ?? [];
    return hive === undefined || stores.some((store) => store.id.startsWith(hive));
  };
  const there = Object.entries(desired.stores).filter(([id]) => isThere(id));
  return { ...desired, stores: Object.fromEntries(there) };
}

/**
 * Where no list of exceptions is named, the one that is there is kept, also over a while without a proxy: WinHTTP holds
 * none without one.
 */
function withKeptList(desired: DesiredSettings, stores: readonly Store[], { own }: History): DesiredSettings {
  if (desired.source !== 'explicit' || desired.winHttp === null || desired.winHttp === 'follow')
    return desired;
  const { winHttp } = desired;
  const current = stores.find(({ id }) => id === 'winhttp/native')?.settings ?? null;
  if (winHttp.kind !== 'proxy' || winHttp.bypass !== null) return desired;
  if (own === null || current === null || hasProxy(current)) return desired;
  const named = { ...own, proxy: { enabled: true, servers: winHttp.servers } };
  if (!namesOnly(named, [own]) || !namesOnly(own, [named])) return desired;
  return { ...desired, winHttp: { ...winHttp, bypass: own.bypass } };
}

/**
 * A change that may not be made at all, or a setting that is not visible or cannot be read. That a PAC file gives no
 * answer on this network is no refusal: it is away, as the machine is.
 */
function isForbidden({ unseen, blocked, desired, winInet }: Assessment): boolean {
  if (unseen.length > 0) return true;
  if (desired.source !== null && desired.source === winInet?.id && winInet.settings === null) return true;
  return blocked.length > 0 || desired.notes.some(({ severity }) => severity === 'refused');
}

const NO_AGREEMENT: Pick<DesiredFound, 'desired' | 'disagree' | 'unanswered'> = {
  desired: null,
  disagree: false,
  unanswered: [],
};

/** What all who are signed in need of WinHTTP. A need that is not known yet is no disagreement. */
function agreed(assessments: readonly Assessment[]): typeof NO_AGREEMENT {
  const winHttps = assessments.map(({ desired }) => desired.winHttp);
  const [first = null, ...others] = winHttps.filter((one) => one !== null);
  const disagree = first !== null && others.some((one) => !sameEffectiveProxy(first, one));
  const waiting = assessments.filter(({ desired }) => desired.winHttp === null);
  const unanswered = first === null ? [] : waiting.flatMap(({ vpnUser }) => vpnUser?.sid ?? []);
  return { desired: disagree || waiting.length > 0 ? null : first, disagree, unanswered };
}

/** Gateways that an earlier run knew: a phonebook is seen while its user is signed in. */
function withKnown(path: KnownPath, history: History): KnownPath {
  if (history.gateways.length === 0) return path;
  const gateways = history.gateways.map(({ host, port }: KnownGateway) => {
    return { host, port, source: 'phonebook' as const };
  });
  return { ...path, gateways, reported: gateways };
}
