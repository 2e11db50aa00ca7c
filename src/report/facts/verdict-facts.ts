import { isAzureGateway } from '../../core/findings/gateway-findings.ts';
import {
  type Check,
  ofStage,
  type UntriedRoutes,
  type Verdict,
  type VerdictCode,
} from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { deadRoutes, ofDecidingRoute } from '../../core/path/deciding-route.ts';
import { inspectionSuspected } from '../../core/path/inspection.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import {
  alignedProxy,
  endsAtProxy,
  givesNoReplyInTls,
  isResetOnTheWay,
  ownerBeside,
  type ProposalFlags,
  type RevocationOwner,
  revocationOwner,
} from '../model/revocation-owner.ts';
import { type FixedNext, hostsIn, type VerdictText } from '../text/verdict-parts.ts';
import { isIssuerBlocked, type MissingIssuer, missingIssuer } from './missing-issuer.ts';
import { type Observed, observed } from './observed.ts';
import { hostOfGateway, targetOf } from './path-checks.ts';
import { urlsToAllow } from './redirect-end.ts';
import { type RevocationFailure, revocationFailures, unjudgedAnswers } from './revocation-failures.ts';
import { sstpRefusal } from './sstp-refusal.ts';
import {
  endsUnanswered,
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
  isRefusedDirectly,
  isUnknownToProxy,
  lacksAddresses,
  mayBeWeb,
  noStatus,
  pageLeadsTo,
  refusalOf,
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

/** What a verdict's text is made of. */
export interface VerdictFacts {
  gateway: string;
  /** `HOST:PORT` of the gateway. */
  target: string;
  /** The way that was taken: `HOST:PORT` of the proxy, or `direct`. */
  via: string;
  /** The other ways of a list, where none gave a connection: `HOST:PORT`, or `direct`. */
  deadToo: readonly string[];
  /** What the list names behind those, where none gave a connection. */
  untried: UntriedRoutes | null;
  /** It was the proxy itself that gave no answer. */
  endsAtProxy: boolean;
  /** It took the connection and its TLS, and is silent to SSTP. */
  silentInTls: boolean;
  /** The proxy says that it does not know the gateway's name. */
  nameUnknownToProxy: boolean;
  /** Its status and what it calls itself, where it refuses. */
  refusal: string | null;
  /** What answers in its place does not do what a proxy does. */
  noProxy: boolean;
  /** What came in place of the Ack behind SSTP's own 200. */
  stuck: EvidenceByStage['sstp'] | null;
  /** Bytes came, and the stage was not complete in time. */
  tooSlow: TooSlow | null;
  /** Connected, and not a byte answers the ClientHello. */
  silentToTls: boolean;
  /** A web server answered SSTP's request. */
  webAnswers: boolean;
  /** TCP is refused on the direct way. */
  refusedDirectly: boolean;
  /** Who ends TLS behind a granted CONNECT. */
  tlsCut: TlsCut | null;
  /** The direct way was asked for TLS, too. */
  directAsked: boolean;
  /** What becomes of a CONNECT with SSTPVERSION. */
  headerFilter: HeaderFilter;
  /** The proxy's port takes TLS, and no plain HTTP. */
  takesTls: boolean;
  /** What CONNECT met that is no status. */
  noStatus: EvidenceByStage['connect'] | null;
  /** No name server answered, as opposed to one that does not know the name. */
  dnsDown: boolean;
  /** The system refused to connect at all. */
  blockedHere: boolean;
  /** Where the revocation check failed, and why. */
  failures: readonly RevocationFailure[];
  /** Who has to do something about that, and at which hosts. */
  owner: RevocationOwner;
  hosts: readonly string[];
  /** Why the TLS handshake failed. */
  tls: string | null;
  /** On the direct way nothing but a reset answered the first byte of TLS. */
  resetOnTheWay: boolean;
  /** Who issued the last of its certificates, where that is missing. */
  missing: MissingIssuer | null;
  /** Somebody on the way has to let that through. */
  issuerBlocked: boolean;
  /** What was seen where the path ends. */
  observed: Observed;
  /** What kind of web server answered. */
  server: string | null;
  /** The packet by which an SSTP server refused the call. */
  refusedCall: string | null;
  /** It took TLS, and the connection ended before an answer. */
  unanswered: boolean;
  /** It answered in HTTP/1.0. */
  oldHttp: boolean;
  /** Where a page leads that stands in place of the gateway. */
  pageHost: string | null;
  /** It may be the page of an ordinary web server. */
  mayBeWeb: boolean;
  /** SSTP answered with its Ack. */
  acknowledged: boolean;
  /** A certificate names neither a CRL nor an OCSP address. */
  lacksAddresses: boolean;
  /** A revocation list is larger than what is read. */
  hugeList: boolean;
  /** Lists and answers that came, and are of a kind that is not judged. */
  notJudged: readonly RevocationFailure[];
  /** The way to a revocation address cannot be followed from here. */
  unfollowedRoute: boolean;
  /** The tunnel took so much of the deadline that a silent revocation server may just be slow. */
  noTimeLeft: boolean;
  /** The certificate has the signs of an inspecting proxy, though they prove nothing. */
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
    silentInTls: givesNoReplyInTls(checks),
    nameUnknownToProxy: isUnknownToProxy(checks),
    refusal: refusalOf(checks),
    noProxy: isNoProxy(checks),
    stuck: stuckBehind200(checks),
    tooSlow: tooSlow(checks),
    silentToTls: givesNoReplyToTls(checks),
    webAnswers: isAnsweredByWeb(checks),
    refusedDirectly: isRefusedDirectly(checks),
    tlsCut: tlsCut(checks),
    directAsked: isDirectAsked(checks),
    headerFilter: headerFilter(checks),
    takesTls: takesTls(checks),
    noStatus: noStatus(checks),
    dnsDown: isDnsDown(checks),
    blockedHere: isBlockedHere(checks),
    failures: revocationFailures(checks),
    owner,
    hosts: hostsOf(owner),
    tls: tlsReason(checks),
    resetOnTheWay: isResetOnTheWay(checks),
    missing: missingIssuer(checks),
    issuerBlocked: isIssuerBlocked(owner),
    observed: observed(checks),
    server: webServer(checks),
    refusedCall: sstpRefusal(checks),
    unanswered: endsUnanswered(checks),
    oldHttp: isOldHttp(checks),
    pageHost: pageLeadsTo(checks),
    mayBeWeb: mayBeWeb(checks),
    acknowledged: isAcknowledged(checks),
    lacksAddresses: lacksAddresses(checks),
    hugeList: hasHugeList(checks),
    notJudged: unjudgedAnswers(checks),
    unfollowedRoute: hasUnfollowedRoute(checks),
    noTimeLeft: checks.some(({ evidence }) => evidence.reason === 'no-time-left'),
    inspected: inspectionSuspected(hostOfGateway(gateway), certificate?.evidence ?? {}) !== null,
    tried: checks.length > 0,
    azure: isAzureGateway({ host: hostOfGateway(gateway) }),
  };
}

