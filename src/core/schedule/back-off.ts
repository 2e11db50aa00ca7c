import { sameEffectiveProxy } from '../proxy/compare.ts';
import type { ProxySettings } from '../proxy/settings.ts';

const HOUR_MS = 3_600_000;
const FIRST_PAUSE_MS = 24 * HOUR_MS;
const MAX_PAUSE_MS = 7 * 24 * HOUR_MS;
/** Once may be a coincidence: an admin at work, or a policy that was on its way out. */
const UNDONE_BEFORE_PAUSE = 2;
/** Each network, and each desired state, may have somebody of its own; the newest count. */
const MAX_KNOWN = 16;

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

/** The same, with what was undone: nothing else is given up. */
export interface Undoing extends Undone {
  left: readonly LeftStore[];
}

export interface UndoingFacts {
  last: LastChange | null;
  undone: readonly Undoing[];
  now: Date;
  /** What a store holds now; `undefined`: there is none, `null`: not readable. */
  settingsOf: (store: string) => ProxySettings | null | undefined;
  /** The policy that manages a store. */
  managerOf: (store: string) => string | null;
}

/**
 * What is known of those who undo our changes, at the beginning of a run. From the second time on that what was set is
 * found undone, setting the same pauses: a day, then twice as long each time, a week at most; a change of another kind
 * in between ends nothing of it. It ends when the same change stands for a day, or nobody has undone it for a week.
 * Clearing never pauses: a proxy that does not answer cuts the machine off.
 */
export function noticeUndone({ last, undone, now, settingsOf, managerOf }: UndoingFacts): readonly Undoing[] {
  const known = undone.filter((one) => !isOver(one, now));
  if (last === null) return known;
  const left = last.left.filter(({ store, settings }) => {
    const found = settingsOf(store);
    return found !== undefined && (found === null || !sameEffectiveProxy(found, settings));
  });
  if (left.length === 0) {
    if (now.getTime() - Date.parse(last.at) < FIRST_PAUSE_MS) return known;
    return known.filter((one) => !isSameChange(one, last));
  }
  const before = known.find((one) => isSameChange(one, { act: last.act, left }));
  if (before !== undefined && isCounted(before, last, now)) return known;
  const count = (before?.count ?? 0) + 1;
  const pauses = last.act === 'align' && count >= UNDONE_BEFORE_PAUSE;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (count - UNDONE_BEFORE_PAUSE), MAX_PAUSE_MS);
  const found: Undoing = {
    act: last.act,
    count,
    foundAt: now.toISOString(),
    stores: left.map(({ store }) => store),
    by: left.map(({ store }) => managerOf(store)).find((policy) => policy !== null) ?? null,
    pausedUntil: pauses ? new Date(now.getTime() + pauseMs).toISOString() : null,
    left,
  };
  return [...known.filter((one) => one !== before), found].slice(-MAX_KNOWN);
}

/** Whether setting this store to that pauses now. */
export function isGivenUp(undone: readonly Undoing[], now: Date, change: LeftStore): boolean {
  return undone.some((one) => isPaused(one, now) && one.left.some((left) => isSameSetting(left, change)));
}

/** What is worth telling most of those who undo our changes, without what was undone: what pauses comes first. */
export function undoneToReport(undone: readonly Undoing[], now: Date): Undone | null {
  const [first] = undone.toSorted(
    (a, b) =>
      Number(isPaused(b, now)) - Number(isPaused(a, now)) ||
      b.count - a.count ||
      Date.parse(b.foundAt) - Date.parse(a.foundAt),
  );
  if (first === undefined) return null;
  const { left: _, ...reported } = first;
  return reported;
}

/** Whether setting pauses now. A clock that was set back does not make a pause longer than any could be. */
function isPaused({ pausedUntil }: Undone, now: Date): boolean {
  if (pausedUntil === null) return false;
  const left = Date.parse(pausedUntil) - now.getTime();
  return left > 0 && left <= MAX_PAUSE_MS;
}

/**
 * Told and counted once for each change of ours. Which came first is not known of a time that is still to come, since
 * the clock was set back: a change from then was counted, and one that was found then is counted again.
 */
function isCounted({ foundAt }: Undone, last: LastChange, now: Date): boolean {
  const [found, changed] = [Date.parse(foundAt), Date.parse(last.at)];
  return changed > now.getTime() || (found > changed && found <= now.getTime());
}

/** Nobody has undone it for long, or the clock has gone that far in either direction. */
function isOver({ foundAt, pausedUntil }: Undone, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(pausedUntil ?? foundAt)) > MAX_PAUSE_MS;
}

function isSameChange(a: Pick<LastChange, 'act' | 'left'>, b: Pick<LastChange, 'act' | 'left'>): boolean {
  return a.act === b.act && a.left.some((one) => b.left.some((other) => isSameSetting(one, other)));
}

function isSameSetting(a: LeftStore, b: LeftStore): boolean {
  return a.store === b.store && sameEffectiveProxy(a.settings, b.settings);
}
