import type {
  CheckStatus,
  SentDirect,
  Stage,
  StageEvent,
  StageResult,
  UntriedRoutes,
} from '../../core/model/check.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { EVIDENCE_ENDS, StageFailure } from './failure.ts';
import type { Lifetime } from './lifetime.ts';

export interface PathHooks {
  /** Called as each stage starts and ends. */
  onStage?: ((event: StageEvent) => void) | undefined;
  /** Cancels the check and its background work: the promise rejects with P2sError `cancelled`. */
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
  /** Another route is tried if this one fails, so a failure is not yet a failure of the path. */
  skips?: boolean;
  /** Holds a stage behind a proxy against the direct route; see withDirectRoute. */
  compare?: <T>(work: Promise<T>) => Promise<T>;
  /** The route comes from a PAC answer. */
  ofAnswer?: boolean;
  /** The remaining routes of the list after the last one tried; evidence of a failure. */
  untried?: UntriedRoutes;
  /** The settings know another route; evidence of a failure. */
  sentDirect?: SentDirect;
}

/** What a stage records while it runs; `status` is for stages that end without failing. */
export interface StageNote {
  status: CheckStatus;
  evidence: AnyFields;
}

/**
 * Runs one stage: calls the hooks, measures, records the result. A StageFailure becomes a `fail` (a `warn` where
 * the route is skipped, a `skip` where a recording ends) with its reason and evidence, and is rethrown, because the
 * next stages cannot run.
 * `startedAt` is for a stage whose request was sent earlier.
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
    const running = (async () => work(note))();
    const isCompared = context.compare !== undefined && context.skips !== true && via !== 'direct';
    const value = await (isCompared ? (context.compare?.(running) ?? running) : running);
    record();
    return value;
  } catch (error) {
    if (error instanceof StageFailure) {
      const { evidence, reason } = error;
      // Where a recording ends, nothing failed: the rest was not tested.
      note.status = context.skips ? 'warn' : reason === EVIDENCE_ENDS ? 'skip' : 'fail';
      Object.assign(note.evidence, {
        reason,
        ...evidence,
        ...(evidence.bytesReceived !== undefined && reason === 'timeout'
          ? { afterMs: Math.round(now() - startedAt) }
          : {}),
        ...(context.skips ? { passedOver: true } : {}),
        ...(context.ofAnswer ? { ofAnswer: true } : {}),
        ...(context.sentDirect === undefined ? {} : { sentDirect: context.sentDirect }),
        ...(context.untried === undefined ? {} : { untriedWays: context.untried }),
      });
      record();
    }
    throw error;
  }
}

/** Records a stage that has nothing to do on this path. */
export function skipStage(context: StageContext, stage: Stage, evidence: AnyFields): void {
  const result: StageResult = { stage, url: null, via: context.via, status: 'skip', durationMs: 0, evidence };
  context.results.push(result);
  context.hooks.onStage?.({ type: 'result', result });
}
