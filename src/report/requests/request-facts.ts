import { isAzureGateway } from '../../core/findings/gateway-findings.ts';
import { type Check, ofStage, type Verdict, type VerdictCode } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { deadRoutes, ofDecidingRoute, skipped } from '../../core/path/deciding-route.ts';
import { inspectionSuspected } from '../../core/path/inspection.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { isIssuerBlocked, type MissingIssuer, missingIssuer } from '../facts/missing-issuer.ts';
import { type Flaw, observed } from '../facts/observed.ts';
import { checksOf, hostOfGateway, targetOf } from '../facts/path-checks.ts';
import { urlsToAllow } from '../facts/redirect-end.ts';
import { sstpRefusal } from '../facts/sstp-refusal.ts';
import {
  endsUnanswered,
  givesNoReplyToTls,
  type HeaderFilter,
  headerFilter,
  isAnsweredByWeb,
  isBlockedHere,
  isRefusedDirectly,
  mayBeWeb,
  noStatus,
  stuckBehind200,
  type TlsCut,
  type TooSlow,
  takesTls,
  tlsCut,
  tlsReason,
  tooSlow,
} from '../facts/verdict-evidence.ts';
import {
  endsAtProxy,
  givesNoReplyInTls,
  isResetOnTheWay,
  ownerBeside,
  type RequestTo,
  type RevocationOwner,
  revocationOwner,
  tunnelProxy,
} from '../model/revocation-owner.ts';
import { evidenceLines } from './request-evidence.ts';

/** What a request is made from. */
/**
 * Where the certificates of Azure gateways have their CRLs and OCSP servers (Azure Certificate Authority details), for a
 * proxy that let no certificate through.
 */
const OF_AZURE = [
  'crl3.digicert.com',
  'crl4.digicert.com',
  'ocsp.digicert.com',
  'www.microsoft.com',
  'oneocsp.microsoft.com',
];

/** The servers of the revocation check that a proxy should allow as well, so that its team is asked once. */
export function listsToAllow({ about, azure }: Pick<RequestFacts, 'about' | 'azure'>): readonly string[] {
  return azure && (about === 'proxy-auth-required' || about === 'proxy-refused') ? OF_AZURE : [];
}

export interface RequestFacts {
  to: RequestTo;
  verdict: VerdictCode;
  /** What it is about, in the word of a verdict: a proxy that stays silent is one that is not reached. */
  about: VerdictCode;
  gateway: string;
  /** `HOST:PORT` of the gateway. */
  target: string;
  /** `HOST:PORT` of the proxy that is asked about, or `null` on the direct way. */
  proxy: string | null;
  /** `HOST:PORT` of the CRL and OCSP servers that are to be reached by HTTP. */
  revocation: readonly string[];
  /** Some of them were asked by POST. */
  byPost: boolean;
  /** See RevocationOwner. */
  need: RevocationOwner['need'];
  mayBeServer: boolean;
  /** The certificate has signs of an inspecting proxy, though they prove nothing. */
  inspected: boolean;
  /** The page may be that of an ordinary web server. */
  mayBeWeb: boolean;
  /** Who issued the last certificate, where an untrusted root is one that is missing. */
  missing: MissingIssuer | null;
  /** Why the TLS handshake failed. */
  tls: string | null;
  /** See VerdictFacts. */
  unanswered: boolean;
  /** The packet by which an SSTP server refused the call, where that decided, and no bad certificate before it. */
  refusedCall: string | null;
  /** Its name is that of an Azure gateway. */
  azure: boolean;
  /** What came in place of the Ack behind SSTP's own 200. */
  stuck: EvidenceByStage['sstp'] | null;
  /** Bytes came, and the stage was not complete in time. */
  tooSlow: TooSlow | null;
  /** Connected, and not a byte answers the ClientHello. */
  silentToTls: boolean;
  /** A web server answered SSTP's request. */
  webAnswers: boolean;
  /** What is wrong with the certificate. */
  flaws: readonly Flaw[];
  /** TCP is refused on the direct way. */
  refusedDirectly: boolean;
  /** Who ends TLS behind a granted CONNECT. */
  tlsCut: TlsCut | null;
  /** What becomes of a CONNECT with SSTPVERSION. */
  headerFilter: HeaderFilter;
  /** The proxy's port takes TLS, and no plain HTTP. */
  takesTls: boolean;
  /** What CONNECT met that is no status. */
  noStatus: EvidenceByStage['connect'] | null;
  evidence: readonly string[];
  /** When it was seen: `2026-11-25 10:00:00`, UTC. */
  at: string;
  /** It was seen from another desk than that of the machine. */
  fromDesk: boolean;
}

