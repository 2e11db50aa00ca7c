import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { routeKey } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import { startLifetime } from '../transport/lifetime.ts';
import { createLimiter } from '../transport/limiter.ts';
import { createShared } from '../transport/shared.ts';
import type { FetchRequest } from './fetch.ts';
import { fetchFollowing } from './follow.ts';

/**
 * Concurrent connections. A CRL can be large and is shared by many certificates. An OCSP answer is small and
 * covers one certificate: with a high limit, two hundred gateways do not wait for each other if their responder
 * does not reply.
 */
const MAX_LISTS = 32;
const MAX_ANSWERS = 256;

export interface FetchLimits {
  /** Milliseconds from the start of the fetch; the time in the queue does not count. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
}

/** The fetches of one run. */
export interface Fetches {
  /**
   * The body of a 200, as fetchFollowing returns it. Concurrent requests for the same URL on the same routes,
   * redirects included, share one fetch with its evidence and its failure: the gateways of one company name the
   * same CRLs, which can be large.
   */
  body(request: FetchRequest, limits: FetchLimits, evidence: AnyFields): Promise<Buffer>;
  /** What `read` returns for a body, or throws. A body that several callers share is read once. */
  readOnce<T>(body: Buffer, read: (body: Buffer) => T): T;
}

type Outcome = { evidence: AnyFields } & ({ body: Buffer } | { failure: StageFailure });

export function createFetches(): Fetches {
  const lists = createLimiter(MAX_LISTS);
  const answers = createLimiter(MAX_ANSWERS);
  const shared = createShared<Outcome>({ keep: false });
  const readings = new WeakMap<Buffer, () => unknown>();
  return {
    async body(request, limits, evidence) {
      const limited = request.ofOne === true ? answers : lists;
      const { routeOf } = request;
      const outcome = await shared(keyOf(request), routeOf ?? (() => request.route), (noted) =>
        limited(() => fetchOnce({ ...request, routeOf: routeOf && noted }, limits)),
      );
      Object.assign(evidence, outcome.evidence);
      if ('failure' in outcome) throw outcome.failure;
      return outcome.body;
    },
    readOnce<T>(body: Buffer, read: (body: Buffer) => T): T {
      const known = readings.get(body) ?? outcomeOf(() => read(body));
      readings.set(body, known);
      // Each kind of body is read in one way only.
      return known() as T;
    },
  };
}

/** Runs `work` once and repeats its result or its error. */
function outcomeOf<T>(work: () => T): () => T {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function fetchOnce(request: FetchRequest, { deadlineMs, signal }: FetchLimits): Promise<Outcome> {
  if (signal?.aborted) throw new P2sError('cancelled', say('The check was cancelled.'));
  const lifetime = startLifetime(deadlineMs, signal);
  const evidence: AnyFields = {};
  try {
    return { evidence, body: await fetchFollowing(request, lifetime, evidence) };
  } catch (failure) {
    if (failure instanceof StageFailure) return { evidence, failure };
    throw failure;
  } finally {
    await lifetime.end();
  }
}

function keyOf({ url, route, routeOf, post }: FetchRequest): string {
  const question = post === null ? 'GET' : `${post.contentType} ${Buffer.from(post.body).toString('base64')}`;
  const redirects = routeOf === undefined ? 'not followed' : 'followed';
  return [url.href, routeKey(route), question, redirects].join('\n');
}
