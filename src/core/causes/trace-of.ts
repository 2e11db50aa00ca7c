import { mayBeClock } from '../findings/path/clock.ts';
import { isAzureGateway } from '../findings/path/gateway.ts';
import {
  type Check,
  hostOfGateway,
  ofStage,
  type Stage,
  type StageResult,
  serviceOf,
  targetOf,
} from '../model/check.ts';
import { ipVersion } from '../model/ip-version.ts';
import { neutralise } from '../model/neutralise.ts';
import { pageIn, portalStage } from '../path/captive-portal.ts';
import { deadRoutes, ofDecidingRoute } from '../path/deciding-route.ts';
import { inspectionSuspected } from '../path/inspection.ts';
import type { EvidenceByStage, HttpAnswer } from '../path/stage-evidence.ts';
import { certificateOf, missingIssuer } from './certificate-of.ts';
import { directEnd } from './direct-route.ts';
import { alignedProxy, fetchesOf, proxyOf } from './fetches-of.ts';
import { reasonText, seconds, stallIn } from './reason.ts';
import { sstpRefusal } from './sstp-refusal.ts';
import { alertIn } from './tls-end.ts';
import { type Services, type Sstp, type Trace, TUNNEL_STAGES, type TunnelStage } from './trace.ts';

/** A result, where known with the place and the settings that it was tested from. */
export type Seen = StageResult & Partial<Pick<Check, 'from' | 'stores'>>;

interface Beside {
  /** The profile of the gateway lists tunnel types, and not SSTP. */
  readonly lacksSstp?: boolean;
  /** A change that aligns WinHTTP may still be made, and lead the fetches to another route. */
  readonly mayAlign?: boolean;
  /** Other services that fail in the same way. */
  readonly also?: readonly string[];
}

/** The trace of the results of one path. */
export function traceOf(
  gateway: string,
  seen: readonly Seen[],
  { lacksSstp, mayAlign, also = [] }: Beside = {},
): Trace {
  const results = ofDecidingRoute(seen);
  const probed = results.filter(
    ({ stage, evidence }) => stage !== 'revocation' && evidence.client === undefined,
  );
  // A scheduled run tests other proxies before: the last route is that of the path.
  const last = probed.at(-1)?.via;
  const own = probed.filter(({ via }) => via === last);
  // The last one is judged with the issuers that were fetched.
  const judged = ofStage(own, 'certificate').at(-1);
  const byWindows = results.find(isRefutedByWindows);
  const failed =
    own.find((one) => one.status === 'fail' && (one.stage !== 'certificate' || one === judged)) ?? byWindows;
  const service = servicesOf([gateway, ...also]);
  const host = hostOfGateway(gateway);
  const [dns, tcp] = [stageOf(own, 'dns', failed), stageOf(own, 'tcp', failed)];
  const first = own.find(({ stage }) => stage !== 'dns') ?? own[0] ?? results[0];
  const certificate = judged?.evidence ?? {};
  const notFollowed = unfollowed(own);
  const isFollowed = notFollowed === null;
  return {
    gateway: service === null ? gateway : service.urls.join(', '),
    service,
    host,
    target: [...new Set([gateway, ...also].map(targetOf))].join(', '),
    isAzure: isAzureGateway({ host }) || certificate.azureName === true,
    proxy: proxyOf(first?.via),
    deadRoutes: deadRoutes(seen)
      .slice(1)
      .map((route) => neutralise(route)),
    untried: seen.find(({ evidence }) => evidence.untriedWays)?.evidence.untriedWays ?? null,
    unfollowed: notFollowed,
    isTried: results.length > 0,
    isCutRecording: results.some(
      ({ status, evidence }) =>
        status === 'skip' && (evidence.reason === 'not-asked' || evidence.reason === 'evidence-ends'),
    ),
    lacksSstp: lacksSstp === true,
    directEnd: directEnd(failed?.evidence.direct),
    sentDirect: failed?.evidence.sentDirect ?? null,
    reservedAddress: tcp?.evidence.reservedAddress ?? null,
    ipv6Only: ipv6OnlyOf(dns),
    dns: dns && { ...endOf(dns), of: peerOf(dns) },
    tcp: tcp && { ...endOf(tcp), of: peerOf(tcp) },
    ...answersOf(byWindows === undefined ? own : [...own, byWindows], failed),
    certificate:
      judged === undefined ? null : { ...endOf(judged), ...certificateOf(judged, mayBeClock(own)) },
    page: pageOf(own),
    missing: missingIssuer(own),
    isPortal: portalStage(own) !== null,
    isInspected: inspectionSuspected(host, certificate) !== null,
    // Of a path whose tunnel was not tested again, only the fetches are known.
    isAcknowledged:
      own.some(({ stage, status }) => stage === (service === null ? 'sstp' : 'http') && status === 'pass') ||
      (probed.length === 0 && results.length > 0),
    failedAt: isFollowed ? stageNamed(failed?.stage) : null,
    endsAt: stageNamed(own.at(isFollowed ? -1 : 0)?.stage),
    ...fetchesOf(results, mayAlign === true ? { alignedTo: alignedProxy(seen) } : null),
  };
}

