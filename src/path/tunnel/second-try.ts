import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';

/** A second request in another form, which finds out why the first one failed. */
export interface SecondTry<T> {
  whole: Lifetime;
  /** Sends the other form; settles with its result. */
  ask: (part: Lifetime) => Promise<T>;
  /** Whether this failure of the first request starts a second try. */
  isAsked: (failure: StageFailure) => boolean;
  /**
   * Milliseconds without a reply after which both requests wait in parallel; `null`: second try only after a
   * failure.
   */
  patienceMs: number | null;
}

/** The verdict is known already. A server that no longer replies must not use up the whole deadline. */
const SECOND_MS = 3_000;

/**
 * The result of `first`. If it fails, `explained` creates the failure from it and from the second try's result:
 * `null` if none was made, or if none ended before the deadline. Without a reply, the second try starts while the
 * first still waits: the first keeps the whole deadline, and a slow first one answers before the second, which
 * began later.
 */
export async function withSecondTry<T, R>(
  first: Promise<R>,
  { whole, ask, isAsked, patienceMs }: SecondTry<T>,
  explained: (failure: StageFailure, second: T | null) => StageFailure,
): Promise<R> {
  const parts: Lifetime[] = [];
  let met: T | null = null;
  let asked: Promise<void> | null = null;
  const askOnce = (ms: number) => {
    if (asked !== null) return asked;
    const part = startPart(whole, ms);
    parts.push(part);
    asked = ask(part).then((value) => {
      met = value;
    });
    return asked;
  };
  const endAll = () => Promise.all(parts.map((part) => part.end()));
  // Rejects only with `cancelled`, which the first request also does.
  const beside = () => void askOnce(Number.MAX_SAFE_INTEGER).catch(() => undefined);
  const noReply = patienceMs === null ? undefined : setTimeout(beside, patienceMs);
  let limit: NodeJS.Timeout | undefined;
  try {
    return await first;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    clearTimeout(noReply);
    // A second try that has started already has no deadline of its own.
    if (asked !== null) limit = setTimeout(() => void endAll(), SECOND_MS);
    if (isAsked(error)) await askOnce(SECOND_MS);
    throw explained(error, met);
  } finally {
    clearTimeout(noReply);
    clearTimeout(limit);
    await endAll();
  }
}
