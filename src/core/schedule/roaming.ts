import { sameEffectiveProxy } from '../proxy/compare.ts';
import { canonicalHost } from '../proxy/host.ts';
import { effectivePort } from '../proxy/proxy-for-url.ts';
import type { ProxySettings } from '../proxy/settings.ts';

const MAX_EARLIER = 8;

/**
 * What was proved of the proxies of a setting, on the network of this moment. `works`: a gateway, or a signed answer on
 * revocation, came through each of them, which nobody in between can make up. `asks-sign-in`: there, but it answers
 * 407. `no-answer`: anything else, a captive portal that says 200 to everything as well.
 */
export type ProxyProof = 'works' | 'asks-sign-in' | 'no-answer';

export interface RoamingFacts {
  /** What a view of WinHTTP holds; `null`: it cannot be read. */
  current: ProxySettings | null;
  /** What it should hold where its proxy works; `null`: that cannot be told now. */
  desired: ProxySettings | null;
  /** The last proxy that a scheduled run set there, or found there as it was wanted; `null`: none ever. */
  own: ProxySettings | null;
  /** Those that it set before: a run may have ended before it replaced one, or a user was not there. */
  earlier?: readonly ProxySettings[];
  /** Of `current` and of `desired`; of a setting without a proxy it does not count. */
  currentProof: ProxyProof;
  desiredProof: ProxyProof;
  /** Somebody else undoes that very change again and again. */
  backingOff: boolean;
}

/** `align`: bring every store to what is wanted. `clear`: take the proxy away. `keep`: leave all as it is. */
export type Move =
  | { act: 'align'; why: 'as-wanted' | 'proxy-works' | 'no-proxy-wanted' }
  | { act: 'clear'; why: 'proxy-does-not-answer' }
  | { act: 'keep'; why: KeepReason };

export type KeepReason =
  /** The wanted proxy is not on this network, and none is set. */
  | 'proxy-not-here'
  | 'proxy-asks-sign-in'
  /** A proxy that this schedule has not set and does not want. */
  | 'not-ours'
  /** What is wanted cannot be told, and what is there works or is direct. */
  | 'not-known'
  | 'backing-off';

/**
 * What a scheduled run does. A proxy is set only where it is proved to work. One that this schedule set, or wants, is
 * taken away where it does not answer, so that a machine off its network is never cut off: that is done however often
 * somebody else sets it again, while setting is given up (`backingOff`).
 */
export function decideMove(facts: RoamingFacts): Move {
  const { current, desired, desiredProof, currentProof } = facts;
  const settable = desired !== null && (!hasProxy(desired) || desiredProof === 'works');
  const backingOff = settable && facts.backingOff;
  if (settable) {
    if (current !== null && sameEffectiveProxy(current, desired)) return { act: 'align', why: 'as-wanted' };
    if (!backingOff) return { act: 'align', why: hasProxy(desired) ? 'proxy-works' : 'no-proxy-wanted' };
  }
  if (current === null || !hasProxy(current)) return { act: 'keep', why: whyDirect(facts) };
  if (currentProof === 'works') return { act: 'keep', why: backingOff ? 'backing-off' : 'not-known' };
  if (currentProof === 'asks-sign-in') return { act: 'keep', why: 'proxy-asks-sign-in' };
  if (!mayClear(facts, current)) return { act: 'keep', why: backingOff ? 'backing-off' : 'not-ours' };
  return { act: 'clear', why: 'proxy-does-not-answer' };
}

/** What is this schedule's own after a run that made this move. */
export function ownAfter(
  move: Move,
  { desired, own }: Pick<RoamingFacts, 'desired' | 'own'>,
): ProxySettings | null {
  return move.act === 'align' && desired !== null && hasProxy(desired) ? desired : own;
}

/** What was this schedule's own before `own`, the newest first. */
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

/** A proxy that this schedule set or wants, or any where none is wanted. */
function mayClear({ own, earlier = [], desired }: RoamingFacts, current: ProxySettings): boolean {
  if (desired !== null && !hasProxy(desired)) return true;
  return namesOnly(current, [own, desired, ...earlier]);
}

/** Whether a setting names no other proxies than these do, whatever list of exceptions goes with them. */
export function namesOnly(current: ProxySettings, these: readonly (ProxySettings | null)[]): boolean {
  const known = these.flatMap((settings) => (settings === null ? [] : serversOf(settings)));
  return serversOf(current).every((server) => known.includes(server));
}

/** Whatever list of exceptions goes with them: it is the proxy that does not answer. */
function serversOf({ proxy }: ProxySettings): string[] {
  return proxy.servers.map((server) => `${canonicalHost(server.host)} ${effectivePort(server)}`);
}

function whyDirect({ desired, desiredProof, backingOff }: RoamingFacts): KeepReason {
  if (desired === null) return 'not-known';
  if (hasProxy(desired) && desiredProof !== 'works')
    return desiredProof === 'asks-sign-in' ? 'proxy-asks-sign-in' : 'proxy-not-here';
  return backingOff ? 'backing-off' : 'not-known';
}
