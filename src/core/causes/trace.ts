import type { SentDirect, Service, UntriedRoutes } from '../model/check.ts';
import type { Phrase } from '../model/say.ts';

/** The stages of a tunnel in their order; the revocation fetches follow. */
export const TUNNEL_STAGES = ['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp'] as const;
export type TunnelStage = (typeof TUNNEL_STAGES)[number];

/** What every stage has: whether it passed, else why not, in a stable word; what arrived, and how long it took. */
interface Ended {
  readonly passed: boolean;
  readonly reason: string | null;
  /** Bytes and seconds before a deadline that passed in the middle of an answer; `null` without a byte. */
  readonly part: { readonly bytes: number; readonly seconds: number } | null;
  /** The same, where a few packets came and then nothing until the deadline: `quiet` seconds. */
  readonly stall: { readonly bytes: number; readonly quiet: number } | null;
  readonly durationMs: number;
  /** Why it did not pass, in a few words. */
  readonly why: Phrase;
}

/** The name, or the connection, of the proxy or of the gateway. */
export interface Reached extends Ended {
  readonly of: 'proxy' | 'gateway';
}

/** What the proxy answered to CONNECT. */
export interface Connect extends Ended {
  readonly status: number | null;
  readonly server: string | null;
  /** X-Squid-Error. */
  readonly squidError: string | null;
  /** The host of its redirect. */
  readonly leadsTo: string | null;
  /** Its answer has a type of content. */
  readonly hasContent: boolean;
  /** What came with SSTPVERSION, where CONNECT without that header is granted. */
  readonly withHeader: 'refused' | 'silent';
}

export interface Tls extends Ended {
  /** The same handshake on the direct route: `null` if it was not asked for, or its end is not known. */
  readonly direct: 'completed' | 'failed' | null;
  readonly isDirectAsked: boolean;
  /** The name of the alert that ended it. */
  readonly alert: string | null;
  /** TLS 1.2, which an older Windows needs, was not tested. */
  readonly lacksOldVersion: boolean;
}

/** A problem of a certificate: a stable word, and details that are the same in every language. */
export interface Flaw {
  readonly reason: string;
  readonly detail: string | null;
}

export interface Certificate extends Ended {
  /** All reasons, the most severe first. */
  readonly reasons: readonly string[];
  /** Its problems, without that of its root if the cause itself reports it. */
  readonly flaws: readonly Flaw[];
  /** The signs of a certificate that an inspecting proxy made. */
  readonly signs: readonly string[];
  /** Its chain ends in the root that the profile names. */
  readonly asProfileExpects: boolean;
  /** No root of the profile issued it. */
  readonly notOfProfile: boolean;
  /** On the direct route, another certificate comes, which is issued for the name of the gateway. */
  readonly isElsewhere: boolean;
  /** The clock of this computer may explain its dates. */
  readonly mayBeClock: boolean;
  /** The subject of the last certificate of its chain. */
  readonly top: string | null;
}

export interface Http extends Ended {
  readonly status: number | null;
  readonly server: string | null;
  /** Headers of a proxy are in the answer. */
  readonly hasProxyHeaders: boolean;
  /** TLS ended here, after its handshake (TLS 1.3). */
  readonly isEndOfTls: boolean;
}

export interface Sstp extends Ended {
  /** The packet that refused the call: `Call Connect Nak, status 4 …`. */
  readonly refusal: string | null;
  /** The packets that came where no Ack did; `null` if none came. */
  readonly before: { readonly echoRequests: number; readonly dataPackets: number } | null;
}

/** What an ordinary GET received where SSTP did not. */
export interface Page {
  readonly status: number | null;
  readonly server: string | null;
  readonly leadsTo: string | null;
}

/** The issuer of the last certificate of a chain: neither sent nor a trusted root. */
export interface MissingIssuer {
  /** The subject of the certificate that it issued. */
  readonly subject: string;
  readonly issuer: string;
  /** A root that Windows looks up in its list of roots. */
  readonly isRoot: boolean;
  /** The addresses to download it from; empty if the certificate names none. */
  readonly urls: readonly string[];
}