function servicesOf(names: readonly string[]): Services | null {
  const services = names.flatMap((one) => serviceOf(one) ?? []);
  const [first, ...others] = new Set(services.map(({ url }) => url));
  if (first === undefined) return null;
  const [as = null, ...more] = new Set(services.map((one) => one.as));
  return { urls: [first, ...others], as: more.length === 0 ? as : null };
}

/** A service that Windows' own client does not reach: it decides where this program reaches it. */
function isRefutedByWindows({ stage, status, evidence }: Seen): boolean {
  return stage === 'http' && status === 'fail' && evidence.client !== undefined;
}

function ipv6OnlyOf(dns: Extract<Seen, { stage: 'dns' }> | null): string | null {
  const [first = null, ...others] =
    dns === null || peerOf(dns) === 'proxy' ? [] : (dns.evidence.addresses ?? []);
  return first !== null && [first, ...others].every((one) => ipVersion(one) === 6) ? first : null;
}

function stageNamed(stage: Stage | undefined): TunnelStage | null {
  return TUNNEL_STAGES.find((one) => one === stage) ?? null;
}

/** The result of a stage that counts: that which failed, else the last. */
function stageOf<S extends TunnelStage>(own: readonly Seen[], stage: S, failed: Seen | undefined) {
  const results = ofStage(own, stage);
  return results.find((one) => one === failed) ?? results.at(-1) ?? null;
}

function endOf({ status, durationMs, evidence }: Seen) {
  const { reason = null, bytesReceived: bytes, afterMs = 0 } = evidence;
  return {
    passed: status === 'pass',
    reason,
    part: bytes === undefined ? null : { bytes, seconds: seconds(afterMs) },
    stall: stallIn(evidence),
    durationMs,
    why: reasonText(evidence),
  };
}

function peerOf({ evidence }: Seen): 'proxy' | 'gateway' {
  return evidence.of === 'proxy' ? 'proxy' : 'gateway';
}

/** The stages after the connection. */
function answersOf(
  own: readonly Seen[],
  failed: Seen | undefined,
): Pick<Trace, 'connect' | 'tls' | 'http' | 'sstp'> {
  const connect = stageOf(own, 'connect', failed);
  const tls = stageOf(own, 'tls', failed);
  const http = stageOf(own, 'http', failed);
  const sstp = stageOf(own, 'sstp', failed);
  const direct = tls?.evidence.direct;
  return {
    connect: connect && {
      ...endOf(connect),
      ...senderOf(connect.evidence),
      hasContent: connect.evidence.contentType !== undefined,
      withHeader: connect.evidence.withSstpVersion === 'timeout' ? 'silent' : 'refused',
    },
    tls: tls && {
      ...endOf(tls),
      direct: direct?.tls === undefined ? null : direct.tls === 'completed' ? 'completed' : 'failed',
      isDirectAsked: direct !== undefined,
      alert: alertIn(tls.evidence.errno),
      lacksOldVersion: tls.evidence.untested === 'TLSv1.2',
    },
    http: http && {
      ...endOf(http),
      ...senderOf(http.evidence),
      hasProxyHeaders: http.evidence.proxyHeaders !== undefined,
      isEndOfTls: http.evidence.errno?.startsWith('ERR_SSL_') === true,
    },
    sstp: sstp && {
      ...endOf(sstp),
      refusal: sstpRefusal(sstp.evidence),
      before: packetsBefore(sstp.evidence),
    },
  };
}

function packetsBefore({ echoRequests = 0, dataPackets = 0 }: EvidenceByStage['sstp']): Sstp['before'] {
  return echoRequests + dataPackets === 0 ? null : { echoRequests, dataPackets };
}

/** Who sent a reply, and where it leads. */
export function senderOf({ httpStatus, server, squidError, locationHost }: HttpAnswer) {
  return {
    status: httpStatus ?? null,
    server: server ?? null,
    squidError: squidError ?? null,
    leadsTo: locationHost ?? null,
  };
}

function pageOf(own: readonly Seen[]): Trace['page'] {
  const page = pageIn(own);
  return page && senderOf(page);
}

/** A PAC file can be named for a recording; on the computer itself, Windows resolves it. */
function unfollowed(own: readonly Seen[]): Trace['unfollowed'] {
  const skipped = own.find(({ evidence }) => evidence.reason === 'route-unsupported');
  if (skipped === undefined) return null;
  const { detail } = skipped.evidence;
  if (detail === 'store-not-known') return 'unreadable';
  return detail === 'pac' && skipped.from === 'this-desk' ? 'pac-file' : 'other';
}
