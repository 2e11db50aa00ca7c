import type { ProxySettings } from '../proxy/settings.ts';
import { decideMove, type KeepReason, type Move, type ProxyProof, type RoamingFacts } from './roaming.ts';

/** WinHTTP for 64-bit or for 32-bit programs: each view has its own proxy. */
export interface View {
  store: string;
  /** `null`: it cannot be read. */
  current: ProxySettings | null;
  /** Ignored for a setting without a proxy. */
  currentProof: ProxyProof;
  /** The desired setting of this view was reverted outside p2s-fix, twice in a row; another may still be set. */
  leftAlone: boolean;
  /** A user's own setting, with a proxy that this schedule set or desires; independent of WinHTTP. */
  isUsers?: true;
  /** The missing desired setting, if it works here; without it, a dead proxy is removed. */
  desired?: ProxySettings;
}

/** Facts that are the same for every view. */
export type SharedFacts = Omit<RoamingFacts, 'current' | 'currentProof' | 'leftAlone'>;

export interface ViewsMove {
  move: Move;
  /** The views that need the move; `clear` removes the proxy only from these. */
  stores: readonly View['store'][];
}

/** The most important reason to report first. */
const KEEPS: readonly KeepReason[] = [
  'not-ours',
  'proxy-asks-sign-in',
  'left-alone',
  'proxy-not-here',
  'not-proved',
];

/**
 * One move for all views: a missing setting is written to each, a dead proxy is removed from the views that have
 * it, and the result is `as-wanted` when every view matches.
 */
export function decideViews(facts: SharedFacts, views: readonly View[]): ViewsMove {
  const moves = views.map((view) => ({ store: view.store, move: decideView(facts, view) }));
  const ranked = moves.toSorted((a, b) => rankOf(a.move) - rankOf(b.move));
  const move = ranked[0]?.move ?? { act: 'keep', why: 'not-known' };
  const stores = moves.filter((one) => rankOf(one.move) === rankOf(move)).map(({ store }) => store);
  return { move, stores };
}

/** The move for one view alone. */
export function decideView(facts: SharedFacts, { store: _, isUsers, desired, ...view }: View): Move {
  if (isUsers !== true) return decideMove({ ...facts, ...view });
  return decideMove({ own: view.current, desired: desired ?? null, desiredProof: 'works', ...view });
}

function rankOf({ act, why }: Move): number {
  if (act === 'clear') return 1;
  if (act === 'align') return why === 'as-wanted' ? 9 : 0;
  const at = KEEPS.indexOf(why);
  return 2 + (at < 0 ? KEEPS.length : at);
}
