import { sameEffectiveProxy } from '../proxy/compare.ts';
import type { ProxySettings } from '../proxy/settings.ts';

const HOUR_MS = 3_600_000;
const FIRST_PAUSE_MS = 24 * HOUR_MS;
const MAX_PAUSE_MS = 7 * 24 * HOUR_MS;
/** Once may be a coincidence: an admin at work, or a policy that was on its way out. */
const UNDONE_BEFORE_PAUSE = 2;

/** What a store held after a scheduled run wrote it. */
export interface LeftStore {
  store: string;
  settings: ProxySettings;
}

/** A change of a scheduled run, and what became of it. */
export interface LastChange {
  /** ISO 8601. */
  at: string;
  act: 'align' | 'clear';
  left: readonly LeftStore[];
}

/** Somebody undid what scheduled runs wrote. */
export interface Undone {
  /** What was undone. */
  act: LastChange['act'];
  /** How often in a row. */
  count: number;
  /** ISO 8601: when it was found last. */
  foundAt: string;
  stores: readonly string[];
  /** The policy that manages such a store; `null`: none is known, so it is not known who it was. */
  by: string | null;
  /** ISO 8601: setting is not tried again before; `null`: it goes on. */
  pausedUntil: string | null;
}

export interface UndoingFacts {
  last: LastChange | null;
  undone: Undone | null;
  now: Date;
  /** What a store holds now; `undefined`: there is none, `null`: not readable. */
  settingsOf: (store: string) => ProxySettings | null | undefined;
  /** The policy that manages a store. */
  managerOf: (store: string) => string | null;
}

/**
 * What is known of somebody who undoes our changes, at the beginning of a run. From the second time on that what was
 * set is found undone, setting pauses: a day, then twice as long each time, a week at most. A change that stands for a
 * day ends it. Clearing never pauses: a proxy that does not answer cuts the machine off.
 */
export function noticeUndone({ last, undone, now, settingsOf, managerOf }: UndoingFacts): Undone | null {
  if (last === null) return undone;
  const stores = last.left.filter(({ store, settings }) => {
    const found = settingsOf(store);
    return found !== undefined && (found === null || !sameEffectiveProxy(found, settings));
  });
  const sinceMs = now.getTime() - Date.parse(last.at);
  if (stores.length === 0) return sinceMs >= FIRST_PAUSE_MS ? null : undone;
  // Told and counted once for each change of ours.
  if (undone !== null && Date.parse(undone.foundAt) > Date.parse(last.at)) return undone;
  const count = (undone?.act === last.act ? undone.count : 0) + 1;
  const pauses = last.act === 'align' && count >= UNDONE_BEFORE_PAUSE;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (count - UNDONE_BEFORE_PAUSE), MAX_PAUSE_MS);
  return {
    act: last.act,
    count,
    foundAt: now.toISOString(),
    stores: stores.map(({ store }) => store),
    by: stores.map(({ store }) => managerOf(store)).find((policy) => policy !== null) ?? null,
    pausedUntil: pauses ? new Date(now.getTime() + pauseMs).toISOString() : null,
  };
}

/** Whether setting pauses now. A clock that was set back does not make a pause longer than any could be. */
export function isPaused(undone: Undone | null, now: Date): boolean {
  if (undone === null || undone.pausedUntil === null) return false;
  const left = Date.parse(undone.pausedUntil) - now.getTime();
  return left > 0 && left <= MAX_PAUSE_MS;
}
