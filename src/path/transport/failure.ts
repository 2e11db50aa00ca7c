import type { AnyFields } from '../../core/path/stage-evidence.ts';

/**
 * Why a stage failed: a stable code that decides the verdict, and the evidence. Stays inside `src/path`; callers
 * receive a StageResult.
 */
export class StageFailure extends Error {
  readonly reason: string;
  readonly evidence: AnyFields;

  constructor(reason: string, evidence: AnyFields = {}) {
    super(reason);
    this.reason = reason;
    this.evidence = evidence;
  }
}

/** The recording ends before its reader has what it needs: another program wrote it, or it was cut. */
export const EVIDENCE_ENDS = 'evidence-ends';

const REASON_OF_ERRNO: Readonly<Record<string, string>> = {
  ENOTFOUND: 'not-found',
  EAI_NODATA: 'not-found',
  EAI_AGAIN: 'dns-unavailable',
  EAI_FAIL: 'dns-unavailable',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EAFNOSUPPORT: 'unreachable',
  EACCES: 'blocked-locally',
  EPERM: 'blocked-locally',
};

/** The code of a Node error (`ECONNREFUSED`, `ERR_SSL_…`), or `null`. */
export function errorCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : null;
}

/**
 * Adds to a timeout the number of received bytes, and the milliseconds since the last of them: a peer that sends slowly
 * is slow, one that stops is not. TLS reports no single bytes, so their number is read from time to time.
 */
export async function countingBytes<T>(work: Promise<T>, received: () => number): Promise<T> {
  let last = { bytes: received(), at: Date.now() };
  const recount = () => {
    if (received() !== last.bytes) last = { bytes: received(), at: Date.now() };
  };
  const timer = setInterval(recount, RECOUNT_MS);
  try {
    return await work;
  } catch (error) {
    recount();
    if (!(error instanceof StageFailure) || error.reason !== 'timeout' || last.bytes === 0) throw error;
    const quietMs = Date.now() - last.at;
    throw new StageFailure('timeout', { quietMs, ...error.evidence, bytesReceived: last.bytes });
  } finally {
    clearInterval(timer);
  }
}

const RECOUNT_MS = 50;

/** Converts an error of the resolver, a socket or TLS to a stage failure, by its code. */
export function networkFailure(error: unknown): StageFailure {
  if (error instanceof StageFailure) return error;
  const errno = errorCode(error);
  return new StageFailure(REASON_OF_ERRNO[errno ?? ''] ?? tlsReasonOf(errno) ?? 'network-error', { errno });
}

/** Alert 116 (RFC 8446 6.2). In TLS 1.3 it is received only by a read after the handshake. */
const CLIENT_CERTIFICATE = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';
/** The bytes are not a TLS record: a server without TLS. */
const NOT_TLS = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_HTTP_REQUEST',
]);
/** Alert 112 (RFC 6066 3): the server, or an inspecting proxy, does not have the name in SNI. */
const UNRECOGNIZED_NAME = 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME';
/** OpenSSL's names of alerts; those of RFC 6066 lack the word ALERT. */
const ALERT = /_ALERT_|_TLSV1_(?:UNSUPPORTED_EXTENSION|CERTIFICATE_UNOBTAINABLE|BAD_CERTIFICATE_\w+)$/;
/** Alerts 40 and 71 (RFC 8446 6.2): no common parameters, or, in TLS 1.2, no client certificate. */
const NOTHING_IN_COMMON = /_ALERT_(?:HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)$/;
const TOO_OLD = new Set(['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION']);

/** The stable reason code for a TLS error, during or after the handshake; `null` if it is not one. */
export function tlsReasonOf(code: string | null): string | null {
  if (code === null || !code.startsWith('ERR_SSL_')) return null;
  if (NOT_TLS.has(code)) return 'not-tls';
  if (TOO_OLD.has(code)) return 'old-tls';
  if (code === UNRECOGNIZED_NAME) return 'unrecognized-name';
  if (code === CLIENT_CERTIFICATE) return 'client-certificate';
  if (NOTHING_IN_COMMON.test(code)) return 'handshake-failure';
  return ALERT.test(code) ? 'alert' : 'tls-error';
}