/**
 * What a verdict says, by the sentences of one language. What the proposal mends is asked of nobody else; where it does
 * not get through either, nobody is told to write it; where its lists come and say revoked, nobody to let them through.
 */
export function verdictText(
  reported: Verdict,
  checks: readonly Check[],
  sentences: Readonly<Record<VerdictCode, (facts: VerdictFacts) => VerdictText>>,
  fixedNext: FixedNext,
): VerdictText {
  const {
    gateway,
    verdict,
    mendedByProposal,
    losesByProposal,
    revokedByProposal,
    worksToday,
    command = 'p2s-fix --apply',
  } = reported;
  const facts = verdictFacts(gateway, checks, reported);
  const said = sentences[verdict](facts);
  if (worksToday) return { ...said, next: fixedNext.worksToday };
  if (revokedByProposal) return { ...said, next: fixedNext.revoked };
  if (!mendedByProposal) return said;
  return { ...said, next: losesByProposal ? fixedNext.loses : fixedNext.fixes(command) };
}

/** The hosts that somebody else has to do something about: who publishes an answer, or what has to be let through. */
function hostsOf({ to, fetches }: RevocationOwner): string[] {
  const urls = to === 'vpn-team' ? fetches.map(({ url }) => url) : fetches.flatMap(urlsToAllow);
  return hostsIn(urls.filter((url) => url !== null));
}
