import { type Check, ofStage, type Stage, type UntriedRoutes } from '../../core/model/check.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { pageIn } from '../../core/path/captive-portal.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import { isEndOfTls, revokedIn } from '../../core/path/verdict.ts';
import { isRecord } from '../model/is-record.ts';
import { seconds } from './evidence-facts.ts';

const KINDS = ['socks', 'tls-proxy', 'unreadable'] as const;

/**
 * Why TLS failed, in the handshake or after it, as a stable word; `null` when unknown. `late-…` is the word of an end
 * after the handshake, `end-without-reply` that of a connection that was open for long, without a byte of TLS.
 */
export function tlsReason(checks: readonly Check[]): string | null {
  const failed = failedAt(checks, 'tls');
  if (failed !== undefined) {
    if (isEndWithoutReply(failed, checks)) return 'end-without-reply';
    return typeof failed.evidence.reason === 'string' ? failed.evidence.reason : null;
  }
  const behind = failedAt(checks, 'http')?.evidence;
  if (behind === undefined || !isEndOfTls(behind)) return null;
  const reason = String(behind.reason);
  return reason === 'alert' || reason === 'tls-error' ? `late-${reason}` : reason;
}

/** A reset of the ClientHello comes at once; who waits longer than this, and than TCP took, waited for a server. */
const REPLY_MS = 1_000;

/** Whether the connection was open without a byte for so long that nothing reset the ClientHello itself. */
function isEndWithoutReply(failed: Check<'tls'>, checks: readonly Check[]): boolean {
  const tcp = Math.max(0, ...ofStage(checks, 'tcp').map(({ durationMs }) => durationMs));
  return (
    failed.evidence.reason === 'reset-at-client-hello' &&
    failed.via === 'direct' &&
    failed.durationMs > Math.max(REPLY_MS, 3 * tcp)
  );
}

/**
 * Whether TLS ended on the direct route at a point where something on the route may have ended it as well as the
 * gateway: in the middle of the handshake, or after a long wait.
 */
export function mayEndOnRoute(tls: string | null): boolean {
  return tls === 'closed' || tls === 'end-without-reply';
}

/**
 * The kind of server that replied instead of SSTP: `nginx/1.22.1, GET / -> 200`; `null` when unknown. The server
 * that replied to the SSTP request and the one that serves the page may be two servers behind one address.
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

/** The redirect target of a page that replaces the gateway or the proxy's response: a host, or `null`. */
export function pageLeadsTo(checks: readonly Check[]): string | null {
  const refused = failedAt(checks, 'connect');
  return name(refused === undefined ? pageIn(checks)?.locationHost : refused.evidence.locationHost);
}

/** Whether an ordinary GET returned an HTTP page, as any web server does. */
export function mayBeWeb(checks: readonly Check[]): boolean {
  return failedAt(checks, 'connect') === undefined && typeof pageIn(checks)?.httpStatus === 'number';
}

/** Whether the reply to the SSTP request was HTTP/1.0. */
export function isOldHttp(checks: readonly Check[]): boolean {
  return failedAt(checks, 'http')?.evidence.reason === 'http-version';
}

/** Whether the proxy reports, by squid's code, that it cannot resolve the gateway's name. */
export function isUnknownToProxy(checks: readonly Check[]): boolean {
  return /^ERR_DNS_FAIL\b/.test(String(failedAt(checks, 'connect')?.evidence.squidError));
}

/** How CONNECT was refused: `403, squid/5.7`; `null` without a status. */
export function refusalOf(checks: readonly Check[]): string | null {
  const { httpStatus, server } = failedAt(checks, 'connect')?.evidence ?? {};
  if (typeof httpStatus !== 'number') return null;
  return typeof server === 'string' ? `${httpStatus}, ${text(server)}` : String(httpStatus);
}

/** What came instead of the Ack after a 200 with the Content-Length that only SSTP servers send; else `null`. */
export function stuckBehind200(checks: readonly Check[]): EvidenceByStage['sstp'] | null {
  const isAccepted = ofStage(checks, 'http').some(({ status }) => status === 'pass');
  return isAccepted ? (failedAt(checks, 'sstp')?.evidence ?? null) : null;
}

