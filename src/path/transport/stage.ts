import type { CheckStatus, Stage, StageEvent, StageResult, UntriedRoutes } from '../../core/model/check.ts';
import { StageFailure } from './failure.ts';
import type { Lifetime } from './lifetime.ts';

export interface PathHooks {
  /** Called as each stage starts and ends. */
  onStage?: ((event: StageEvent) => void) | undefined;
  /** Cancels the check, and what it does in the background: the promise rejects with P2sError `cancelled`. */
  signal?: AbortSignal | undefined;
}

/** What the stages of one path share. */
export interface StageContext {
  via: string;
  /** Milliseconds, monotonic. */
  now: () => number;
  lifetime: Lifetime;
  hooks: PathHooks;
  results: StageResult[];
  /** Another way follows where this one fails: no failure of the path yet. */
  passesOver?: boolean;
  /** The way is one of a PAC answer. */
  ofAnswer?: boolean;
  /** Of the last way that is tried: what its list names behind it; evidence of a failure. */
  untried?: UntriedRoutes;
}

/** What a stage writes down while it runs; `status` is for stages that end without failing. */
export interface StageNote {
  status: CheckStatus;
  evidence: Record<string, unknown>;
}

/**
 * Runs one stage: tells the hooks, measures, records the result. A StageFailure becomes a `fail` (a `warn` where the way
 * is passed over) with its reason and evidence, and is thrown on, because the stages after it cannot run. `startedAt` is for a stage whose request went
 * out earlier.
 */
export async function runStage<T>(
  context: StageContext,
  stage: Stage,
  work: (note: StageNote) => Promise<T> | T,
  startedAt = context.now(),
): Promise<T> {
  const { via, now, hooks } = context;
  const note: StageNote = { status: 'pass', evidence: {} };
  const record = () => {
    const durationMs = Math.max(0, Math.round(now() - startedAt));
    const { status, evidence } = note;
    const result: StageResult = { stage, url: null, via, status, durationMs, evidence };
    context.results.push(result);
    hooks.onStage?.({ type: 'result', result });
  };
  hooks.onStage?.({ type: 'started', stage, url: null, via });
  try {
    const value = await work(note);
    record();
    return value;
  } catch (error) {
    if (error instanceof StageFailure) {
      note.status = context.passesOver ? 'warn' : 'fail';
      const { evidence, reason } = error;
      Object.assign(note.evidence, {
        reason,
        ...evidence,
        ...(evidence.bytesReceived !== undefined && reason === 'timeout'
          ? { afterMs: Math.round(now() - startedAt) }
          : {}),
        ...(context.passesOver ? { passedOver: true } : {}),
        ...(context.ofAnswer ? { ofAnswer: true } : {}),
        ...(context.untried === undefined ? {} : { untriedWays: context.untried }),
      });
      record();
    }
    throw error;
  }
}

/** Records a stage that has nothing to do on this path. */
export function skipStage(context: StageContext, stage: Stage, evidence: Record<string, unknown>): void {
  const result: StageResult = { stage, url: null, via: context.via, status: 'skip', durationMs: 0, evidence };
  context.results.push(result);
  context.hooks.onStage?.({ type: 'result', result });
}
