import type { Ports } from '../../pipeline/run/ports.ts';
import type { RunOptions } from '../../pipeline/run/run.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Invocation } from '../invocation.ts';
import type { CommonOptions } from '../run/command.ts';

/** Runs one action of `schedule`. */
export async function runSchedule(
  { schedule, installed }: Pick<Invocation, 'schedule' | 'installed'>,
  options: CommonOptions,
  ports: Ports,
): Promise<ReportDocument> {
  switch (schedule) {
    case 'install':
      return (await import('../../pipeline/schedule/install.ts')).runScheduleInstall(options, ports);
    case 'remove':
      return (await import('../../pipeline/schedule/remove.ts')).runScheduleRemove(options, ports);
    case 'run': {
      const { runInstalled, runScheduled } = await import('../../pipeline/schedule/run.ts');
      if (!installed) return runScheduled({ ...options, installed }, ports);
      return runInstalled(runOptions(options), ports);
    }
    default:
      return (await import('../../pipeline/schedule/status.ts')).runScheduleStatus(options, ports);
  }
}

function runOptions({ onEvent, signal }: CommonOptions): RunOptions {
  return { ...(onEvent === undefined ? {} : { onEvent }), ...(signal === undefined ? {} : { signal }) };
}
