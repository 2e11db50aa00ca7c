import type * as z from 'zod';
import { sameEffectiveProxy } from '../proxy/compare.ts';
import type { ProxySettings } from '../proxy/settings.ts';
import type { reversion } from '../schema/schedule.ts';

const DAY_MS = 86_400_000;
/** A single revert may be a coincidence: an admin at work, or a policy that is being removed. */
const REVERSIONS_UNTIL_LEFT = 2;
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
export type Reversion = z.infer<typeof reversion>;

/** The same, with what was reverted: only these settings are left alone. */
export interface TrackedReversion extends Reversion {
  /** ISO 8601: the reverted change; each counts once. */
  changedAt: string;
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
 * Known reverts at the start of a run. A change that was reverted twice in a row is left alone, until it is found as
 * it was set a day after the last revert. A clear is always made again, because a proxy that does not answer cuts
 * the computer off.
 */
export function noticeReversion({
  last,
  reversions,
  now,
  settingsOf,
  managerOf,
}: ReversionFacts): readonly TrackedReversion[] {
  const holds = ({ store, settings }: LeftStore) => {
    const found = settingsOf(store);
    return found != null && sameEffectiveProxy(found, settings);
  };
  // In either direction, because the clock may have been changed.
  const isOver = ({ left, foundAt }: TrackedReversion) =>
    left.every(holds) && Math.abs(now.getTime() - Date.parse(foundAt)) >= DAY_MS;
  const known = reversions.filter((one) => !isOver(one));
  const left = (last?.left ?? []).filter((one) => settingsOf(one.store) !== undefined && !holds(one));
  if (last === null || left.length === 0) return known;
  const before = known.find(
    (one) => one.act === last.act && one.left.some((a) => left.some((b) => isSameSetting(a, b))),
  );
  if (before?.changedAt === last.at) return known;
  const count = (before?.count ?? 0) + 1;
  const found: TrackedReversion = {
    act: last.act,
    count,
    foundAt: now.toISOString(),
    stores: left.map(({ store }) => store),
    by: left.map(({ store }) => managerOf(store)).find((policy) => policy !== null) ?? null,
    leftAlone: last.act === 'align' && count >= REVERSIONS_UNTIL_LEFT,
    changedAt: last.at,
    left,
  };
  return [...known.filter((one) => one !== before), found].slice(-MAX_KNOWN);
}

/** Whether this setting is left alone. */
export function isLeftAlone(reversions: readonly TrackedReversion[], change: LeftStore): boolean {
  return reversions.some((one) => one.leftAlone && one.left.some((left) => isSameSetting(left, change)));
}

/**
 * The most important revert to report, without its settings: of a desired value that is left alone, else the one
 * that this run found.
 */
export function reversionToReport(
  reversions: readonly TrackedReversion[],
  now: Date,
  isDesired: (left: LeftStore) => boolean,
): Reversion | null {
  const newest = reversions.toReversed();
  const reported =
    newest.find(({ leftAlone, left }) => leftAlone && left.some(isDesired)) ??
    newest.find(({ foundAt }) => foundAt === now.toISOString());
  if (reported === undefined) return null;
  const { left: _, changedAt: _at, ...rest } = reported;
  return rest;
}

function isSameSetting(a: LeftStore, b: LeftStore): boolean {
  return a.store === b.store && sameEffectiveProxy(a.settings, b.settings);
}
