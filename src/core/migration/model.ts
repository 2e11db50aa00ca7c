import type { RootState } from '../findings/profile-currency.ts';
import type { Check, VerdictCode } from '../model/check.ts';
import type { RouteVerdict } from './route-verdict.ts';

/** Terms of the migration from SSTP to its successors; JSON field `migration`, docs/verdicts.md. */
export const NEXT_PROTOCOLS = ['ikev2', 'openvpn'] as const;
export type NextProtocol = (typeof NEXT_PROTOCOLS)[number];

export const TRANSPORTS = ['udp', 'tcp'] as const;

/** One protocol on one route, with the evidence. Evidence contains no key. */
export interface MigrationRoute {
  protocol: NextProtocol;
  transport: (typeof TRANSPORTS)[number];
  port: number;
  /** `HOST:PORT` of the proxy, or `direct`. */
  via: string;
  verdict: RouteVerdict;
  durationMs: number;
  evidence: Record<string, unknown>;
}

/** Whether a protocol would work from this computer: `works-through-proxy` only for clients that support a proxy. */
export const OUTLOOKS = ['works', 'works-through-proxy', 'blocked', 'unknown'] as const;
export type Outlook = (typeof OUTLOOKS)[number];

export interface ProtocolOutlook {
  /** Whether the gateway offers it by its profiles; `null`: unknown. */
  offered: boolean | null;
  outlook: Outlook;
  ways: readonly MigrationRoute[];
}

/** Clients on the computer; `null`: not observable from here. */
export interface VpnClients {
  /** The built-in client of Windows: SSTP, IKEv2. */
  windows: boolean | null;
  /** OpenVPN. Its proxy support is not documented. */
  azureVpnClient: boolean | null;
  /** OpenVPN, also through a proxy (`http-proxy`). */
  openVpn: boolean | null;
}

/** Requirements on the computer, not on the network. */
export interface Readiness {
  profiles: readonly { files: readonly string[]; roots: readonly string[]; state: RootState }[];
  /** Whether this system trusts the root of the gateway's chain; `null`: not known. */
  rootTrusted: boolean | null;
  /** The user gave the root (--ca), so the check does not show whether this system trusts it. */
  rootGiven?: true;
  clients: VpnClients;
  /**
   * End dates of SSTP and of the old root: YYYY-MM-DD, `null` if they do not apply to the gateway. That of the root
   * applies only where the caller gave the date of Microsoft's notification.
   */
  sstpEnds: string | null;
  oldRootEnds: string | null;
}

/** Who makes a required change. */
export const CHANGE_OWNERS = ['network-team', 'proxy-team', 'vpn-team', 'admin'] as const;

/** A required change; `changeStep` has its sentences. */
export interface MigrationChange {
  code:
    | 'allow-udp'
    | 'allow-tcp'
    | 'pass-connect' // through the proxy, without sign-in, and without a TLS requirement
    | 'enable-protocol'
    | 'confirm-protocol' // unknown whether the gateway offers IKEv2
    | 'accept-proposal' // it answers IKEv2, but rejects the proposals
    | 'confirm-point-to-site' // it answers IKEv2, which site-to-site does, too
    | 'regenerate-profile'
    | 'replace-key' // the server answers with another key
    | 'compare-key' // the port was reached, without an answer to this key; `via`: only through that proxy
    | 'add-key' // the same, and the profile has no key
    | 'embed-key' // the profile names it in another file
    | 'client-with-proxy'
    | 'resolve-name' // no route got an address
    | 'name-profile';
  to: (typeof CHANGE_OWNERS)[number];
  /** The protocol it is for; `null`: either. */
  protocol: NextProtocol | null;
  ports: readonly number[];
  /** The proxy concerned. */
  via: string | null;
  /** The deadline. */
  by: string | null;
}

/**
 * `ready-after-changes`: the listed changes are required first. `not-possible`: this network blocks both protocols
 * directly, and its proxy, if any, blocks both. `not-known`: no proof from here.
 */
export const MIGRATION_ANSWERS = ['ready', 'ready-after-changes', 'not-possible', 'not-known'] as const;
export type MigrationAnswer = (typeof MIGRATION_ANSWERS)[number];
/** The rule that decided: an answer, or one of its variants. */
export type MoveCode = MigrationAnswer | `${MigrationAnswer}.${string}`;

/** One gateway, checked from one network. */
export interface GatewayMigration {
  gateway: string;
  from: Check['from'];
  /** Whether SSTP works, for comparison; `null`: not probed. */
  sstp: VerdictCode | null;
  ikev2: ProtocolOutlook;
  openvpn: ProtocolOutlook;
  readiness: Readiness;
  /** The one protocol of its profiles, if they name no other: the move is made by it. */
  only?: 'openvpn';
  answer: MigrationAnswer;
  cause: MoveCode;
  changes: readonly MigrationChange[];
  /**
   * What blocks OpenVPN, if the migration uses IKEv2 and does not need it; absent: nothing,
   * or OpenVPN is not offered.
   */
  besides?: readonly MigrationChange[];
}

/** A required change; omitted members are empty. */
export function change(
  code: MigrationChange['code'],
  to: MigrationChange['to'],
  more: Partial<MigrationChange>,
): MigrationChange {
  return { code, to, protocol: null, ports: [], via: null, by: null, ...more };
}

/** Evidence of a stage of a route (`evidence.stages`, with its status); `null` if the probe did not reach it. */
export function stageOf(
  { evidence }: Pick<MigrationRoute, 'evidence'>,
  stage: 'connect',
): Record<string, unknown> | null {
  const stages: readonly Record<string, unknown>[] = Array.isArray(evidence.stages) ? evidence.stages : [];
  return stages.find((one) => one.stage === stage) ?? null;
}
