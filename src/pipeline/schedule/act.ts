import { applyPlan } from '../../change/apply.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { type Assessment, assess } from '../../core/assess.ts';
import type { Finding } from '../../core/finding.ts';
import { makePlan, type Plan, type StoreChange } from '../../core/plan.ts';
import type { LeftStore } from '../../core/schedule/back-off.ts';
import { hasProxy, type ProxyProof } from '../../core/schedule/roaming.ts';
import type { ViewsMove } from '../../core/schedule/views.ts';
import { anybody } from '../../core/vpn-user.ts';
import type { Wish } from '../../core/wish.ts';
import type { Machine } from '../../machine/port.ts';
import type { Walks } from '../legs.ts';
import { look } from '../look.ts';
import type { AuditOptions } from '../options.ts';
import { tellPlan } from '../picture.ts';
import { withAnswers } from '../resolve.ts';
import type { RunContext } from '../run.ts';
import type { Situation } from './situation.ts';

/** What a move goes by. */
export interface Moving {
  asked: AuditOptions;
  situation: Situation;
  walks: Walks;
}

export interface Acted {
  changed: readonly string[];
  /** Of the last change; what it is made of can be put back with the others before it. */
  backup: string | null;
  notices: readonly Finding[];
}

/**
 * Makes the move for one user after the other, each time from what is there then: the first brings WinHTTP, which they
 * share, to what all want.
 *
 * @param note keeps what was left in the stores so far, after each user
 * @throws P2sError as `applyPlan`
 */
export async function makeMove(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  decided: ViewsMove,
  { asked, situation, walks }: Moving,
  note: (left: readonly LeftStore[]) => Promise<void>,
): Promise<Acted> {
  const { move } = decided;
  const none: Acted = { changed: [], backup: null, notices: [] };
  if (move.act === 'keep') return none;
  let acted = none;
  const left: LeftStore[] = [];
  let { observation } = situation;
  const sids: (string | null)[] = situation.users.map(({ sid }) => sid);
  // WinHTTP is there also before anybody has signed in.
  if (sids.length === 0) sids.push(anybody(observation)?.sid ?? null);
  for (const [at, sid] of sids.entries()) {
    const wish = move.act === 'align' ? asked.wish : clearing(decided.stores, situation.assessments[at]);
    const seen = assess(observation, wish, sid);
    const path = situation.path;
    const assessed = await withAnswers(context, machine, seen, { ...asked, wish, path }, walks);
    const plan =
      move.act === 'clear'
        ? onlyIn(decided.stores, assessed.plan)
        : onlySettable(situation, situation.userProofs[at] ?? 'works', assessed.plan);
    if (plan.changes.length === 0) continue;
    tellPlan(context, plan);
    const done = await applyPlan(machine, observation.registry, plan, store, context.emit);
    acted = {
      changed: [...new Set([...acted.changed, ...done.changed])],
      backup: done.backup,
      notices: [...acted.notices, ...done.notices],
    };
    left.push(...leftBy(plan.changes, asked.wish));
    if (left.length > 0) await note([...left]);
    if (at < sids.length - 1) observation = await look(context, machine);
  }
  return acted;
}

/** WinHTTP direct, and the user's own setting where that calls for it. */
function clearing(stores: readonly string[], own: Assessment | undefined): Wish {
  const isOwn = stores.includes(own?.winInet?.id ?? '');
  return { source: 'explicit', winInet: isOwn ? { kind: 'direct' } : null, winHttp: { kind: 'direct' } };
}

/** A view with a proxy that is not ours, or that works, keeps it. */
function onlyIn(views: readonly string[], { changes }: Plan): Plan {
  return makePlan(changes.filter(({ store }) => !store.startsWith('winhttp/') || views.includes(store)));
}

/**
 * What somebody undoes again and again is left to them, and a user's own setting names no proxy that does not work here,
 * while the rest is set.
 */
function onlySettable({ givenUp }: Situation, userProof: ProxyProof, { changes }: Plan): Plan {
  return makePlan(
    changes.filter(({ store, after }) => {
      if (givenUp({ store, settings: after })) return false;
      return store.startsWith('winhttp/') || userProof === 'works' || !hasProxy(after);
    }),
  );
}

/** What others must leave alone; where WinHTTP follows a user's setting, that one is the user's to change. */
function leftBy(changes: readonly StoreChange[], wish: Wish): LeftStore[] {
  return changes
    .filter(({ store }) => wish.source === 'explicit' || store.startsWith('winhttp/'))
    .map(({ store, after }) => ({ store, settings: after }));
}
