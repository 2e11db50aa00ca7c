import { StageFailure } from '../../src/path/transport/failure.ts';

/** The StageFailure that the work rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<StageFailure> {
  const error: unknown = await work.then(
    () => 'no failure',
    (reason: unknown) => reason,
  );
  if (error instanceof StageFailure) return error;
  throw new Error(`expected a StageFailure, got ${error}`);
}
