import type { Call } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import type { RunOptions } from '../run/run.ts';
import type { CommonOptions } from './run-call.ts';

/** Runs one action of `schedule`. */
export async function runSchedule(
  { use, options: { installed = false } }: Call,
  options: CommonOptions,
  ports: Ports,
): Promise<ReportDocument> {
  switch (use) {
    case 'schedule install':
      return (await import('../schedule/install.ts')).runScheduleInstall(options, ports);
    case 'schedule remove':
      return (await import('../schedule/remove.ts')).runScheduleRemove(options, ports);
    case 'schedule run': {
      const { runInstalled, runScheduled } = await import('../schedule/run.ts');
      if (!installed) return runScheduled({ ...options, installed }, ports);
      return runInstalled(runOptions(options), ports);
    }
    default:
      return (await import('../schedule/status.ts')).runScheduleStatus(options, ports);
  }
}

function runOptions({ onEvent, signal }: CommonOptions): RunOptions {
  return { ...(onEvent === undefined ? {} : { onEvent }), ...(signal === undefined ? {} : { signal }) };
}
