import type { EvidenceByStage } from '../path/stage-evidence.ts';

/** Words of the path check; contract: JSON fields `checks` and `verdicts`. */
export type Stage = 'dns' | 'tcp' | 'connect' | 'tls' | 'certificate' | 'http' | 'sstp' | 'revocation';
export type CheckStatus = 'pass' | 'fail' | 'warn' | 'skip';

export interface Gateway {
  host: string;
  port: number;
  source: 'option' | 'phonebook' | 'profile';
  /** What profiles and phonebooks say of it, in the report. */
  profiles?: readonly GatewaySays[];
}

/** What one file says of a gateway. */
export interface GatewaySays {
  format: string;
  file: string;
  /** Tunnel types; `null`: it does not say. */
  types: readonly string[] | null;
  roots: readonly { name: string | null; sha1: string | null; sha256: string | null }[];
  vnetId: string | null;
  /** Of a phonebook: the entry, and its strategy (VS_* of ras.h). */
  entry: string | null;
  strategy: number | null;
}

/** `HOST` on port 443, else `HOST:PORT`: the name of a gateway in output and on the command line. */
export function gatewayName(gateway: { host: string; port: number }): string {
  const host = gateway.host.includes(':') ? `[${gateway.host}]` : gateway.host;
  return gateway.port === 443 ? gateway.host : `${host}:${gateway.port}`;
}

/** A proxy to go through; `null` in a {@link Route} is the direct way. */
export interface ProxyAddress {
  host: string;
  port: number;
}

/** Ways of a list behind the last one that is tried; in evidence, where none of the tried gave a connection. */
export interface UntriedRoutes {
  count: number;
  /** Kinds among them that cannot be followed from here. */
  unsupported: readonly ('tls-proxy' | 'socks' | 'unreadable')[];
}

/** How one URL is reached, and which link of Windows' own chain decided it. */
export interface Route {
  proxy: ProxyAddress | null;
  /** What the setting names for when that proxy gives no TCP connection, in order; `null` is the direct way. */
  further?: readonly (ProxyAddress | null)[];
  /** The ways are those of a PAC answer, of which WinHTTP can be given another one than the first. */
  ofAnswer?: true;
  /** What it names after those, and is not tried. */
  untried?: UntriedRoutes;
  /** The store that decided, e.g. `wininet/S-1-…/lan`, `winhttp/native`; `option` when the caller named the way. */
  decidedBy: string;
  /** Why the route cannot be followed from here (PAC, SOCKS, unknown), else `null`. The check is then `skip`. */
  unsupported: string | null;
}

/** One stage of one path, with what was seen. Evidence holds numbers, names and bytes (hex), never secrets. */
export type StageResult<S extends Stage = Stage> = S extends Stage ? ResultAt<S> : never;

interface ResultAt<S extends Stage> {
  stage: S;
  /** The URL of a revocation fetch, else `null`. */
  url: string | null;
  /** `HOST:PORT` of the proxy, or `direct`. */
  via: string;
  status: CheckStatus;
  durationMs: number;
  /** Of the one connection of this stage: see {@link EvidenceByStage}. */
  evidence: EvidenceByStage[S];
}

/** The results of one stage. What its peer says can be read from these alone. */
export function ofStage<T extends StageResult, S extends Stage>(
  results: readonly T[],
  stage: S,
): Extract<T, { stage: S }>[] {
  return results.filter((one): one is Extract<T, { stage: S }> => one.stage === stage);
}

/** What a running check tells about its stages, as they start and end. */
export type StageEvent =
  | { type: 'started'; stage: Stage; url: string | null; via: string }
  | { type: 'result'; result: StageResult };

/** A stage of a path to a gateway, with the settings that were followed. */
export type Check<S extends Stage = Stage> = StageResult<S> & CheckOf;

interface CheckOf {
  gateway: string;
  from: 'this-machine' | 'this-desk' | 'remote';
  stores: 'current' | 'proposed';
}

/** The earliest failing tunnel stage decides, then revocation. Each is documented in docs/verdicts.md. */
export type VerdictCode =
  | 'reachable'
  | 'proxy-unreachable' // TCP to the proxy
  | 'proxy-auth-required' // 407
  | 'proxy-blocks-sstp' // refused with SSTPVERSION, 200 without
  | 'proxy-refused' // 403 and the like
  | 'dns-failed'
  | 'gateway-unreachable' // TCP refused, or the proxy's 502/503/504
  | 'timeout' // silence at any stage; evidence names the stage
  | 'captive-portal' // a page in place of the gateway
  | 'tls-failed' // reset or alert instead of a TLS handshake
  | 'tls-inspection'
  | 'tls-offload' // SSTP answers under a certificate that is not the gateway's
  | 'untrusted-root'
  | 'wrong-root' // not the profile's
  | 'certificate-invalid' // wrong name, expired, wrong use
  | 'no-sstp-port-free'
  | 'sstp-not-offered' // by its profile; not probed
  | 'not-sstp' // HTTP other than 200, or 200 without an Ack
  | 'revoked'
  | 'revocation-unreachable'
  | 'not-tested'; // the route cannot be followed from here (PAC, SOCKS), or what came is not judged

export interface Verdict {
  gateway: string;
  stores: 'current' | 'proposed';
  verdict: VerdictCode;
  /** The stage that decided it; `null` for `reachable`. */
  stage: Stage | null;
  /** With the stores as proposed, the gateway is reachable from here: nobody has to open anything. */
  mendedByProposal?: true;
  /** Another gateway is lost with these stores, which are not written unasked. */
  losesByProposal?: true;
  /** With the stores as proposed, the gateway is out of reach as well: to write them mends nothing by itself. */
  failsByProposal?: true;
  /** With the stores as proposed, all gets through, and a list or an answer that comes says revoked. */
  revokedByProposal?: true;
  /** Of the stores as proposed: with the present ones the path works, and nobody has to do anything for these. */
  worksToday?: true;
  /** Nothing else is proposed, or it cannot be written: an apply changes nothing about this. */
  notProposed?: true;
  /** The whole command that makes the proposed change, where that mends it. */
  command?: string;
}
