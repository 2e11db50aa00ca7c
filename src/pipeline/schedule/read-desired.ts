import { type Assessment, assess } from '../../core/decide/assess.ts';
import { desiredBeside } from '../../core/decide/desired-beside.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import type { NotFollowed } from '../../core/decide/not-followed.ts';
import { desiredUnattended, namesNothing, usableNames } from '../../core/decide/unattended.ts';
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

/** The desired state of the machine as found, before a proxy is proved. */
export interface DesiredFound {
  /** As requested, with the existing bypass list where it is kept. */
  requested: DesiredSettings;
  observation: Observation;
  stores: readonly Store[];
  /** The users whose settings are managed. */
  users: readonly VpnUser[];
  /** One for each user: the desired settings. */
  assessments: readonly Assessment[];
  path: KnownPath;
  /** The desired WinHTTP setting; `null`: it cannot be determined now. */
  desired: ProxySettings | null;
  /** Users need different WinHTTP settings, but there is only one. */
  disagree: boolean;
  /** Users whose PAC file or auto-detection gave no answer, while others need a WinHTTP setting. */
  unanswered: readonly string[];
  refused: boolean;
  /** Users' settings that are not followed, because no administrator named their values. */
  notFollowed: readonly NotFollowed[];
}

/** Reads the machine, and the answers of auto-detection and PAC files; writes nothing. */
export async function readDesired(
  context: RunContext,
  machine: Machine,
  asked: ScheduleRunOptions,
  history: History,
  probeSet: ProbeSet,
): Promise<DesiredFound> {
  const observation = await observeMachine(context, machine);
  const stores = readStores(observation.registry);
  const present = asked.installed ? withoutSignedOut(asked.desired, stores) : asked.desired;
  const own = [...(history.own === null ? [] : [history.own]), ...history.earlier];
  const users = managedUsers(observation, asked);
  const unattended = desiredUnattended(present, observation.registry, own);
  // A recording without any user's setting is incomplete; it is not a computer without signed-in users.
  const isHalf = machine.kind === 'recorded' && anybody(observation) === null;
  const hasNoUser = users.length === 0 && asked.user === null && !isHalf;
  const alone = hasNoUser ? ofMachineAlone(unattended) : null;
  const desired = withKeptList(alone ?? unattended, stores, history);
  const isUnnamed = namesNothing(desired, observation.registry);
  const found = await gatewaysOf(asked.path, observation, users[0] ?? anybody(observation));
  const named = asked.path.gateways.length + (asked.path.profiles?.gateways.length ?? 0) > 0;
  // If no user is managed, a visible phonebook may belong to anyone.
  const isTheirs = found.reported.length > 0 && (named || users.length > 0);
  const path = isTheirs ? found : withKnown(found, history);
  const assessments: Assessment[] = [];
  let isHeldBack = false;
  for (const { sid } of users) {
    const beside = desiredBeside(observation, desired, sid);
    isHeldBack ||= beside !== desired;
    const seen = assess(observation, beside, sid);
    // A setting that cannot be followed causes no requests: its PAC file is under the user's control.
    const answered = isUnnamed
      ? seen
      : await withAnswers(context, machine, seen, { ...asked, desired: beside, path }, probeSet);
    assessments.push(answered);
  }
  const notFollowed = notFollowedOf(assessments, isUnnamed);
  // A user whose setting was not named, or is invalid, does not prevent other users' settings from being followed.
  const followed = assessments.filter(({ desired }) => desired.notFollowed === undefined);
  const able = followed.filter((one) => !isForbidden(one));
  const isAllRefused = able.length === 0 && followed.length + notFollowed.length > 0;
  const refused = isHeldBack || able.length < followed.length || isAllRefused;
  // No user is signed in, or the signed-in user hides it in their own hive.
  const judged = alone === null ? able : [assess(observation, desired, anybody(observation)?.sid ?? null)];
  const agreement = isAllRefused ? NO_AGREEMENT : agreed(judged.filter((one) => !isForbidden(one)));
  return {
    requested: desired,
    observation,
    stores,
    users,
    assessments,
    path,
    ...agreement,
    refused,
    notFollowed,
  };
}

/** A schedule without any named setting reports this on every machine, because it cannot set anything there. */
function notFollowedOf(assessments: readonly Assessment[], isUnnamed: boolean): NotFollowed[] {
  const found = assessments.flatMap(({ desired }) => desired.notFollowed ?? []);
  if (!isUnnamed) return found.filter(({ isNeeded }) => isNeeded);
  if (found.length > 0) return found;
  const [first] = assessments;
  const servers = usableNames(first?.winInet?.settings ?? null);
  const { sid, name } = first?.vpnUser ?? { sid: null, name: null };
  return [{ reason: 'nothing-named', sid, name, servers, wsus: null, isNeeded: false }];
}

/**
 * No user while the user named at the installation is signed out: then the values set earlier must still be
 * cleared.
 *
 * @throws P2sError `input` if a user is named on the command line whose hive is not loaded
 */
function managedUsers(observation: Observation, { user, installed }: ScheduleRunOptions): VpnUser[] {
  if (installed && user !== null && !isLoaded(observation, user)) return [];
  return signedInUsers(observation, user);
}

/** The named WinHTTP setting, for which no user must be signed in; `null`: it depends on a user's setting. */
function ofMachineAlone(desired: DesiredSettings): DesiredSettings | null {
  if (desired.source !== 'explicit' || desired.winHttp === null || desired.winHttp === 'follow') return null;
  return { ...desired, winInet: null, stores: {} };
}

/** The settings that were named by user id at the installation, without those of signed-out users. */
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
 * If no bypass list is named, the existing one is kept, also over a period without a proxy: WinHTTP stores none
 * without a proxy.
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
 * A change that is not allowed at all, or a setting that is not visible or cannot be read. A PAC file without an
 * answer on this network is not a refusal: like the computer, it is on another network.
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

/** The WinHTTP setting that all signed-in users need. A need that is not known yet is not a disagreement. */
function agreed(assessments: readonly Assessment[]): typeof NO_AGREEMENT {
  const winHttps = assessments.map(({ desired }) => desired.winHttp);
  const [first = null, ...others] = winHttps.filter((one) => one !== null);
  const disagree = first !== null && others.some((one) => !sameEffectiveProxy(first, one));
  const waiting = assessments.filter(({ desired }) => desired.winHttp === null);
  const unanswered = first === null ? [] : waiting.flatMap(({ vpnUser }) => vpnUser?.sid ?? []);
  return { desired: disagree || waiting.length > 0 ? null : first, disagree, unanswered };
}

/** Adds the gateways of phonebooks in earlier runs: a phonebook is visible only while its user is signed in. */
function withKnown(path: KnownPath, history: History): KnownPath {
  const gateways = history.gateways.flatMap(({ host, port, isNamed }: KnownGateway) =>
    isNamed ? [] : [{ host, port, source: 'phonebook' as const }],
  );
  if (gateways.length === 0) return path;
  return { ...path, gateways, reported: gateways };
}
