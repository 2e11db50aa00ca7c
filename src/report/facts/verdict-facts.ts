import { isAzureGateway } from '../../core/findings/path/gateway.ts';
import { type Check, ofStage, type UntriedRoutes } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { deadRoutes, ofDecidingRoute } from '../../core/path/deciding-route.ts';
import { inspectionSuspected } from '../../core/path/inspection.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { revokedIn } from '../../core/path/verdict.ts';
import {
  alignedProxy,
  endsAtProxy,
  givesNoReplyInTls,
  isResetInTransit,
  ownerBeside,
  type ProposalFlags,
  type RevocationOwner,
  revocationOwner,
} from '../model/revocation-owner.ts';
import { isIssuerBlocked, type MissingIssuer, missingIssuer } from './missing-issuer.ts';
import { type Observed, observed } from './observed.ts';
import { hostOfGateway, hostsIn, targetOf } from './path-checks.ts';
import { urlsToAllow } from './redirect-end.ts';
import { type RevocationFailure, revocationFailures, unjudgedAnswers } from './revocation-failures.ts';
import { sstpRefusal } from './sstp-refusal.ts';
import {
  endsUnanswered,
  failedAt,
  givesNoReplyToTls,
  type HeaderFilter,
  hasHugeList,
  hasUnfollowedRoute,
  headerFilter,
  isAcknowledged,
  isAnsweredByWeb,
  isBlockedHere,
  isDirectAsked,
  isDnsDown,
  isNoProxy,
  isOldHttp,
  isTcpFailureOfProxy,
  isTcpRefused,
  isTcpReset,
  isUnknownToProxy,
  lacksAddresses,
  mayBeWeb,
  namesLdap,
  noStatus,
  pageLeadsTo,
  refusalOf,
  revokedIssuer,
  stuckBehind200,
  type TlsCut,
  type TooSlow,
  takesTls,
  tlsCut,
  tlsReason,
  tooSlow,
  untriedRoutes,
  webServer,
} from './verdict-evidence.ts';

/** The facts for a verdict's text. */
export interface VerdictFacts {
  gateway: string;
  /** `HOST:PORT` of the gateway. */
  target: string;
  /** The route used: `HOST:PORT` of the proxy, or `direct`. */
  via: string;
  /** The other routes of a list without a connection: `HOST:PORT`, or `direct`. */
  deadToo: readonly string[];
  /** The untried routes of the list after those without a connection. */
  untried: UntriedRoutes | null;
  /** The proxy itself did not reply. */
  endsAtProxy: boolean;
  /** Connection and TLS succeeded, but SSTP gets no reply. */
  noReplyInTls: boolean;
  /** The proxy reports that it cannot resolve the gateway's name. */
  nameUnknownToProxy: boolean;
  /** Status and product name of the proxy, when it refuses. */
  refusal: string | null;
  /** The server at the proxy's address does not behave like a proxy. */
  noProxy: boolean;
  /** What came instead of the Ack after SSTP's own 200. */
  stuck: EvidenceByStage['sstp'] | null;
  /** Bytes arrived, but the stage did not complete in time. */
  tooSlow: TooSlow | null;
  /** Connected, but no byte answers the ClientHello. */
  noReplyToTls: boolean;
  /** A web server replied to the SSTP request. */
  webAnswers: boolean;
  /** TCP to the gateway is refused, directly or for the proxy. */
  tcpRefused: boolean;
  /** TCP to the gateway is reset as soon as it is open. */
  tcpReset: boolean;
  /** The proxy knows the gateway's address, but TCP to it fails. */
  proxyTcpFails: boolean;
  /** Who ends TLS after a granted CONNECT. */
  tlsCut: TlsCut | null;
  /** The direct route was tested for TLS too. */
  directAsked: boolean;
  /** The result of a CONNECT with SSTPVERSION. */
  headerFilter: HeaderFilter;
  /** The proxy's port accepts TLS, but no plain HTTP. */
  takesTls: boolean;
  /** The reply to CONNECT without a status. */
  noStatus: EvidenceByStage['connect'] | null;
  /** No DNS server replied, as opposed to an unknown name. */
  dnsDown: boolean;
  /** The name that does not resolve on this computer is that of the proxy. */
  proxyNameUnknown: boolean;
  /** The local system refused to connect. */
  blockedHere: boolean;
  /** Where the revocation check failed, and why. */
  failures: readonly RevocationFailure[];
  /** The owner of that failure, and the hosts. */
  owner: RevocationOwner;
  hosts: readonly string[];
  /** Why the TLS handshake failed. */
  tls: string | null;
  /** On the direct route only a reset answered the ClientHello. */
  resetInTransit: boolean;
  /** The issuer of the last certificate, if it is missing. */
  missing: MissingIssuer | null;
  /** The route to the missing issuer must be allowed. */
  issuerBlocked: boolean;
  /** What was observed at the end of the path. */
  observed: Observed;
  /** The kind of web server that replied. */
  server: string | null;
  /** The packet that an SSTP server refused the call with. */
  refusedCall: string | null;
  /** TLS succeeded, and the connection ended without a reply. */
  unanswered: boolean;
  /** It replied with HTTP/1.0. */
  oldHttp: boolean;
  /** The redirect target of a page that replaces the gateway. */
  pageHost: string | null;
  /** It may be the page of an ordinary web server. */
  mayBeWeb: boolean;
  /** SSTP replied with its Ack. */
  acknowledged: boolean;
  /** A certificate has neither a CRL nor an OCSP URL. */
  lacksAddresses: boolean;
  /** A revocation list is larger than the read limit. */
  hugeList: boolean;
  /** The subject of the revoked certificate, if it is a CA's in the chain. */
  revokedIssuer: string | null;
  /** The issuer has only put the certificate on hold. */
  isOnHold: boolean;
  /** A certificate names an LDAP URL for revocation. */
  namesLdap: boolean;
  /** Received lists and responses of a kind that is not checked. */
  notJudged: readonly RevocationFailure[];
  /** Why the route of the tunnel was not followed. */
  notFollowed: 'pac-file' | 'unreadable' | 'other';
  /** The route to a revocation URL cannot be tested from here. */
  unfollowedRoute: boolean;
  /** The recording does not contain the whole check. */
  unrecorded: boolean;
  /** The tunnel used so much of the deadline that a revocation server without a reply may just be slow. */
  noTimeLeft: boolean;
  /** TLS 1.3 was used, and TLS 1.2, which an older Windows needs, was not tested. */
  untestedTls: boolean;
  /** The certificate has signs of an inspecting proxy, but no proof. */
  inspected: boolean;
  tried: boolean;
  /** Its name is that of an Azure gateway. */
  azure: boolean;
}

