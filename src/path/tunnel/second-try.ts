import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';

/** A question that is asked again in another form, to find out what the first one failed by. */
export interface SecondTry<T> {
  whole: Lifetime;
  /** Asks in the other form; settles with what came, whatever that is. */
  ask: (part: Lifetime) => Promise<T>;
  /** Whether a failure of the first is asked about. */
  isAsked: (failure: StageFailure) => boolean;
  /** Milliseconds of silence after which both wait side by side; `null`: it is asked after a failure alone. */
  patienceMs: number | null;
}

/** The verdict is there already; who has gone silent in the meantime shall not cost the whole deadline. */
const SECOND_MS = 3_000;

/**
 * What `first` comes to. Where it fails, `explained` makes the failure from it and what the second try met: `null` where
 * none was made, or none had ended by the deadline. Silence is asked about while the first still waits: it keeps the
 * whole deadline, and one that is slow by itself answers before the second, which began later.
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
  // It rejects with `cancelled` alone, which the first one does as well.
  const beside = () => void askOnce(Number.MAX_SAFE_INTEGER).catch(() => undefined);
  const noReply = patienceMs === null ? undefined : setTimeout(beside, patienceMs);
  let limit: NodeJS.Timeout | undefined;
  try {
    return await first;
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    clearTimeout(noReply);
    // One that is under way already has no deadline of its own.
    if (asked !== null) limit = setTimeout(() => void endAll(), SECOND_MS);
    if (isAsked(error)) await askOnce(SECOND_MS);
    throw explained(error, met);
  } finally {
    clearTimeout(noReply);
    clearTimeout(limit);
    await endAll();
  }
}
