import { P2sError } from '../../core/model/errors.ts';
import { outcomeOfError } from '../../core/model/exit-code.ts';
import { RUN_LIMIT_MS } from '../../core/schedule/task-xml.ts';
import type { RunContext } from '../run/run.ts';
import { longestRun } from './refuse-desired.ts';
import type { ScheduleRunOptions } from './run.ts';

/** Before each further attempt. */
const DELAYS_MS = [15_000, 30_000, 60_000];

/**
 * Tries the work of the task again after a failure that may pass (exit 1, 9), as long as a whole run still fits into the
 * time that the task has: Task Scheduler starts a program again that it could not start, not one that exits with a code
 * (MS-TSCH 2.5.4.2). By hand a run fails at once.
 *
 * @throws whatever the last attempt does
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
