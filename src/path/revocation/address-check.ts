import type { CheckStatus, Route, StageResult } from '../../core/model/check.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { TAG } from '../pki/der.ts';
import { routeName } from '../transport/authority.ts';
import { EVIDENCE_ENDS, StageFailure } from '../transport/failure.ts';
import type { Names } from '../transport/names.ts';
import { socketsBy } from '../transport/sockets.ts';
import type { PathHooks } from '../transport/stage.ts';
import type { PathDialer } from '../transport/transport.ts';
import type { FetchRequest } from './fetch.ts';
import { createFetches, type Fetches } from './fetches.ts';

/** What all fetches on the revocation route share. */
export interface AddressContext {
  /** The route to a URL. */
  routeOf: (url: string) => Route;
  /** The connection for a URL, `null` when it was not fetched; default: sockets of this process. */
  dialerOf?: (address: Address) => PathDialer | null;
  /** The name resolution of one run; absent: each URL has its own. */
  names?: Names;
  /** Milliseconds for each URL. */
  deadlineMs: number;
  /** The end of all checks, by `now`; absent: each URL has its whole deadline. */
  until?: number;
  /** Shared by the checks of one run; absent: each check has its own. */
  fetches?: Fetches;
  /** Milliseconds, monotonic; for durations. */
  now: () => number;
}

export interface Address {
  url: string;
  /** Why it is not fetched, else `null`. */
  skipped: string | null;
  /** Evidence for every result: the purpose of the URL, and the certificate that names it. */
  about: AnyFields;
}

/**
 * What a check uses to fetch. `evidence` is filled step by step, so that a failure shows how far the fetch got.
 */
export interface AddressQuestion {
  url: URL;
  /** The body of a 200 from the URL, or from `url` below it, on its route; rejects with a StageFailure. */
  fetch: (
    request: Pick<FetchRequest, 'post' | 'maxBytes' | 'ofOne'> & Partial<Pick<FetchRequest, 'url'>>,
  ) => Promise<Buffer>;
  /** See {@link Fetches}. */
  readOnce: Fetches['readOnce'];
  evidence: AnyFields;
}

export interface AddressAnswer {
  status: CheckStatus;
  evidence: AnyFields;
}

/**
 * Fetches one URL and calls the hooks: skipped, started, result. If `ask` rejects with a StageFailure, the result
 * is `fail`. Rejects only with P2sError `cancelled`; leaves no socket open.
 */
export async function checkAddress(
  address: Address,
  context: AddressContext,
  hooks: PathHooks,
  ask: (question: AddressQuestion) => Promise<AddressAnswer>,
): Promise<StageResult<'revocation'>> {
  const { url, skipped, about } = address;
  const report = (
    via: string,
    result: Omit<StageResult<'revocation'>, 'stage' | 'url' | 'via'>,
  ): StageResult<'revocation'> => {
    const full: StageResult<'revocation'> = { stage: 'revocation', url, via, ...result };
    hooks.onStage?.({ type: 'result', result: full });
    return full;
  };
  const skip = (via: string, evidence: AnyFields) =>
    report(via, { status: 'skip', durationMs: 0, evidence: { ...about, ...evidence } });
  if (skipped !== null) return skip('unknown', { reason: skipped });
  const route = context.routeOf(url);
  const via = routeName(route);
  const { decidedBy } = route;
  if (route.unsupported !== null)
    return skip(via, { decidedBy, reason: 'route-unsupported', detail: route.unsupported });

  const { dialerOf = () => socketsBy(context.names) } = context;
  const dialer = dialerOf(address);
  if (dialer === null) return skip(via, { decidedBy, reason: 'not-asked' });

  hooks.onStage?.({ type: 'started', stage: 'revocation', url, via });
  const { now = context.now } = dialer;
  const startedAt = now();
  // A recorded conversation is replayed URL by URL.
  const routeOf = context.dialerOf === undefined ? context.routeOf : undefined;
  const request = { dialer, url: new URL(url), route, routeOf };
  const { status, evidence } = await askInTime(request, context, hooks.signal, ask);
  const durationMs = Math.max(0, Math.round(now() - startedAt));
  const isSlow = evidence.reason === 'timeout' && evidence.bytesReceived !== undefined;
  const timing = isSlow ? { afterMs: durationMs } : {};
  return report(via, { status, durationMs, evidence: { ...about, decidedBy, ...evidence, ...timing } });
}

async function askInTime(
  request: Pick<FetchRequest, 'dialer' | 'url' | 'route' | 'routeOf'>,
  context: AddressContext,
  signal: AbortSignal | undefined,
  ask: (question: AddressQuestion) => Promise<AddressAnswer>,
): Promise<AddressAnswer> {
  const { fetches = createFetches() } = context;
  const evidence: AnyFields = {};
  const fetch: AddressQuestion['fetch'] = (what) =>
    fetches.body({ ...request, ...what }, { deadlineMs: timeLeft(context), signal }, evidence);
  try {
    return await ask({ url: request.url, fetch, readOnce: fetches.readOnce, evidence });
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const reason = isTooShort(error, context) ? 'no-time-left' : error.reason;
    return {
      status: NOT_TESTED.includes(reason) ? 'skip' : 'fail',
      evidence: { ...evidence, reason, ...error.evidence },
    };
  }
}

/** The same after a redirect as at the first URL: what the URL serves is not known. */
const NOT_TESTED: readonly string[] = ['route-unsupported', 'no-time-left', EVIDENCE_ENDS];

function timeLeft({ deadlineMs, until = Number.POSITIVE_INFINITY, now }: AddressContext): number {
  return Math.max(1, Math.round(Math.min(deadlineMs, until - now())));
}

/** A server that has not replied for less than this, and for less than half of the deadline, may just be slow. */
const PROMPT_NO_REPLY_MS = 1_000;

function isTooShort({ reason, evidence }: StageFailure, { deadlineMs }: AddressContext): boolean {
  const { deadlineMs: waited = Number.POSITIVE_INFINITY } = evidence;
  return reason === 'timeout' && waited < Math.min(PROMPT_NO_REPLY_MS, deadlineMs / 2);
}

/**
 * Whether a body is PEM (RFC 7468). CRLs, OCSP answers and issuers must be DER (RFC 5280 4.2.1.13 and 4.2.2.1, RFC
 * 6960 A.2). No public source documents how Windows handles PEM here.
 */
export function isPem(body: Uint8Array): boolean {
  return body[0] !== TAG.sequence && Buffer.from(body).includes('-----BEGIN ');
}

/** The kind of a body that is not the expected DER: `empty`, `html`, or `null` when it is neither. */
export function shapeOf(body: Uint8Array): 'empty' | 'html' | null {
  if (body.length === 0) return 'empty';
  if (body[0] === TAG.sequence) return null;
  // Blanks, and the mark of UTF-8, in any order.
  const start = Buffer.from(body.subarray(0, 512)).toString('latin1');
  return /^[\s\xef\xbb\xbf]*</.test(start) ? 'html' : null;
}
