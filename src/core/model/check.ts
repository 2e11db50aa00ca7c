import type * as z from 'zod';
import type { VerdictCode } from '../causes/verdicts.ts';
import type { AnyFields, EvidenceByStage } from '../path/stage-evidence.ts';
import type { checked, gateway, verdict } from '../schema/path.ts';
import type { WithMessages } from './say.ts';

export type { VerdictCode };

/** Terms of the path check, in the JSON fields `checks` and `verdicts`. */
export const STAGES = ['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp', 'revocation'] as const;
export type Stage = (typeof STAGES)[number];
export const CHECK_STATUSES = ['pass', 'fail', 'warn', 'skip'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];
export const GATEWAY_SOURCES = ['option', 'phonebook', 'profile'] as const;
/** As the user: WinINET. As the computer: WinHTTP, as a service does. */
export const SERVICE_ROUTES = ['user', 'computer'] as const;
export const CHECKED_FROM = ['this-machine', 'this-desk', 'remote'] as const;
/** The settings that a check uses. */
export const CHECKED_SETTINGS = ['current', 'proposed'] as const;
export type CheckedSettings = (typeof CHECKED_SETTINGS)[number];

export type Gateway = z.infer<typeof gateway>;
/** What one file contains about a gateway. */
export type GatewaySays = NonNullable<Gateway['profiles']>[number];

/** A URL, and whose setting decides its route. */
export interface Service {
  url: string;
  as: (typeof SERVICE_ROUTES)[number];
}

/** `HOST` on port 443, else `HOST:PORT`, as on the command line; of a service `URL (user)` or `URL (computer)`. */
export function gatewayName(gateway: { host: string; port: number } & Partial<Service>): string {
  if (gateway.url !== undefined) return `${gateway.url} (${gateway.as})`;
  const host = gateway.host.includes(':') ? `[${gateway.host}]` : gateway.host;
  return gateway.port === 443 ? gateway.host : `${host}:${gateway.port}`;
}

/** The service of a name; `null` for that of a gateway. */
export function serviceOf(name: string): Service | null {
  const [, url, as] = /^(https?:\/\/\S+) \((user|computer)\)$/.exec(name) ?? [];
  return url === undefined ? null : { url, as: as as Service['as'] };
}

/** Whether a run is about services alone, and not about a VPN. */
export function areServices(tested: readonly { gateway: string }[]): boolean {
  return tested.length > 0 && tested.every(({ gateway }) => serviceOf(gateway) !== null);
}

/** The host of a gateway's name, without brackets and port. */
export function hostOfGateway(gateway: string): string {
  const service = serviceOf(gateway);
  if (service !== null) return new URL(service.url).hostname.replace(/^\[|\]$/g, '');
  const [, bracketed, named] = /^\[([^\]]+)\]|^([^:]+)(?::\d+)?$/.exec(gateway) ?? [];
  return bracketed ?? named ?? gateway;
}

/** `HOST:PORT`, as a firewall rule needs it. */
export function targetOf(gateway: string): string {
  const service = serviceOf(gateway);
  if (service !== null) {
    const { host, port, protocol } = new URL(service.url);
    return port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host;
  }
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

/** Why a setting leads directly, although a proxy is named, or may be found; in evidence of a failure. */
export type SentDirect = NonNullable<AnyFields['sentDirect']>;

/** How a URL is reached, and which setting decided it. */
export interface Route {
  proxy: ProxyAddress | null;
  /** The next entries of the setting, in order, if that proxy accepts no TCP connection; `null` is direct. */
  further?: readonly (ProxyAddress | null)[];
  /** The routes come from a PAC answer; WinHTTP may be set to another one than the first. */
  ofAnswer?: true;
  /** Entries after those, which are not tried. */
  untried?: UntriedRoutes;
  sentDirect?: SentDirect;
  /**
   * The store that decided, e.g. `wininet/S-1-…/lan`, `winhttp/native`; `option` if the caller named the route.
   */
  decidedBy: string;
  /** Why the route cannot be tested from here (PAC, SOCKS, unknown), else `null`. The check is then `skip`. */
  unsupported: string | null;
}

/** One stage of one path with its evidence. Evidence contains numbers, names and bytes (hex), never secrets. */
export type StageResult<S extends Stage = Stage> = S extends Stage ? ResultAt<S> : never;

interface ResultAt<S extends Stage> extends Omit<z.infer<typeof checked>, 'gateway' | 'from' | 'stores'> {
  stage: S;
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
export type Check<S extends Stage = Stage> = StageResult<S> &
  Pick<z.infer<typeof checked>, 'gateway' | 'from' | 'stores'>;

export type Verdict = z.infer<typeof verdict> &
  Pick<WithMessages, 'commands'> & {
    /** While a report is made: the other services that fail in the same way. */
    readonly also?: readonly string[];
  };

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
