import type { AutoAnswer, AutoFailureReason, Hop } from './auto-answer.ts';
import { bracket } from './host.ts';

/** The combination of several answers. Each refusal contains all answers, so that they can be shown. */
export type CombinedAnswer =
  | { kind: 'direct' }
  /** `fallbacksDropped`: some answer has fallback routes, which a static setting cannot hold. */
  | { kind: 'one-proxy'; proxy: { host: string; port: number }; fallbacksDropped: boolean }
  | { kind: 'mixed'; answers: readonly AutoAnswer[] }
  /** SOCKS, or a proxy over TLS. */
  | { kind: 'unsupported'; answers: readonly AutoAnswer[] }
  /** `reason`: the reason that all share; `null` when they differ, or nothing was asked. */
  | { kind: 'failed'; reason: AutoFailureReason | null; answers: readonly AutoAnswer[] };

/**
 * The one static setting that routes every URL as auto-detection or the PAC file does, if there is one:
 * DIRECT for all, or the same first proxy for all. Only the first hop counts, because Windows tries the
 * others only when it fails.
 */
export function combineAnswers(answers: readonly AutoAnswer[]): CombinedAnswer {
  const failures = answers.map(failureOf);
  const [reason = null] = failures;
  if (answers.length === 0 || failures.some((one) => one !== null)) {
    return { kind: 'failed', reason: failures.every((one) => one === reason) ? reason : null, answers };
  }
  const first = answers.map(firstHop);
  if (first.every((hop) => hop?.kind === 'direct')) return { kind: 'direct' };
  if (first.some((hop) => hop?.kind === 'socks' || hop?.kind === 'tls-proxy')) {
    return { kind: 'unsupported', answers };
  }
  const [one] = first;
  const same = (hop: Hop | undefined) =>
    one?.kind === 'proxy' && hop?.kind === 'proxy' && hop.host === one.host && hop.port === one.port;
  if (one?.kind !== 'proxy' || !first.every(same)) return { kind: 'mixed', answers };
  const { host, port } = one;
  const fallbacksDropped = answers.some((answer) => 'hops' in answer && answer.hops.length > 1);
  return { kind: 'one-proxy', proxy: { host, port }, fallbacksDropped };
}

/**
 * The answer without leading dead proxies (`dead`, `HOST:PORT`) that have a fallback, because Windows would skip
 * them on each connection.
 */
export function withoutDead(answer: AutoAnswer, dead: readonly string[]): AutoAnswer {
  if (!('hops' in answer)) return answer;
  const isDead = (hop: Hop) => hop.kind === 'proxy' && dead.includes(`${bracket(hop.host)}:${hop.port}`);
  const alive = answer.hops.findIndex((hop) => !isDead(hop));
  return alive > 0 ? { ...answer, hops: answer.hops.slice(alive) } : answer;
}

function firstHop(answer: AutoAnswer): Hop | undefined {
  return 'hops' in answer ? answer.hops[0] : undefined;
}

function failureOf(answer: AutoAnswer): AutoFailureReason | null {
  if ('failure' in answer) return answer.failure.reason;
  return answer.hops[0] === undefined || answer.hops[0].kind === 'unreadable' ? 'unreadable' : null;
}
