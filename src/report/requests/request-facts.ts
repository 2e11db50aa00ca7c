import { mayBeClock } from '../../core/findings/path/clock.ts';
import { isAzureGateway } from '../../core/findings/path/gateway.ts';
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
  failedAt,
  givesNoReplyToTls,
  type HeaderFilter,
  headerFilter,
  isAnsweredByWeb,
  isBlockedHere,
  isNoProxy,
  isTcpFailureOfProxy,
  isTcpRefused,
  isTcpReset,
  mayBeWeb,
  noStatus,
  revokedIssuer,
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
  mayBeOfServer,
  ownerBeside,
  type RequestTo,
  type RevocationOwner,
  revocationOwner,
  tunnelProxy,
} from '../model/revocation-owner.ts';
import { evidenceLines } from './request-evidence.ts';
import { teamsToAsk } from './teams.ts';

/** The facts for a request. */
export interface RequestFacts {
  to: RequestTo;
  verdict: VerdictCode;
  /** The subject, as a verdict: a proxy that does not reply counts as unreachable. */
  about: VerdictCode;
  gateway: string;
  /** `HOST:PORT` of the gateway. */
  target: string;
  /** `HOST:PORT` of the proxy in question, or `null` on the direct route. */
  proxy: string | null;
  /** `HOST:PORT` of the tunnel's proxy, or `null` on the direct route. */
  tunnel: string | null;
  /** `HOST:PORT` of the CRL and OCSP servers to reach by HTTP. */
  revocation: readonly string[];
  /** Some of them were requested with POST. */
  byPost: boolean;
  /** See RevocationOwner. */
  need: RevocationOwner['need'];
  mayBeServer: boolean;
  /** The certificate has signs of an inspecting proxy, but no proof. */
  inspected: boolean;
  /** The page may be that of an ordinary web server. */
  mayBeWeb: boolean;
  /** The issuer of the last certificate, if the untrusted root is in fact a missing issuer. */
  missing: MissingIssuer | null;
  /** Why the TLS handshake failed. */
  tls: string | null;
  /** See VerdictFacts. */
  unanswered: boolean;
  /**
   * The packet that an SSTP server refused the call with, if that decided the verdict and the certificate was
   * good.
   */
  refusedCall: string | null;
  /** Its name is that of an Azure gateway. */
  azure: boolean;
  /** What came instead of the Ack after SSTP's own 200. */
  stuck: EvidenceByStage['sstp'] | null;
  /** Bytes arrived, but the stage did not complete in time. */
  tooSlow: TooSlow | null;
  /** Connected, but no byte answers the ClientHello. */
  noReplyToTls: boolean;
  /** A web server replied to the SSTP request. */
  webAnswers: boolean;
  /** The problems of the certificate. */
  flaws: readonly Flaw[];
  /** See Observed. */
  mayBeClock: boolean;
  /** See VerdictFacts. */
  revokedIssuer: string | null;
  tcpRefused: boolean;
  /** The name of the proxy does not resolve. */
  proxyNameUnknown: boolean;
  tcpReset: boolean;
  proxyTcpFails: boolean;
  /** Who ends TLS after a granted CONNECT. */
  tlsCut: TlsCut | null;
  /** The result of a CONNECT with SSTPVERSION. */
  headerFilter: HeaderFilter;
  /** See VerdictFacts. */
  noProxy: boolean;
  /** The proxy's port accepts TLS, but no plain HTTP. */
  takesTls: boolean;
  /** The reply to CONNECT without a status. */
  noStatus: EvidenceByStage['connect'] | null;
  evidence: readonly string[];
  /** When it was observed: `2026-11-25 10:00:00`, UTC. */
  at: string;
  /** It was tested from this computer, not from the target computer. */
  fromThisComputer: boolean;
}

/** The facts for the requests about one path, one per team; empty when no other team must act. */
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
    tunnel: proxy,
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
    noReplyToTls: code === 'timeout' && givesNoReplyToTls(mine),
    webAnswers: code === 'not-sstp' && isAnsweredByWeb(mine),
    flaws: observed(mine).flaws,
    mayBeClock: mayBeClock(mine),
    revokedIssuer: code === 'revoked' ? revokedIssuer(mine) : null,
    tcpRefused: isTcpRefused(mine),
    proxyNameUnknown: failedAt(mine, 'dns')?.evidence.of === 'proxy',
    tcpReset: isTcpReset(mine),
    proxyTcpFails: isTcpFailureOfProxy(mine),
    tlsCut: tlsCut(mine),
    headerFilter: headerFilter(mine),
    noProxy: isNoProxy(mine),
    takesTls: takesTls(mine),
    noStatus: noStatus(mine),
    unanswered: endsUnanswered(mine),
    refusedCall: code === 'not-sstp' ? sstpRefusal(mine) : null,
    evidence: evidenceLines(
      deadRoutes(seen).length === 0 ? [...skipped(seen), ...reported] : [...reported, ...alsoDead(seen)],
    ),
    at: (verdict.collectedAt ?? startedAt).slice(0, 19).replace('T', ' '),
    fromThisComputer: mine.some(({ from }) => from === 'this-desk'),
  };
  if (common.tls === 'chain-slow') return slowChainRequests(common);
  // A firewall on this computer is up to its administrator.
  if (isBlockedHere(mine)) return [];
  if (code === 'revocation-unreachable') return revocationRequests(mine, common, verdict);
  const about: VerdictCode = code === 'timeout' && endsAtProxy(mine) ? 'proxy-unreachable' : code;
  const asked = teamsToAsk(common, mine).map((to): RequestFacts => ({ ...common, to, about }));
  const owner = revocationOwner(mine);
  const isBlocked = common.missing !== null && isIssuerBlocked(owner);
  return isBlocked ? [fetchFacts(owner, common, verdict), ...asked] : asked;
}

/** If no route of a list connected: the results of the routes after the first one. */
function alsoDead(seen: readonly Check[]): Check[] {
  const failed = seen.filter(({ status, stage }) => status === 'fail' && stage !== 'revocation');
  return [...skipped(seen).slice(1), ...failed];
}

/** The failures that decided the verdict, and the certificate, if it may be a proxy's. */
function seenFor({ verdict, stage }: Verdict, mine: readonly Check[], inspected: boolean): Check[] {
  const failed = (check: Check) => check.status === 'fail' && check.stage === stage;
  const isInspection = verdict === 'tls-inspection';
  return mine.filter(
    (check) =>
      failed(check) ||
      (isInspection && check.stage === 'http' && check.status === 'fail') ||
      // The same server accepted the request before.
      (stage === 'sstp' && check.stage === 'http' && check.status === 'pass') ||
      ((isInspection || inspected) && check.stage === 'certificate'),
  );
}

/** One request to the owner of the failed fetches, and one to the publisher of answers that are, or may be, invalid. */
function revocationRequests(
  mine: readonly Check[],
  common: Omit<RequestFacts, 'to'>,
  verdict: Verdict,
): RequestFacts[] {
  const owner = revocationOwner(mine);
  const route = fetchFacts(owner, common, verdict);
  const publishers =
    route.to === 'vpn-team' ? [] : [...owner.besides, ...owner.fetches.filter(mayBeOfServer)];
  if (publishers.length === 0) return [route];
  const mayBeServer = owner.besides.length === 0;
  return [route, { ...common, to: 'vpn-team', mayBeServer, evidence: evidenceLines(publishers) }];
}

/** The facts about the revocation fetches. */
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

/** Windows could not download an issuer or a root in time: allow its URL, or have the gateway send it. */
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