const FROM_PROXY: readonly VerdictCode[] = [
  'proxy-unreachable',
  'proxy-auth-required',
  'proxy-blocks-sstp',
  'proxy-refused',
  'tls-inspection',
];
const NETWORK: readonly VerdictCode[] = ['gateway-unreachable', 'timeout'];
const VPN: readonly VerdictCode[] = [
  'tls-failed',
  'tls-offload',
  'untrusted-root',
  'wrong-root',
  'certificate-invalid',
  'no-sstp-port-free',
  'not-sstp',
  'revoked',
];

/** The facts for the requests about one path, one for each team; none where nobody else has to do anything. */
export function requestFacts(verdict: Verdict, checks: readonly Check[], startedAt: string): RequestFacts[] {
  const seen = checksOf(checks, verdict.gateway, verdict.stores);
  const mine = ofDecidingRoute(seen);
  const proxy = tunnelProxy(mine);
  const code = verdict.verdict;
  const certificate = ofStage(mine, 'certificate').find(({ evidence }) => !evidence.client);
  const inspected = inspectionSuspected(hostOfGateway(verdict.gateway), certificate?.evidence ?? {}) !== null;
  const reported = seenFor(verdict, mine, inspected);
  const common = {
    verdict: code,
    about: code,
    gateway: neutralise(verdict.gateway, 260),
    target: neutralise(targetOf(verdict.gateway), 260),
    proxy,
    revocation: [],
    byPost: false,
    need: 'allow' as const,
    mayBeServer: false,
    inspected,
    mayBeWeb: mayBeWeb(mine),
    missing: code === 'untrusted-root' ? missingIssuer(mine) : null,
    tls: tlsReason(mine),
    azure: isAzureGateway({ host: hostOfGateway(verdict.gateway) }),
    stuck: code === 'not-sstp' || code === 'timeout' ? stuckBehind200(mine) : null,
    tooSlow: code === 'timeout' ? tooSlow(mine) : null,
    silentToTls: code === 'timeout' && givesNoReplyToTls(mine),
    webAnswers: code === 'not-sstp' && isAnsweredByWeb(mine),
    flaws: observed(mine).flaws,
    refusedDirectly: isRefusedDirectly(mine),
    tlsCut: tlsCut(mine),
    headerFilter: headerFilter(mine),
    takesTls: takesTls(mine),
    noStatus: noStatus(mine),
    unanswered: endsUnanswered(mine),
    refusedCall: code === 'not-sstp' ? sstpRefusal(mine) : null,
    evidence: evidenceLines(
      deadRoutes(seen).length === 0 ? [...skipped(seen), ...reported] : [...reported, ...alsoDead(seen)],
    ),
    at: startedAt.slice(0, 19).replace('T', ' '),
    fromDesk: mine.some(({ from }) => from === 'this-desk'),
  };
  if (common.tls === 'chain-slow') return slowChainRequests(common);
  // A firewall of this computer is its admin's.
  if (isBlockedHere(mine)) return [];
  if (code === 'revocation-unreachable') return revocationRequests(mine, common, verdict);
  // On the direct way the user signs in to the network.
  if (code === 'captive-portal') return proxy === null ? [] : [{ ...common, to: 'proxy-team' }];
  if (code === 'timeout' && endsAtProxy(mine))
    return [{ ...common, to: 'proxy-team', about: 'proxy-unreachable' }];
  if (code === 'timeout' && givesNoReplyInTls(mine)) return [{ ...common, to: 'vpn-team' }];
  if (code === 'tls-failed' && common.tlsCut === 'proxy') return [{ ...common, to: 'proxy-team' }];
  // It ended on the way or at its end, and nobody can tell from here.
  const isOpen = isResetOnTheWay(mine) || common.tlsCut === 'either' || common.silentToTls;
  if ((code === 'tls-failed' || code === 'timeout') && isOpen)
    return [
      { ...common, to: proxy === null ? 'network-team' : 'proxy-team' },
      { ...common, to: 'vpn-team' },
    ];
  // Behind TLS nothing tells who ends it.
  if (code === 'not-sstp' && common.unanswered && proxy !== null)
    return [
      { ...common, to: 'vpn-team' },
      { ...common, to: 'proxy-team' },
    ];
  if (code === 'timeout' && common.tlsCut === 'gateway') return [{ ...common, to: 'vpn-team' }];
  if (FROM_PROXY.includes(code)) return [{ ...common, to: 'proxy-team' }];
  if (code === 'gateway-unreachable' && common.refusedDirectly)
    return [
      { ...common, to: 'network-team' },
      { ...common, to: 'vpn-team' },
    ];
  if (NETWORK.includes(code)) return [{ ...common, to: proxy === null ? 'network-team' : 'proxy-team' }];
  if (!VPN.includes(code)) return [];
  const toVpn: RequestFacts = { ...common, to: 'vpn-team' };
  const owner = revocationOwner(mine);
  const isBlocked = common.missing !== null && isIssuerBlocked(owner);
  return isBlocked ? [fetchFacts(owner, common, verdict), toVpn] : [toVpn];
}

