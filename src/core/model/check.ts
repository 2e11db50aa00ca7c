import type { VerdictCode } from '../causes/verdicts.ts';
import type { AnyFields, EvidenceByStage } from '../path/stage-evidence.ts';

export type { VerdictCode };

/** Terms of the path check, in the JSON fields `checks` and `verdicts`. */
export const STAGES = ['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp', 'revocation'] as const;
export type Stage = (typeof STAGES)[number];
export const CHECK_STATUSES = ['pass', 'fail', 'warn', 'skip'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];
export const GATEWAY_SOURCES = ['option', 'phonebook', 'profile'] as const;
export const CHECKED_FROM = ['this-machine', 'this-desk', 'remote'] as const;
/** The settings that a check uses. */
export const CHECKED_SETTINGS = ['current', 'proposed'] as const;
export type CheckedSettings = (typeof CHECKED_SETTINGS)[number];

export interface Gateway {
  host: string;
  port: number;
  source: (typeof GATEWAY_SOURCES)[number];
  /** What profiles and phonebooks contain about it, in the report. */
  profiles?: readonly GatewaySays[];
}

/** What one file contains about a gateway. */
export interface GatewaySays {
  format: string;
  file: string;
  /** Tunnel types; `null`: not listed. */
  types: readonly string[] | null;
  roots: readonly { name: string | null; sha1: string | null; sha256: string | null }[];
  vnetId: string | null;
  /** Only for a phonebook: the entry, and its strategy (VS_* of ras.h). */
  entry: string | null;
  strategy: number | null;
}

/** `HOST` on port 443, else `HOST:PORT`: the name of a gateway in output and on the command line. */
export function gatewayName(gateway: { host: string; port: number }): string {
  const host = gateway.host.includes(':') ? `[${gateway.host}]` : gateway.host;
  return gateway.port === 443 ? gateway.host : `${host}:${gateway.port}`;
}

/** The host of a gateway's name, without brackets and port. */
export function hostOfGateway(gateway: string): string {
  const [, bracketed, named] = /^\[([^\]]+)\]|^([^:]+)(?::\d+)?$/.exec(gateway) ?? [];
  return bracketed ?? named ?? gateway;
}

/** `HOST:PORT`, as a firewall rule needs it. */
export function targetOf(gateway: string): string {
  if (/^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(gateway)) return `[${gateway}]:443`;
  return gateway.includes(':') ? gateway : `${gateway}:443`;
}

/** A proxy on a route; `null` in a {@link Route} is direct. */
export interface ProxyAddress {
  host: string;
  port: number;
}

/**
 * Routes of a list after the last one that is tried, with the kinds that cannot be tested from here; in evidence if none
 * of the tried ones connected.
 */
export type UntriedRoutes = NonNullable<AnyFields['untriedWays']>;

/** How a URL is reached, and which setting decided it. */
export interface Route {
  proxy: ProxyAddress | null;
  /** The next entries of the setting, in order, if that proxy accepts no TCP connection; `null` is direct. */
  further?: readonly (ProxyAddress | null)[];
  /** The routes come from a PAC answer; WinHTTP may be set to another one than the first. */
  ofAnswer?: true;
  /** Entries after those, which are not tried. */
  untried?: UntriedRoutes;
  /**
   * The store that decided, e.g. `wininet/S-1-…/lan`, `winhttp/native`; `option` if the caller named the route.
   */
  decidedBy: string;
  /** Why the route cannot be tested from here (PAC, SOCKS, unknown), else `null`. The check is then `skip`. */
  unsupported: string | null;
}

/** One stage of one path with its evidence. Evidence contains numbers, names and bytes (hex), never secrets. */
export type StageResult<S extends Stage = Stage> = S extends Stage ? ResultAt<S> : never;

interface ResultAt<S extends Stage> {
  stage: S;
  /** The URL of a revocation download, else `null`. */
  url: string | null;
  /** `HOST:PORT` of the proxy, or `direct`. */
  via: string;
  status: CheckStatus;
  durationMs: number;
  /** Of the one connection of this stage. */
  evidence: EvidenceByStage[S];
}

/** The results of one stage. */
export function ofStage<T extends StageResult, S extends Stage>(
  results: readonly T[],
  stage: S,
): Extract<T, { stage: S }>[] {
  return results.filter((one): one is Extract<T, { stage: S }> => one.stage === stage);
}

/** Events of a running check as its stages start and end. */
export type StageEvent =
  | { type: 'started'; stage: Stage; url: string | null; via: string }
  | { type: 'result'; result: StageResult };

/** A stage of a path to a gateway, with the settings that were used. */
export type Check<S extends Stage = Stage> = StageResult<S> & CheckOf;

interface CheckOf {
  gateway: string;
  from: (typeof CHECKED_FROM)[number];
  stores: CheckedSettings;
}

export interface Verdict {
  gateway: string;
  stores: CheckedSettings;
  verdict: VerdictCode;
  /** The stage that decided it; `null` for `reachable`. */
  stage: Stage | null;
  /** With the proposed settings, the gateway is reachable from here: no firewall change is needed. */
  mendedByProposal?: true;
  /** These settings break another gateway, so they are not written without confirmation. */
  losesByProposal?: true;
  /** With the proposed settings, the gateway is unreachable as well: applying them alone fixes nothing. */
  failsByProposal?: true;
  /** With the proposed settings, every stage succeeds, but a revocation list or answer reports revoked. */
  revokedByProposal?: true;
  /** Only for proposed settings: the path works with the current ones, so no action is needed. */
  worksToday?: true;
  /** The proposal is the same, or it cannot be written: an apply changes nothing about this. */
  notProposed?: true;
  /** The whole command that makes the proposed change, if that fixes it. */
  command?: string;
  /** When the path was recorded, if it was not checked by this run: the date of the transcript. */
  collectedAt?: string;
}

/**
 * Reasons for lists and answers that were received but whose handling by Windows is unknown: they prove nothing,
 * and are not certainly invalid.
 */
export const NOT_JUDGED = [
  'indirect-crl',
  'some-reasons',
  'removed-from-crl',
  'no-crl-sign',
  'other-key-id',
  'unsupported-extension',
  'unsupported-signature',
  'ocsp-other-hash',
  'no-next-update',
  'pem',
] as const;

export type NotJudged = (typeof NOT_JUDGED)[number];

export function isNotJudged(reason: string | undefined): reason is NotJudged {
  return NOT_JUDGED.some((one) => one === reason);
}

/** The lists and answers that were received but not assessed. */
export function notJudged<T extends StageResult>(results: readonly T[]): T[] {
  return results.filter(
    ({ stage, status, evidence }) =>
      stage === 'revocation' && status === 'skip' && isNotJudged(evidence.reason),
  );
}
