import { type Check, ofStage, type Stage, type UntriedRoutes } from '../../core/model/check.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { pageIn } from '../../core/path/captive-portal.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { isEndOfTls } from '../../core/path/verdict.ts';
import { isRecord } from '../model/is-record.ts';
import { seconds } from '../text/en/reason-text.ts';

const KINDS = ['socks', 'tls-proxy', 'unreadable'] as const;

/** Why TLS failed, in the handshake or by an alert behind it, in a stable word; `null` where that is not known. */
export function tlsReason(checks: readonly Check[]): string | null {
  const behind = failedAt(checks, 'http')?.evidence;
  const { reason } = failedAt(checks, 'tls')?.evidence ?? (behind && isEndOfTls(behind) ? behind : {});
  return typeof reason === 'string' ? reason : null;
}

/**
 * What kind of server answered at the gateway's name instead of SSTP: `nginx/1.22.1, GET / -> 200`; `null` where nothing
 * is known. What answered SSTP's request and what serves the page may be two servers behind one address.
 */
export function webServer(checks: readonly Check[]): string | null {
  const page = pageIn(checks);
  const ofPage = name(page?.server);
  const server = name(ofStage(checks, 'http')[0]?.evidence.server) ?? ofPage;
  const parts = [
    ...(server === null ? [] : [server]),
    ...(typeof page?.httpStatus === 'number' ? [`GET / -> ${page.httpStatus}`] : []),
    ...(ofPage === server || ofPage === null ? [] : [ofPage]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Where a page leads that stands in place of the gateway, or of the proxy's answer: a host, or `null`. */
export function pageLeadsTo(checks: readonly Check[]): string | null {
  const refused = failedAt(checks, 'connect');
  return name(refused === undefined ? pageIn(checks)?.locationHost : refused.evidence.locationHost);
}

/** Whether a page came as HTTP to an ordinary GET, which an ordinary web server answers, too. */
export function mayBeWeb(checks: readonly Check[]): boolean {
  return failedAt(checks, 'connect') === undefined && typeof pageIn(checks)?.httpStatus === 'number';
}

/** Whether the answer to SSTP's request was HTTP/1.0. */
export function isOldHttp(checks: readonly Check[]): boolean {
  return failedAt(checks, 'http')?.evidence.reason === 'http-version';
}

/** Whether the proxy says, by squid's code, that it does not find the gateway's name. */
export function isUnknownToProxy(checks: readonly Check[]): boolean {
  return /^ERR_DNS_FAIL\b/.test(String(failedAt(checks, 'connect')?.evidence.squidError));
}

/** How CONNECT was refused: `403, squid/5.7`; `null` where no status came. */
export function refusalOf(checks: readonly Check[]): string | null {
  const { httpStatus, server } = failedAt(checks, 'connect')?.evidence ?? {};
  if (typeof httpStatus !== 'number') return null;
  return typeof server === 'string' ? `${httpStatus}, ${text(server)}` : String(httpStatus);
}

/** What came in place of the Ack behind a 200 with the Content-Length that SSTP servers alone send; else `null`. */
export function stuckBehind200(checks: readonly Check[]): EvidenceByStage['sstp'] | null {
  const isAccepted = ofStage(checks, 'http').some(({ status }) => status === 'pass');
  return isAccepted ? (failedAt(checks, 'sstp')?.evidence ?? null) : null;
}

/** A peer of which something came before the deadline, and not all. */
export interface TooSlow {
  stage: Stage;
  bytes: number;
  seconds: number;
}

/** The stage that a peer did not complete in time though its bytes came; `null` where it was silent, or did not time out. */
export function tooSlow(checks: readonly Check[]): TooSlow | null {
  const failed = checks.find(({ status, stage }) => status === 'fail' && stage !== 'revocation');
  const { reason, bytesReceived, afterMs } = failed?.evidence ?? {};
  if (failed === undefined || reason !== 'timeout' || typeof bytesReceived !== 'number') return null;
  return { stage: failed.stage, bytes: bytesReceived, seconds: seconds(afterMs) };
}

/**
 * Whether TCP, or a CONNECT that was granted, is there, and not a byte answers the ClientHello: that it came through to
 * the gateway is not proved, and that something drops it is not either.
 */
export function givesNoReplyToTls(checks: readonly Check[]): boolean {
  const { reason, bytesReceived } = failedAt(checks, 'tls')?.evidence ?? {};
  return reason === 'timeout' && bytesReceived === undefined && tlsCut(checks) === null;
}

/** Whether a web server answered SSTP's request, which one that stands in front of the gateway does as well. */
export function isAnsweredByWeb(checks: readonly Check[]): boolean {
  const answered = ofStage(checks, 'http').some(({ evidence }) => typeof evidence.httpStatus === 'number');
  return stuckBehind200(checks) === null && (answered || mayBeWeb(checks));
}

/** Whether the gateway's port refused TCP on the direct way, which a firewall does and a host where nothing listens. */
export function isRefusedDirectly(checks: readonly Check[]): boolean {
  const failed = failedAt(checks, 'tcp');
  return failed?.via === 'direct' && failed.evidence.of === 'gateway' && failed.evidence.reason === 'refused';
}

/** Who ends TLS behind a CONNECT that the proxy granted; `null` where that is not in question. */
export type TlsCut = 'proxy' | 'gateway' | 'either';

/**
 * By the same handshake on the direct way: it succeeds, so the proxy cuts; it fails there, too, so the gateway does. Where
 * that way tells nothing, it may be either, if nothing but an end of the connection answered the ClientHello.
 */
export function tlsCut(checks: readonly Check[]): TlsCut | null {
  const failed = failedAt(checks, 'tls');
  if (failed === undefined || failed.via === 'direct') return null;
  const { direct, reason } = failed.evidence;
  const onDirect = isRecord(direct) ? direct.tls : undefined;
  if (onDirect === 'completed') return 'proxy';
  if (typeof onDirect === 'string') return 'gateway';
  return reason === 'reset-at-client-hello' ? 'either' : null;
}

/** Whether TLS was asked for on the direct way as well. */
export function isDirectAsked(checks: readonly Check[]): boolean {
  return isRecord(failedAt(checks, 'tls')?.evidence.direct);
}

/** What becomes of a CONNECT with SSTPVERSION that is granted without. */
export type HeaderFilter = 'refused' | 'silent' | 'cut';

export function headerFilter(checks: readonly Check[]): HeaderFilter {
  if (failedAt(checks, 'tls') !== undefined) return 'cut';
  return failedAt(checks, 'connect')?.evidence.withSstpVersion === 'timeout' ? 'silent' : 'refused';
}

/** Whether TLS came from the proxy's port where HTTP was due. */
export function takesTls(checks: readonly Check[]): boolean {
  return failedAt(checks, 'connect')?.evidence.reason === 'tls-record';
}

/** What CONNECT met where no status came: a head without an end, a connection that was closed; else `null`. */
export function noStatus(checks: readonly Check[]): EvidenceByStage['connect'] | null {
  const evidence = failedAt(checks, 'connect')?.evidence;
  if (evidence?.reason === 'spoke-first') return evidence;
  return evidence === undefined || typeof evidence.httpStatus === 'number' || isNoProxy(checks)
    ? null
    : evidence;
}

/** Whether CONNECT met what web servers say to it (RFC 9110: 404, 405, 501), or no HTTP at all. */
export function isNoProxy(checks: readonly Check[]): boolean {
  const { httpStatus, reason, squidError } = failedAt(checks, 'connect')?.evidence ?? {};
  if (squidError !== undefined) return false;
  return httpStatus === 404 || httpStatus === 405 || httpStatus === 501 || reason === 'not-http';
}

/** Whether the connection ended behind TLS before anything answered SSTP's request. */
export function endsUnanswered(checks: readonly Check[]): boolean {
  const reason = failedAt(checks, 'http')?.evidence.reason;
  return reason === 'closed' || reason === 'reset';
}

export function isDnsDown(checks: readonly Check[]): boolean {
  return failedAt(checks, 'dns')?.evidence.reason === 'dns-unavailable';
}

/** Whether the system itself refused to connect: a firewall of this computer. */
export function isBlockedHere(checks: readonly Check[]): boolean {
  return failedAt(checks, 'tcp')?.evidence.reason === 'blocked-locally';
}

/** Ways that the setting names behind those that gave no connection, and that were not tried. */
export function untriedRoutes(checks: readonly Check[]): UntriedRoutes | null {
  const reported = checks.map(({ evidence }) => evidence.untriedWays).find(isRecord);
  if (typeof reported?.count !== 'number') return null;
  const named = Array.isArray(reported.unsupported) ? reported.unsupported : [];
  return { count: reported.count, unsupported: KINDS.filter((kind) => named.includes(kind)) };
}

/** Whether SSTP answered with its Ack. */
export function isAcknowledged(checks: readonly Check[]): boolean {
  return checks.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
}

/** Whether a certificate names neither a CRL nor an OCSP address. */
export function lacksAddresses(checks: readonly Check[]): boolean {
  return checks.some(({ evidence }) => evidence.reason === 'no-revocation-url');
}

/** Whether a list was not read to its end for its size. */
export function hasHugeList(checks: readonly Check[]): boolean {
  return checks.some(({ status, evidence }) => status === 'skip' && evidence.reason === 'too-large');
}

/** Whether the way to a revocation address, or behind its redirect, cannot be followed from here. */
export function hasUnfollowedRoute(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, evidence }) => stage === 'revocation' && evidence.reason === 'route-unsupported',
  );
}

/** The check of one stage that failed. */
export function failedAt<S extends Stage>(
  checks: readonly Check[],
  stage: S,
): Extract<Check, { stage: S }> | undefined {
  return ofStage(checks, stage).find(({ status }) => status === 'fail');
}

function name(value: unknown): string | null {
  return typeof value === 'string' ? text(value) : null;
}

function text(value: unknown): string {
  return withoutControls(String(value), 200);
}