/** One address of a certificate: a list, an answer, or its issuer. What came, at the end of its redirects. */
export interface Fetch {
  readonly url: string | null;
  /** With the port, unless it is 80. */
  readonly host: string | null;
  /** The addresses to allow: its own, and those of its redirects. */
  readonly urls: readonly string[];
  readonly isPost: boolean;
  readonly isOfIssuer: boolean;
  /** `HOST:PORT`; `null` on the direct route. */
  readonly proxy: string | null;
  /** The proxy itself did not reply. */
  readonly endsAtProxy: boolean;
  readonly reason: string | null;
  readonly status: number | null;
  readonly server: string | null;
  readonly squidError: string | null;
  readonly isFromCache: boolean;
  /** Only a part arrived. */
  readonly isPart: boolean;
  readonly staysOnHost: boolean;
  readonly why: Phrase;
}

/** The services that have the same cause on the same route. */
export interface Services {
  readonly urls: readonly [string, ...string[]];
  /** Whose route it is; `null`: that of both. */
  readonly as: Service['as'] | null;
}

/** One path: what each stage of the deciding route found, and what is to be held against it. */
export interface Trace {
  /** Of services, their URLs. */
  readonly gateway: string;
  /** `null`: a gateway. */
  readonly service: Services | null;
  readonly host: string;
  /** `HOST:PORT` of the gateway. */
  readonly target: string;
  readonly isAzure: boolean;
  /** `HOST:PORT` of the proxy on the deciding route; `null`: direct. */
  readonly proxy: string | null;
  /** Other routes of the list without a connection: `HOST:PORT`, or `direct`. */
  readonly deadRoutes: readonly string[];
  readonly untried: UntriedRoutes | null;
  /** Why the route was not followed; `null` if it was. */
  readonly unfollowed: 'pac-file' | 'unreadable' | 'other' | null;
  readonly isTried: boolean;
  /** The recording lacks a part. */
  readonly isCutRecording: boolean;
  /** The profile of the gateway lists tunnel types, and not SSTP. */
  readonly lacksSstp: boolean;

  /** Where the direct route ends that was tried beside the failed one through a proxy; `null` if that is not known. */
  readonly directEnd: TunnelStage | 'ack' | null;
  /** Why the settings lead directly, although they name a proxy, or one may be found: where no connection came. */
  readonly sentDirect: SentDirect | null;
  /** The address of the gateway's name on the direct route, if no VPN gateway has it; else `null`. */
  readonly reservedAddress: string | null;
  /** An address of the gateway's name, if all that it has on this computer are of IPv6; else `null`. */
  readonly ipv6Only: string | null;

  readonly dns: Reached | null;
  readonly tcp: Reached | null;
  readonly connect: Connect | null;
  readonly tls: Tls | null;
  readonly certificate: Certificate | null;
  readonly http: Http | null;
  readonly sstp: Sstp | null;
  readonly page: Page | null;
  readonly missing: MissingIssuer | null;

  /** A sign-in or block page answers at the stage that failed. */
  readonly isPortal: boolean;
  /** The certificate has the signs of an inspecting proxy, but no proof. */
  readonly isInspected: boolean;
  /** SSTP replied with its Ack. */
  readonly isAcknowledged: boolean;
  /** The first stage that failed; `null` if none did. */
  readonly failedAt: TunnelStage | null;
  /** The last stage that was tested. */
  readonly endsAt: TunnelStage | null;

  /** A list or an answer reports it; `issuer`: the subject, if it is a CA certificate. */
  readonly revoked: { readonly issuer: string | null; readonly isOnHold: boolean } | null;
  /** The certificates without an answer: none, only such that were not tested here, or such that failed. */
  readonly openRevocation: 'none' | 'untested' | 'failed';
  /** The failed fetches that leave the revocation open, or the issuer missing. */
  readonly failedFetches: readonly Fetch[];
  /** Answers that came, and whose handling by Windows is not known. */
  readonly notJudged: readonly Fetch[];
  /** Reasons of fetches that were not made, or not to the end. */
  readonly skippedFetches: readonly string[];
  readonly lacksRevocationUrl: boolean;
  /** A change that aligns WinHTTP may still be made, and leads a failed fetch to another route. */
  readonly alignsElsewhere: boolean;
}

/** What sentences that several stages share are about. */
export type PathEnd = Pick<Trace, 'gateway' | 'target' | 'proxy' | 'page' | 'deadRoutes' | 'untried'>;

/** A trace that failed at a stage: that stage is there, and behind CONNECT there is a proxy. */
export type TraceAt<S extends TunnelStage | 'none'> = S extends TunnelStage
  ? Omit<Trace, S | (S extends 'connect' ? 'proxy' : never)> & {
      readonly [Name in S]: NonNullable<Trace[Name]>;
    } & (S extends 'connect' ? { readonly proxy: string } : unknown)
  : Trace;
