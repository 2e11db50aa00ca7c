import { type Applied, applyPlan } from '../../change/apply.ts';
import { CAUSED_BY_USER } from '../../change/backup/restore.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { assess } from '../../core/decide/assess.ts';
import { desiredBeside } from '../../core/decide/desired-beside.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import { makePlan, type Plan, type StoreChange } from '../../core/decide/plan.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import { say } from '../../core/model/say.ts';
import type { LeftStore } from '../../core/schedule/reversion.ts';
import { hasProxy, type Move } from '../../core/schedule/roaming.ts';
import { decideView } from '../../core/schedule/views.ts';
import { anybody } from '../../core/stores/vpn-user.ts';
import type { Machine } from '../../machine/port.ts';
import type { ProbeSet } from '../path/gateway-probes.ts';
import { withAnswers } from '../path/resolve.ts';
import { reportPlan } from '../run/assessment.ts';
import { observeMachine } from '../run/observe-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import type { Situation } from './situation.ts';

/** The input of a move. */
export interface Moving {
  asked: AuditOptions;
  situation: Situation;
  probeSet: ProbeSet;
}

export interface Acted {
  changed: readonly string[];
  /** Settings whose proxy was to be removed because it does not answer. */
  cleared: readonly string[];
  /** One for each user that was changed, in order: rolled back from the last to the first, all is as before. */
  backups: readonly string[];
  notices: readonly Finding[];
  /** The failure of one user's turn, which wrote nothing, while the rest was set. */
  failure: P2sError | null;
}

/** Errors that users can cause in their own hive, also by making writes slow. All values are restored then. */
const USERS_DOING = [...CAUSED_BY_USER, 'powershell-timeout'];

/**
 * Makes the move for one user after the other, each time from the current state: the first user's turn sets
 * WinHTTP, which all share, to the settings that all need.
 *
 * @param note saves the current content of the settings, after each user
 * @throws P2sError as `applyPlan`, if nothing was written before
 */
export async function makeMove(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  move: Move,
  moving: Moving,
  note: (left: readonly LeftStore[]) => Promise<void>,
): Promise<Acted> {
  const { asked, situation } = moving;
  let acted: Acted = { changed: [], cleared: [], backups: [], notices: [], failure: null };
  if (move.act === 'keep') return acted;
  const left: LeftStore[] = [];
  const planned: StoreChange[] = [];
  let { observation } = situation;
  const sids: (string | null)[] = situation.users.map(({ sid }) => sid);
  // WinHTTP exists even before a user has signed in.
  if (sids.length === 0) sids.push(anybody(observation)?.sid ?? null);
  const takeTurn = async (sid: string | null, at: number): Promise<void> => {
    const set = move.act === 'align' ? await toSet(context, machine, moving, { observation, sid }) : [];
    const cleared = toClear(moving, { observation, sid, at });
    const plan = makePlan([...set, ...cleared]);
    if (plan.changes.length === 0) return;
    planned.push(...plan.changes);
    reportPlan(context, makePlan(planned));
    const { done, failure } = await applyBeside(context, machine, store, plan, observation);
    const failed = acted.failure ?? failure;
    acted = { ...acted, failure: failed };
    if (done === null) return;
    acted = {
      failure: failed,
      changed: [...new Set([...acted.changed, ...done.changed])],
      cleared: [...acted.cleared, ...cleared.filter(isDone(failure)).map((change) => change.store)],
      backups: done.backup === null ? acted.backups : [...acted.backups, done.backup],
      notices: [...acted.notices, ...done.notices],
    };
    left.push(...leftBy((move.act === 'align' ? set : cleared).filter(isDone(failure)), asked.desired));
    if (left.length > 0) await note([...left]);
    if (at < sids.length - 1) observation = await observeMachine(context, machine);
  };
  for (const [at, sid] of sids.entries()) {
    try {
      await takeTurn(sid, at);
    } catch (error) {
      if (!(error instanceof P2sError) || acted.changed.length === 0) throw error;
      return { ...acted, failure: acted.failure ?? afterOthers(error, acted.changed) };
    }
  }
  return acted;
}

/** The error of a later turn says what that turn did; the run has written more. */
function afterOthers(error: P2sError, changed: readonly string[]): P2sError {
  return error.again({
    message: say('{message} Written before that: {changed}.', {
      message: error.messages.message,
      changed: [...changed],
    }),
  });
}