/** A peer that sent only part of its reply before the deadline. */
export interface TooSlow {
  stage: Stage;
  bytes: number;
  seconds: number;
}

/** The stage that a peer did not complete in time although it sent bytes; `null` without bytes or timeout. */
export function tooSlow(checks: readonly Check[]): TooSlow | null {
  const failed = checks.find(({ status, stage }) => status === 'fail' && stage !== 'revocation');
  const { reason, bytesReceived, afterMs } = failed?.evidence ?? {};
  if (failed === undefined || reason !== 'timeout' || typeof bytesReceived !== 'number') return null;
  return { stage: failed.stage, bytes: bytesReceived, seconds: seconds(afterMs) };
}

/**
 * Whether TCP or CONNECT succeeded, but no byte answers the ClientHello. This proves neither that it reached the
 * gateway nor that something drops it.
 */
export function givesNoReplyToTls(checks: readonly Check[]): boolean {
  const { reason, bytesReceived } = failedAt(checks, 'tls')?.evidence ?? {};
  return reason === 'timeout' && bytesReceived === undefined && tlsCut(checks) === null;
}

/** Whether a web server replied to the SSTP request; it may be in front of the gateway. */
export function isAnsweredByWeb(checks: readonly Check[]): boolean {
  const answered = ofStage(checks, 'http').some(({ evidence }) => typeof evidence.httpStatus === 'number');
  return stuckBehind200(checks) === null && (answered || mayBeWeb(checks));
}

/**
 * Whether TCP to the gateway's port is refused, directly or for the proxy: by a firewall or a host without a
 * listener.
 */
export function isTcpRefused(checks: readonly Check[]): boolean {
  const failed = failedAt(checks, 'tcp');
  if (failed === undefined) return REFUSED_FOR_PROXY.test(squidErrorOf(checks));
  return failed.via === 'direct' && failed.evidence.of === 'gateway' && failed.evidence.reason === 'refused';
}

/** Whether TCP to the gateway on the direct route is reset as soon as it is open. */
export function isTcpReset(checks: readonly Check[]): boolean {
  const failed = failedAt(checks, 'tcp');
  return failed?.via === 'direct' && failed.evidence.of === 'gateway' && failed.evidence.reason === 'reset';
}

/** Who ends TLS after the proxy granted CONNECT; `null` when this does not apply. */
export type TlsCut = 'proxy' | 'gateway' | 'either';

/**
 * Compares with the same handshake on the direct route: if it succeeds, the proxy ends TLS; if it fails too, the
 * gateway does. Without a result there, it may be either, if only the end of the connection answered the
 * ClientHello.
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

/**
 * Whether a proxy that granted CONNECT may have ended TLS: nothing was compared with the direct route, and it is not
 * the version alone, which the proxy passes.
 */
export function mayEndAtProxy({ tls, tlsCut: cut }: { tls: string | null; tlsCut: TlsCut | null }): boolean {
  return cut === null && tls !== 'tls-1.3-only';
}

/** Whether TLS was also tested on the direct route. */
export function isDirectAsked(checks: readonly Check[]): boolean {
  return isRecord(failedAt(checks, 'tls')?.evidence.direct);
}

/** The result of a CONNECT with SSTPVERSION that is granted without that header. */
export type HeaderFilter = 'refused' | 'silent' | 'cut';

export function headerFilter(checks: readonly Check[]): HeaderFilter {
  if (failedAt(checks, 'tls') !== undefined) return 'cut';
  return failedAt(checks, 'connect')?.evidence.withSstpVersion === 'timeout' ? 'silent' : 'refused';
}

/** Whether the proxy's port replied with TLS instead of HTTP. */
export function takesTls(checks: readonly Check[]): boolean {
  return failedAt(checks, 'connect')?.evidence.reason === 'tls-record';
}

/** The reply to CONNECT without a status: an incomplete header or a closed connection; else `null`. */
export function noStatus(checks: readonly Check[]): EvidenceByStage['connect'] | null {
  const evidence = failedAt(checks, 'connect')?.evidence;
  if (evidence?.reason === 'spoke-first') return evidence;
  return evidence === undefined || typeof evidence.httpStatus === 'number' || isNoProxy(checks)
    ? null
    : evidence;
}

