import type { AutoAnswer } from '../proxy/auto-answer.ts';
import { type CombinedAnswer, combineAnswers, withoutDead } from '../proxy/auto-combine.ts';
import type { ProxySettings } from '../proxy/settings.ts';

/** What has to be asked of Windows, because no list says it: auto-detection, a PAC file, or both in this order. */
export interface AutoQuestion {
  autoDetect: boolean;
  pacUrl: string | null;
}

/** What was answered to one question, for the URLs that it was asked for. */
export interface Resolution {
  answers: ReadonlyMap<string, AutoAnswer>;
  /** Whether every URL concerned is among them: the gateways and what their certificates name. */
  complete: boolean;
  /** The networks that the answers hold for; `null` when they could not be told. */
  networks: readonly string[] | null;
  /** Functions of a PAC file that asked for what only the machine itself knows; the answers may differ there. */
  dependsOnNetwork: readonly string[];
  /** What a PAC file asked that gives something else at another time. */
  variesWith: readonly string[];
  /** Proxies of the answers that gave no connection while a later way did: `HOST:PORT`. */
  deadProxies: readonly string[];
}

/** Resolutions by {@link questionKey}. */
export type Automatic = ReadonlyMap<string, Resolution>;

export const NOT_RESOLVED: Automatic = new Map();

/** `null` where the lists alone decide. */
export function questionOf(settings: ProxySettings | null): AutoQuestion | null {
  if (settings === null) return null;
  const autoDetect = settings.autoDetect === true;
  const pacUrl = settings.pac?.enabled === true ? settings.pac.url : null;
  return autoDetect || pacUrl !== null ? { autoDetect, pacUrl } : null;
}

export function questionKey({ autoDetect, pacUrl }: AutoQuestion): string {
  return `${autoDetect ? 'auto-detect' : ''} ${pacUrl ?? ''}`;
}

/** The answers for these settings, if they were asked for. */
export function resolutionOf(automatic: Automatic, settings: ProxySettings | null): Resolution | null {
  const question = questionOf(settings);
  return question === null ? null : (automatic.get(questionKey(question)) ?? null);
}

/**
 * What a static WinHTTP setting would have to hold. `nothing-detected`: there is no auto-detection on this network, and
 * Windows falls through to what is set by hand. `incomplete`: some URL concerned is not known.
 */
export type AutoOutcome =
  | CombinedAnswer
  | { kind: 'nothing-detected' }
  | { kind: 'incomplete' }
  /** The answers hang on what only the machine itself knows, or on the time. */
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
