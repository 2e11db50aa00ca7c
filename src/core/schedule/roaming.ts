import { sameEffectiveProxy } from '../proxy/compare.ts';
import { canonicalHost } from '../proxy/host.ts';
import { effectivePort } from '../proxy/proxy-for-url.ts';
import type { ProxySettings } from '../proxy/settings.ts';

const MAX_EARLIER = 8;

/**
 * Proof for the proxies of a setting on the current network. `works`: each of them connected to a gateway or
 * returned a signed revocation answer, which cannot be forged on the route. `asks-sign-in`: it answers 407.
 * `no-answer`: anything else, including a captive portal that returns 200 for everything. `not-known`: nothing could
 * be asked, because no gateway is known.
 */
export type ProxyProof = 'works' | 'asks-sign-in' | 'no-answer' | 'not-known';

export interface RoamingFacts {
  /** The setting of a WinHTTP view; `null`: it cannot be read. */
  current: ProxySettings | null;
  /** The desired setting if its proxy works; `null`: it cannot be determined now. */
  desired: ProxySettings | null;
  /** The last desired proxy that a scheduled run set or found in this view; `null`: none yet. */
  own: ProxySettings | null;
  /** Earlier ones: a run may have ended before it replaced one, or a user was not signed in. */
  earlier?: readonly ProxySettings[];
  /** For `current` and for `desired`; ignored for a setting without a proxy. */
  currentProof: ProxyProof;
  desiredProof: ProxyProof;
  /** The desired setting was reverted outside p2s-fix, twice in a row. */
  leftAlone: boolean;
}

/** `align`: write the desired settings. `clear`: remove the proxy. `keep`: change nothing. */
export type Move =
  | { act: 'align'; why: 'as-wanted' | 'proxy-works' | 'no-proxy-wanted' }
  | { act: 'clear'; why: 'proxy-does-not-answer' }
  | { act: 'keep'; why: KeepReason };

export type KeepReason =
  /** The desired proxy does not work on this network, and no proxy is set. */
  | 'proxy-not-here'
  | 'proxy-asks-sign-in'
  /** Whether the proxy works is not known, as in {@link ProxyProof}. */
  | 'not-proved'
  /** A proxy that this schedule did not set and that is not desired. */
  | 'not-ours'
  /** The desired setting cannot be determined, and the current one works or is direct. */
  | 'not-known'
  | 'left-alone';

/**
 * The decision of a scheduled run. A proxy is set only if it is proved to work. A proxy that this schedule set, or
 * that is desired, is removed if it does not answer, so that a computer on another network is not cut off. It is
 * removed each time it is set again outside p2s-fix, even where setting is left alone.
 */
export function decideMove(facts: RoamingFacts): Move {
  const { current, desired, desiredProof, currentProof } = facts;
  const settable = desired !== null && (!hasProxy(desired) || desiredProof === 'works');
  const leftAlone = settable && facts.leftAlone;
  if (settable) {
    if (current !== null && sameEffectiveProxy(current, desired)) return { act: 'align', why: 'as-wanted' };
    if (!leftAlone) return { act: 'align', why: hasProxy(desired) ? 'proxy-works' : 'no-proxy-wanted' };
  }
  if (current === null || !hasProxy(current)) return { act: 'keep', why: whyDirect(facts) };
  if (currentProof === 'works') return { act: 'keep', why: leftAlone ? 'left-alone' : 'not-known' };
  if (currentProof === 'asks-sign-in') return { act: 'keep', why: 'proxy-asks-sign-in' };
  if (currentProof === 'not-known') return { act: 'keep', why: leftAlone ? 'left-alone' : 'not-proved' };
  if (!mayClear(facts, current)) return { act: 'keep', why: leftAlone ? 'left-alone' : 'not-ours' };
  return { act: 'clear', why: 'proxy-does-not-answer' };
}

/** The schedule's own proxy after this move. */
export function ownAfter(
  move: Move,
  { desired, own }: Pick<RoamingFacts, 'desired' | 'own'>,
): ProxySettings | null {
  return move.act === 'align' && desired !== null && hasProxy(desired) ? desired : own;
}

/** The schedule's own proxies before `own`, the newest first. */
export function earlierAfter(
  own: ProxySettings | null,
  before: { own: ProxySettings | null; earlier: readonly ProxySettings[] },
): readonly ProxySettings[] {
  const known = before.own === null ? before.earlier : [before.own, ...before.earlier];
  const others = known.filter(
    (one, at) => !namesOnly(one, [own]) && !known.slice(0, at).some((newer) => namesOnly(one, [newer])),
  );
  return others.slice(0, MAX_EARLIER);
}

export function hasProxy({ proxy }: ProxySettings): boolean {
  return proxy.enabled && proxy.servers.length > 0;
}

/** A proxy that this schedule set or that is desired, or any proxy if none is desired. */
function mayClear({ own, earlier = [], desired }: RoamingFacts, current: ProxySettings): boolean {
  if (desired !== null && !hasProxy(desired)) return true;
  return namesOnly(current, [own, desired, ...earlier]);
}

/** Whether a setting has only proxies of these settings, with any bypass list. */
export function namesOnly(current: ProxySettings, these: readonly (ProxySettings | null)[]): boolean {
  const known = these.flatMap((settings) => (settings === null ? [] : serversOf(settings)));
  return serversOf(current).every((server) => known.includes(server));
}

/** Without the bypass list, because only the proxy matters here. */
function serversOf({ proxy }: ProxySettings): string[] {
  return proxy.servers.map((server) => `${canonicalHost(server.host)} ${effectivePort(server)}`);
}

const NOT_SET: Record<Exclude<ProxyProof, 'works'>, KeepReason> = {
  'asks-sign-in': 'proxy-asks-sign-in',
  'no-answer': 'proxy-not-here',
  'not-known': 'not-proved',
};

function whyDirect({ desired, desiredProof, leftAlone }: RoamingFacts): KeepReason {
  if (desired === null) return 'not-known';
  if (hasProxy(desired) && desiredProof !== 'works') return NOT_SET[desiredProof];
  return leftAlone ? 'left-alone' : 'not-known';
}
