import type { ProxySettings } from '../proxy/settings.ts';
import { decideMove, type KeepReason, type Move, type ProxyProof, type RoamingFacts } from './roaming.ts';

/** WinHTTP as 64-bit programs see it, or as 32-bit ones do: either can hold a proxy by itself. */
export interface View {
  store: string;
  /** `null`: it cannot be read. */
  current: ProxySettings | null;
  /** Of a setting without a proxy it does not count. */
  currentProof: ProxyProof;
  /** Somebody else undoes what is wanted of this view again and again; another may be set all the same. */
  backingOff: boolean;
  /** A user's own setting, with a proxy that this schedule set or wants there: whatever is wanted of WinHTTP. */
  isUsers?: true;
  /** What it is to hold and lacks, where that works here; without it a proxy that does not answer is to go. */
  desired?: ProxySettings;
}

/** What holds for each view alike. */
export type SharedFacts = Omit<RoamingFacts, 'current' | 'currentProof' | 'backingOff'>;

export interface ViewsMove {
  move: Move;
  /** The views that call for it; `clear` takes the proxy from these alone. */
  stores: readonly View['store'][];
}

/** What is worth telling comes first. */
const KEEPS: readonly KeepReason[] = ['not-ours', 'proxy-asks-sign-in', 'backing-off', 'proxy-not-here'];

/**
 * One move for all views: what one of them lacks is set in each, a proxy that does not answer is taken from those that
 * hold it, and they are as wanted when each of them is.
 */
export function decideViews(facts: SharedFacts, views: readonly View[]): ViewsMove {
  const moves = views.map((view) => ({ store: view.store, move: decideView(facts, view) }));
  const ranked = moves.toSorted((a, b) => rankOf(a.move) - rankOf(b.move));
  const move = ranked[0]?.move ?? { act: 'keep', why: 'not-known' };
  const stores = moves.filter((one) => rankOf(one.move) === rankOf(move)).map(({ store }) => store);
  return { move, stores };
}

/** What one view by itself calls for. */
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