/** The facts of a verdict on a gateway, from its checks. */
export function verdictFacts(
  gateway: string,
  seen: readonly Check[],
  proposal: ProposalFlags = {},
): VerdictFacts {
  const checks = ofDecidingRoute(seen);
  const owner = ownerBeside(revocationOwner(checks, alignedProxy(seen)), proposal);
  const certificate = ofStage(checks, 'certificate').find(({ evidence }) => !evidence.client);
  return {
    gateway,
    target: targetOf(gateway),
    via: (checks.find((check) => check.stage !== 'dns') ?? checks[0])?.via ?? 'direct',
    deadToo: deadRoutes(seen)
      .slice(1)
      .map((route) => neutralise(route)),
    untried: untriedRoutes(seen),
    endsAtProxy: endsAtProxy(checks),
    noReplyInTls: givesNoReplyInTls(checks),
    nameUnknownToProxy: isUnknownToProxy(checks),
    refusal: refusalOf(checks),
    noProxy: isNoProxy(checks),
    stuck: stuckBehind200(checks),
    tooSlow: tooSlow(checks),
    noReplyToTls: givesNoReplyToTls(checks),
    webAnswers: isAnsweredByWeb(checks),
    tcpRefused: isTcpRefused(checks),
    tcpReset: isTcpReset(checks),
    proxyTcpFails: isTcpFailureOfProxy(checks),
    tlsCut: tlsCut(checks),
    directAsked: isDirectAsked(checks),
    headerFilter: headerFilter(checks),
    takesTls: takesTls(checks),
    noStatus: noStatus(checks),
    dnsDown: isDnsDown(checks),
    proxyNameUnknown: failedAt(checks, 'dns')?.evidence.of === 'proxy',
    blockedHere: isBlockedHere(checks),
    failures: revocationFailures(checks),
    owner,
    hosts: hostsOf(owner),
    tls: tlsReason(checks),
    resetInTransit: isResetInTransit(checks) && tlsReason(checks) !== 'end-without-reply',
    missing: missingIssuer(checks),
    issuerBlocked: isIssuerBlocked(owner),
    observed: observed(checks),
    server: webServer(checks),
    refusedCall: sstpRefusal(checks),
    unanswered: endsUnanswered(checks),
    oldHttp: isOldHttp(checks),
    pageHost: pageLeadsTo(checks),
    mayBeWeb: mayBeWeb(checks),
    notFollowed: whyNotFollowed(checks),
    acknowledged: isAcknowledged(checks),
    lacksAddresses: lacksAddresses(checks),
    hugeList: hasHugeList(checks),
    revokedIssuer: revokedIssuer(checks),
    isOnHold: revokedIn(ofStage(checks, 'revocation')).every(({ evidence }) => evidence.hold === true),
    namesLdap: namesLdap(checks),
    notJudged: unjudgedAnswers(checks),
    unfollowedRoute: hasUnfollowedRoute(checks),
    unrecorded: checks.some(isUnrecorded),
    noTimeLeft: checks.some(({ evidence }) => evidence.reason === 'no-time-left'),
    untestedTls: ofStage(checks, 'tls').some(({ evidence }) => evidence.untested === 'TLSv1.2'),
    inspected: inspectionSuspected(hostOfGateway(gateway), certificate?.evidence ?? {}) !== null,
    tried: checks.length > 0,
    azure: isAzureGateway({ host: hostOfGateway(gateway) }),
  };
}

/** Whether a recording lacks this check, or ends within it. */
function isUnrecorded({ status, evidence }: Check): boolean {
  return status === 'skip' && (evidence.reason === 'not-asked' || evidence.reason === 'evidence-ends');
}

/** The hosts that need action: those with a bad answer, or those to allow. */
function hostsOf({ to, fetches }: RevocationOwner): string[] {
  const urls = to === 'vpn-team' ? fetches.map(({ url }) => url) : fetches.flatMap(urlsToAllow);
  return hostsIn(urls.filter((url) => url !== null));
}

/** A PAC file can be named for a recording; on the computer itself, Windows resolves it. */
function whyNotFollowed(checks: readonly Check[]): VerdictFacts['notFollowed'] {
  const skip = ofStage(checks, 'connect').find(({ evidence }) => evidence.reason === 'route-unsupported');
  if (skip?.evidence.detail === 'store-not-known') return 'unreadable';
  return skip?.evidence.detail === 'pac' && skip.from === 'this-desk' ? 'pac-file' : 'other';
}
