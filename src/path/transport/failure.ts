import { tlsReasonOf } from './tls-reason.ts';

/**
 * Why a stage failed: a stable code that decides the verdict, and the evidence. Stays inside `src/path`; callers
 * receive a StageResult.
 */
export class StageFailure extends Error {
  readonly reason: string;
  readonly evidence: Record<string, unknown>;

  constructor(reason: string, evidence: Record<string, unknown> = {}) {
    super(reason);
    this.reason = reason;
    this.evidence = evidence;
  }
}

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

/** Adds the number of received bytes to a timeout: a peer that sends slowly is slow, not unresponsive. */
export async function countingBytes<T>(work: Promise<T>, received: () => number): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StageFailure) || error.reason !== 'timeout' || received() === 0) throw error;
    throw new StageFailure('timeout', { ...error.evidence, bytesReceived: received() });
  }
}

/** Converts an error of the resolver, a socket or TLS to a stage failure, by its code. */
export function networkFailure(error: unknown): StageFailure {
  if (error instanceof StageFailure) return error;
  const errno = errorCode(error);
  return new StageFailure(REASON_OF_ERRNO[errno ?? ''] ?? tlsReasonOf(errno) ?? 'network-error', { errno });
}
