import type { Call } from '../../core/options/table.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { CallOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunOptions } from '../run/run.ts';

/** Runs one action of `schedule`. */
export async function runSchedule(
  { use, options: { installed = false } }: Call,
  options: CallOptions,
  ports: Ports,
): Promise<ReportDocument> {
  switch (use) {
    case 'schedule install':
      return (await import('./install.ts')).runScheduleInstall(options, ports);
    case 'schedule remove':
      return (await import('./remove.ts')).runScheduleRemove(options, ports);
    case 'schedule run': {
      const { runInstalled, runScheduled } = await import('./run.ts');
      if (!installed) return runScheduled({ ...options, installed }, ports);
      return runInstalled(runOptions(options), ports);
    }
    default:
      return (await import('./status.ts')).runScheduleStatus(options, ports);
  }
}

function runOptions({ onEvent, signal }: CallOptions): RunOptions {
  return { ...(onEvent === undefined ? {} : { onEvent }), ...(signal === undefined ? {} : { signal }) };
}