/** Where no way of a list gave a connection: what the ways after the first one met. */
function alsoDead(seen: readonly Check[]): Check[] {
  const failed = seen.filter(({ status, stage }) => status === 'fail' && stage !== 'revocation');
  return [...skipped(seen).slice(1), ...failed];
}

/** What failed where the verdict was decided, and the certificate, where that may be a proxy's. */
function seenFor({ verdict, stage }: Verdict, mine: readonly Check[], inspected: boolean): Check[] {
  const failed = (check: Check) => check.status === 'fail' && check.stage === stage;
  const isInspection = verdict === 'tls-inspection';
  return mine.filter(
    (check) =>
      failed(check) ||
      (isInspection && check.stage === 'http' && check.status === 'fail') ||
      // The same server has accepted the request before.
      (stage === 'sstp' && check.stage === 'http' && check.status === 'pass') ||
      ((isInspection || inspected) && check.stage === 'certificate'),
  );
}

/** Whose the fetches are that fail; and where answers beside them do not hold, who publishes those. */
function revocationRequests(
  mine: readonly Check[],
  common: Omit<RequestFacts, 'to'>,
  verdict: Verdict,
): RequestFacts[] {
  const owner = revocationOwner(mine);
  const { besides } = owner;
  const published: RequestFacts = { ...common, to: 'vpn-team', evidence: evidenceLines(besides) };
  return [fetchFacts(owner, common, verdict), ...(besides.length === 0 ? [] : [published])];
}

/** About what is fetched along the revocation path. */
function fetchFacts(
  owner: RevocationOwner,
  common: Omit<RequestFacts, 'to'>,
  verdict: Verdict,
): RequestFacts {
  const { to, proxy, fetches, proxyUnreachable, need, mayBeServer } = ownerBeside(owner, verdict);
  return {
    ...common,
    to,
    proxy,
    need,
    mayBeServer,
    about: proxyUnreachable ? 'proxy-unreachable' : common.about,
    revocation: to === 'vpn-team' ? [] : serversOf(fetches.flatMap(urlsToAllow)),
    byPost: fetches.some(({ evidence }) => evidence.method === 'POST'),
    evidence: evidenceLines(fetches),
  };
}

/** Windows could not fetch an issuer or a root in time: where it lies has to be reached, or the gateway sends it. */
function slowChainRequests(common: Omit<RequestFacts, 'to'>): RequestFacts[] {
  const { missing } = common;
  if (missing === null) return [];
  const revocation = serversOf(missing.urls);
  const toNetwork: RequestFacts = { ...common, to: 'network-team', proxy: null, revocation };
  const toVpn: RequestFacts = { ...common, to: 'vpn-team' };
  return [...(revocation.length === 0 ? [] : [toNetwork]), ...(missing.isRoot ? [] : [toVpn])];
}

function serversOf(urls: readonly (string | null)[]): string[] {
  const servers = new Set<string>();
  for (const url of urls) {
    const parsed = url === null ? null : parseUrl(url);
    if (parsed === null) continue;
    const { host, port } = parsed;
    servers.add(neutralise(port === '' ? `${host}:80` : host, 260));
  }
  return [...servers].sort();
}
