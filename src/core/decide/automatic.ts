import { type AutoAnswer, type CombinedAnswer, combineAnswers, withoutDead } from '../proxy/auto-answer.ts';
import type { ProxySettings } from '../proxy/settings.ts';

/** What Windows must evaluate because no list contains it: auto-detection, a PAC file, or both in this order. */
export interface AutoQuestion {
  autoDetect: boolean;
  pacUrl: string | null;
}

/** The answers to one question, for the URLs that were asked. */
export interface Resolution {
  answers: ReadonlyMap<string, AutoAnswer>;
  /** Whether `answers` covers every URL: the gateways and the URLs in their certificates. */
  complete: boolean;
  /** PAC functions whose result depends on the computer; on the computer itself, the answers may differ. */
  dependsOnNetwork: readonly string[];
  /** PAC functions whose result depends on the time. */
  variesWith: readonly string[];
  /** Proxies of the answers that refused a connection while a later route succeeded: `HOST:PORT`. */
  deadProxies: readonly string[];
}

/** Resolutions by {@link questionKey}. */
export type Automatic = ReadonlyMap<string, Resolution>;

export const NOT_RESOLVED: Automatic = new Map();

/** `null` when only the lists decide. */
export function questionOf(settings: ProxySettings | null): AutoQuestion | null {
  if (settings === null) return null;
  const autoDetect = settings.autoDetect === true;
  const pacUrl = settings.pac?.enabled === true ? settings.pac.url : null;
  return autoDetect || pacUrl !== null ? { autoDetect, pacUrl } : null;
}

export function questionKey({ autoDetect, pacUrl }: AutoQuestion): string {
  return `${autoDetect ? 'auto-detect' : ''} ${pacUrl ?? ''}`;
}

/** The answers for these settings, if they were evaluated. */
export function resolutionOf(automatic: Automatic, settings: ProxySettings | null): Resolution | null {
  const question = questionOf(settings);
  return question === null ? null : (automatic.get(questionKey(question)) ?? null);
}

/**
 * The static WinHTTP setting that matches the answers. `nothing-detected`: this network has no auto-detection, and
 * Windows falls back to the manual setting. `incomplete`: the answer for some URL is unknown.
 */
export type AutoOutcome =
  | CombinedAnswer
  | { kind: 'nothing-detected' }
  | { kind: 'incomplete' }
  /** The answers depend on the computer or the time. */
  | { kind: 'conditional' };

export function outcomeOf({ pacUrl }: AutoQuestion, resolution: Resolution): AutoOutcome {
  const { answers, complete, dependsOnNetwork, variesWith, deadProxies } = resolution;
  const combined = combineAnswers([...answers.values()].map((one) => withoutDead(one, deadProxies)));
  const nothing = combined.kind === 'failed' && combined.reason === 'nothing-detected' && pacUrl === null;
  if (nothing) return { kind: 'nothing-detected' };
  if (combined.kind !== 'direct' && combined.kind !== 'one-proxy') return combined;
  if (!complete) return { kind: 'incomplete' };
  return dependsOnNetwork.length + variesWith.length > 0 ? { kind: 'conditional' } : combined;
}
