import type { RootState } from '../findings/profile-currency.ts';
import type { Check, VerdictCode } from '../model/check.ts';

/** Words about moving from SSTP to what follows it; JSON field `migration`, docs/verdicts.md. */
export type NextProtocol = 'ikev2' | 'openvpn';

/** What one way of one protocol came to. */
export type RouteVerdict =
  | 'reachable'
  | 'dns-failed'
  | 'unreachable' // this machine has no way there, or the proxy says that it gets none (502, 503, 504)
  | 'silent' // nothing comes back
  | 'refused' // by an ICMP "unreachable", a reset of TCP, or this system
  | 'not-ike' // what comes back is no valid answer
  | 'ikev1' // a responder answers, in IKEv1
  | 'turned-down' // a responder of IKEv2 answers, and takes nothing of what is offered, or sends another error
  | 'proxy-unreachable'
  | 'proxy-auth-required'
  | 'proxy-refused'
  | 'proxy-wants-tls' // the tunnel is granted, and bytes that are not TLS do not get through it
  | 'gateway-speaks-sstp' // the port has SSTP behind it; OpenVPN comes when that goes
  | 'wrong-key' // an answer of OpenVPN's shape, sealed with another key
  | 'no-answer' // connected, and then closed: another key, no OpenVPN, or something between
  | 'not-openvpn' // what comes back is no answer to our packet
  | 'not-tested';

/** One protocol on one way, with what was seen. Evidence holds no key. */
export interface MigrationRoute {
  protocol: NextProtocol;
  transport: 'udp' | 'tcp';
  port: number;
  /** `HOST:PORT` of the proxy, or `direct`. */
  via: string;
  verdict: RouteVerdict;
  durationMs: number;
  evidence: Record<string, unknown>;
}

/** Whether a protocol would work from here: `works-through-proxy` for a client that can go through one. */
export type Outlook = 'works' | 'works-through-proxy' | 'blocked' | 'unknown';

export interface ProtocolOutlook {
  /** Whether the gateway has it by its profiles; `null`: they do not say. */
  offered: boolean | null;
  outlook: Outlook;
  ways: readonly MigrationRoute[];
}

/** Clients on the machine; `null`: not observable from here. */
export interface VpnClients {
  /** The one of Windows itself: SSTP, IKEv2. */
  windows: boolean | null;
  /** OpenVPN. What it can do with a proxy is not documented. */
  azureVpnClient: boolean | null;
  /** OpenVPN, through a proxy too (`http-proxy`). */
  openVpn: boolean | null;
}

/** What lies on the machine rather than on the way. */
export interface Readiness {
  profiles: readonly { files: readonly string[]; roots: readonly string[]; state: RootState }[];
  /** Whether this system trusts the root that the gateway shows; `null`: none was seen. */
  rootTrusted: boolean | null;
  clients: VpnClients;
  /** When SSTP ends, and when the old root does: YYYY-MM-DD, `null` where that does not concern the gateway. */
  sstpEnds: string | null;
  oldRootEnds: string | null;
}

/** Something that somebody has to do. */
export interface MigrationChange {
  code:
    | 'allow-udp'
    | 'allow-tcp'
    | 'pass-connect' // through the proxy, without sign-in, and without a demand for TLS
    | 'enable-protocol'
    | 'confirm-protocol' // whether the gateway has it is not known; `via`: it was seen through that proxy alone
    | 'accept-proposal' // it answers IKEv2, and turns down what is offered
    | 'confirm-point-to-site' // it answers IKEv2, which site-to-site does too
    | 'regenerate-profile'
    | 'check-profile-key'
    | 'client-with-proxy'
    | 'resolve-name' // no way got as far as an address
    | 'name-profile';
  to: 'network-team' | 'proxy-team' | 'vpn-team' | 'admin';
  /** What it is for; `null`: for either. */
  protocol: NextProtocol | null;
  ports: readonly number[];
  /** The proxy concerned. */
  via: string | null;
  /** The day until which it must be done. */
  by: string | null;
}

/**
 * `ready-after-changes`: what is listed has to be done first. `not-possible`: this network lets neither out directly,
 * and its proxy, where there is one, carries neither. `not-known`: nothing could be proved or disproved from here.
 */
export type MigrationAnswer = 'ready' | 'ready-after-changes' | 'not-possible' | 'not-known';

/** One gateway, seen from one network. */
export interface GatewayMigration {
  gateway: string;
  from: Check['from'];
  /** Whether it works by SSTP, for comparison; `null`: not probed. */
  sstp: VerdictCode | null;
  ikev2: ProtocolOutlook;
  openvpn: ProtocolOutlook;
  readiness: Readiness;
  answer: MigrationAnswer;
  changes: readonly MigrationChange[];
  /**
   * What stops OpenVPN, where the move is made by IKEv2 and does not need it; absent: nothing, or it is not offered.
   */
  besides?: readonly MigrationChange[];
}
