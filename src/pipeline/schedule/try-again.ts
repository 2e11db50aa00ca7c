import { P2sError } from '../../core/model/errors.ts';
import { outcomeOfError } from '../../core/model/exit-code.ts';
import { RUN_LIMIT_MS } from '../../core/schedule/task-xml.ts';
import type { RunContext } from '../run/run.ts';
import { longestRun } from './refuse-desired.ts';
import type { ScheduleRunOptions } from './run.ts';

/** Before each further attempt. */
const DELAYS_MS = [15_000, 30_000, 60_000];

/**
 * Retries the work of the task after a temporary failure (exit 1, 9), as long as a whole run still fits into the
 * task's time limit: Task Scheduler restarts a program that it could not start, but not one that exits with a code
 * (MS-TSCH 2.5.4.2). A run by hand fails immediately.
 *
 * @throws the error of the last attempt
 */
export async function tryingAgain<T>(
  { ports: { now, wait }, signal }: RunContext,
  { installed, path }: ScheduleRunOptions,
  work: () => Promise<T>,
): Promise<T> {
  const end = now() + RUN_LIMIT_MS - longestRun(path.deadlineMs);
  for (const delay of installed ? DELAYS_MS : []) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || now() + delay > end) throw error;
      await wait(delay, signal);
      if (signal?.aborted === true) throw error;
    }
  }
  return work();
}

function mayPass(error: unknown): boolean {
  return error instanceof P2sError && ['failed', 'busy'].includes(outcomeOfError(error.code));
}