/** Which changes of a plan were made: all, or only those of the machine. */
function isDone(failure: P2sError | null): (change: StoreChange) => boolean {
  return ({ store }) => failure === null || store.startsWith('winhttp/');
}

/**
 * Applies a plan. If it fails because of a user's own hive, WinHTTP is set anyway, from the state at that time.
 */
async function applyBeside(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  plan: Plan,
  observation: Observation,
): Promise<{ done: Applied | null; failure: P2sError | null }> {
  try {
    return {
      done: await applyPlan(machine, observation.registry, plan, store, context.emit),
      failure: null,
    };
  } catch (error) {
    const users = plan.changes.filter(({ store: id }) => !id.startsWith('winhttp/'));
    if (!(error instanceof P2sError) || !USERS_DOING.includes(error.code) || users.length === 0) throw error;
    const rest = makePlan(plan.changes.filter((change) => !users.includes(change)));
    if (rest.changes.length === 0) return { done: null, failure: error };
    const { registry } = await observeMachine(context, machine);
    return { done: await applyPlan(machine, registry, rest, store, context.emit), failure: error };
  }
}

/** The next user of a move, and the machine at that time. */
interface Turn {
  observation: Observation;
  sid: string | null;
  at: number;
}

/** The missing settings of a user, and WinHTTP if it is to be set. */
async function toSet(
  context: RunContext,
  machine: Machine,
  { asked, situation, probeSet }: Moving,
  { observation, sid }: Omit<Turn, 'at'>,
): Promise<readonly StoreChange[]> {
  const desired = desiredBeside(observation, asked.desired, sid);
  const seen = assess(observation, desired, sid);
  const { plan } = await withAnswers(
    context,
    machine,
    seen,
    { ...asked, desired, path: situation.path },
    probeSet,
  );
  return settable(situation, plan.changes);
}

/** Skips settings that are left alone and proxies that do not work here; the rest is set. */
function settable(
  { leavesAlone, facts, views, ownProofs }: Situation,
  changes: readonly StoreChange[],
): StoreChange[] {
  return changes.filter(({ store, after }) => {
    if (leavesAlone({ store, settings: after })) return false;
    const view = views.find((one) => one.store === store);
    if (store.startsWith('winhttp/')) return view !== undefined && decideView(facts, view).act === 'align';
    // The machine-wide setting has a second view, which gets the same values unless it is named itself.
    const proof = ownProofs.get(store) ?? ownProofs.get(store.replace(/\/wow64$/, '')) ?? 'works';
    return proof === 'works' || !(hasProxy(after) || after.pac?.enabled === true);
  });
}

/**
 * Clears WinHTTP and the user's own setting where needed. A view keeps a proxy that is not ours, or that works.
 */
function toClear(
  { asked, situation: { facts, views, assessments } }: Moving,
  { observation, sid, at }: Turn,
): readonly StoreChange[] {
  const dead = views.filter((view) => decideView(facts, view).act === 'clear').map(({ store }) => store);
  if (dead.length === 0) return [];
  const direct = { kind: 'direct' } as const;
  const own = assessments[at]?.winInet?.id ?? '';
  const isOwn = dead.includes(own);
  const named = asked.desired.source === 'explicit' ? Object.keys(asked.desired.stores ?? {}) : [];
  const others = named.filter((id) => id !== own && dead.includes(id));
  const desired: DesiredSettings = {
    source: 'explicit',
    winInet: isOwn ? direct : null,
    winHttp: direct,
    stores: Object.fromEntries(others.map((id) => [id, direct])),
  };
  const { changes } = assess(observation, desired, sid).plan;
  return changes.filter(({ store }) => {
    return store.startsWith('winhttp/') ? dead.includes(store) : isOwn || others.includes(store);
  });
}

/**
 * The settings that others must not change. If WinHTTP follows a user's setting, the user may change that setting.
 */
function leftBy(changes: readonly StoreChange[], desired: DesiredSettings): LeftStore[] {
  return changes
    .filter(({ store }) => desired.source === 'explicit' || store.startsWith('winhttp/'))
    .map(({ store, after }) => ({ store, settings: after }));
}
