import { sameEffectiveProxy } from '../proxy/compare.ts';
import type { ProxySettings } from '../proxy/settings.ts';

const HOUR_MS = 3_600_000;
const FIRST_PAUSE_MS = 24 * HOUR_MS;
const MAX_PAUSE_MS = 7 * 24 * HOUR_MS;
/** A single revert may be a coincidence: an admin at work, or a policy that is being removed. */
const REVERSIONS_BEFORE_PAUSE = 2;
/** Each network and each desired state may have its own conflict; the newest count. */
const MAX_KNOWN = 16;

/** A setting after a scheduled run wrote it. */
export interface LeftStore {
  store: string;
  settings: ProxySettings;
}

/** The changes that a scheduled run makes. */
export const SCHEDULED_ACTS = ['align', 'clear'] as const;

/** A change of a scheduled run, and its result. */
export interface LastChange {
  /** ISO 8601. */
  at: string;
  act: (typeof SCHEDULED_ACTS)[number];
  left: readonly LeftStore[];
}

/** A scheduled change that was reverted outside p2s-fix. */
export interface Reversion {
  /** The reverted change. */
  act: LastChange['act'];
  /** How often in a row. */
  count: number;
  /** ISO 8601: when it was last found. */
  foundAt: string;
  stores: readonly string[];
  /** The policy that manages such a setting; `null`: unknown who reverted it. */
  by: string | null;
  /** ISO 8601: the setting is not written again before this time; `null`: no pause. */
  pausedUntil: string | null;
}

/** The same, with the reverted settings: only these are paused. */
export interface TrackedReversion extends Reversion {
  left: readonly LeftStore[];
}

export interface ReversionFacts {
  last: LastChange | null;
  reversions: readonly TrackedReversion[];
  now: Date;
  /** The current setting; `undefined`: there is none, `null`: cannot be read. */
  settingsOf: (store: string) => ProxySettings | null | undefined;
  /** The policy that manages a setting. */
  managerOf: (store: string) => string | null;
}

/**
 * Known reverts at the start of a run. From the second revert in a row on, the same change pauses: one day,
 * then twice as long each time, up to a week; changes of another kind do not end the pause. It ends when the
 * change is kept for a day, or is not reverted for a week. Clearing never pauses, because a proxy that does not
 * answer cuts the computer off.
 */
export function noticeReversion({
  last,
  reversions,
  now,
  settingsOf,
  managerOf,
}: ReversionFacts): readonly TrackedReversion[] {
  const known = reversions.filter((one) => !isOver(one, now));
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
  const pauses = last.act === 'align' && count >= REVERSIONS_BEFORE_PAUSE;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (count - REVERSIONS_BEFORE_PAUSE), MAX_PAUSE_MS);
  const found: TrackedReversion = {
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

/** Whether writing this setting is paused now. */
export function isGivenUp(reversions: readonly TrackedReversion[], now: Date, change: LeftStore): boolean {
  return reversions.some((one) => isPaused(one, now) && one.left.some((left) => isSameSetting(left, change)));
}

/** The most important revert to report, without its settings: a paused one first. */
export function reversionToReport(reversions: readonly TrackedReversion[], now: Date): Reversion | null {
  const [first] = reversions.toSorted(
    (a, b) =>
      Number(isPaused(b, now)) - Number(isPaused(a, now)) ||
      b.count - a.count ||
      Date.parse(b.foundAt) - Date.parse(a.foundAt),
  );
  if (first === undefined) return null;
  const { left: _, ...reported } = first;
  return reported;
}

/** Whether writing is paused now. If the clock was set back, the pause does not exceed the longest one. */
function isPaused({ pausedUntil }: Reversion, now: Date): boolean {
  if (pausedUntil === null) return false;
  const left = Date.parse(pausedUntil) - now.getTime();
  return left > 0 && left <= MAX_PAUSE_MS;
}

/**
 * Each of our changes is counted once. A time in the future means that the clock was set back, so the order is
 * unknown: a change from then counts as counted, a revert found then is counted again.
 */
function isCounted({ foundAt }: Reversion, last: LastChange, now: Date): boolean {
  const [found, changed] = [Date.parse(foundAt), Date.parse(last.at)];
  return changed > now.getTime() || (found > changed && found <= now.getTime());
}

/** Not reverted for long, or the clock was changed by that much in either direction. */
function isOver({ foundAt, pausedUntil }: Reversion, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(pausedUntil ?? foundAt)) > MAX_PAUSE_MS;
}

function isSameChange(a: Pick<LastChange, 'act' | 'left'>, b: Pick<LastChange, 'act' | 'left'>): boolean {
  return a.act === b.act && a.left.some((one) => b.left.some((other) => isSameSetting(one, other)));
}

function isSameSetting(a: LeftStore, b: LeftStore): boolean {
  return a.store === b.store && sameEffectiveProxy(a.settings, b.settings);
}