/**
 * How web servers answer CONNECT (RFC 9110: 404, 405, 501), also when the port expects TLS (400). A proxy refuses
 * with other statuses.
 */
const OF_WEB_SERVER: readonly unknown[] = [400, 404, 405, 501];
/** Squid's own code for CONNECT on a port that is not a forward proxy. */
const SQUID_WITHOUT_CONNECT = /^ERR_UNSUP_REQ\b/;

/** Whether CONNECT got a typical web server reply, or no HTTP at all. */
export function isNoProxy(checks: readonly Check[]): boolean {
  const { httpStatus, reason, squidError } = failedAt(checks, 'connect')?.evidence ?? {};
  if (squidError !== undefined) return SQUID_WITHOUT_CONNECT.test(String(squidError));
  return OF_WEB_SERVER.includes(httpStatus) || reason === 'not-http';
}

/** Whether the proxy reports, by squid's code, that it reached no server because TCP to it failed. */
export function isTcpFailureOfProxy(checks: readonly Check[]): boolean {
  return /^ERR_CONNECT_FAIL\b/.test(squidErrorOf(checks));
}

/** Squid's code for its refusal of CONNECT; empty without one. */
function squidErrorOf(checks: readonly Check[]): string {
  return String(failedAt(checks, 'connect')?.evidence.squidError ?? '');
}

/** ECONNREFUSED of Linux, BSD, and Winsock: squid adds the error number of its system. */
const REFUSED_FOR_PROXY = /^ERR_CONNECT_FAIL (?:111|61|10061)$/;

/** Whether the connection ended after TLS without a reply to the SSTP request. */
export function endsUnanswered(checks: readonly Check[]): boolean {
  const reason = failedAt(checks, 'http')?.evidence.reason;
  return reason === 'closed' || reason === 'reset';
}

export function isDnsDown(checks: readonly Check[]): boolean {
  return failedAt(checks, 'dns')?.evidence.reason === 'dns-unavailable';
}

/** Whether the local system refused to connect: a firewall on this computer. */
export function isBlockedHere(checks: readonly Check[]): boolean {
  return failedAt(checks, 'tcp')?.evidence.reason === 'blocked-locally';
}

/** Routes of the setting that were not tried, after those without a connection. */
export function untriedRoutes(checks: readonly Check[]): UntriedRoutes | null {
  const reported = checks.map(({ evidence }) => evidence.untriedWays).find(isRecord);
  if (typeof reported?.count !== 'number') return null;
  const named = Array.isArray(reported.unsupported) ? reported.unsupported : [];
  return { count: reported.count, unsupported: KINDS.filter((kind) => named.includes(kind)) };
}

/** Whether SSTP replied with its Ack. */
export function isAcknowledged(checks: readonly Check[]): boolean {
  return checks.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
}

/** Whether a certificate has neither a CRL nor an OCSP URL. */
export function lacksAddresses(checks: readonly Check[]): boolean {
  return checks.some(({ evidence }) => evidence.reason === 'no-revocation-url');
}

/**
 * The subject of a CA certificate that is revoked, the highest in the chain; `null` if only the gateway's own is.
 */
export function revokedIssuer(checks: readonly Check[]): string | null {
  const revoked = revokedIn(ofStage(checks, 'revocation'))
    .map(({ evidence }) => evidence)
    .filter(({ position }) => typeof position === 'number' && position > 0)
    .sort((a, b) => Number(b.position) - Number(a.position));
  return name(revoked[0]?.subject);
}

/** Whether a certificate names an LDAP URL for revocation, which p2s-fix does not query. */
export function namesLdap(checks: readonly Check[]): boolean {
  return ofStage(checks, 'revocation').some(({ evidence }) => evidence.reason === 'ldap');
}

/** Whether a list was too large to read completely. */
export function hasHugeList(checks: readonly Check[]): boolean {
  return checks.some(({ status, evidence }) => status === 'skip' && evidence.reason === 'too-large');
}

/** Whether the route to a revocation URL, or to its redirect, cannot be tested from here. */
export function hasUnfollowedRoute(checks: readonly Check[]): boolean {
  return checks.some(
    ({ stage, evidence }) => stage === 'revocation' && evidence.reason === 'route-unsupported',
  );
}

/** The failed check of one stage. */
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
