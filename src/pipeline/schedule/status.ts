import type { ReportDocument } from '../../report/model/document.ts';
import { readLastRun } from '../../schedule/last-run.ts';
import { logPath } from '../../schedule/log.ts';
import { findState, seenInState } from '../run/folders/state-folder.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { findSchedule, registeredSchedule, withStateDir } from './registered.ts';
import { asAdministrator, refuseRecording, type ScheduleTools, scheduleTools } from './windows.ts';

/** Reports the installation, whether it is unchanged, and the result of the last run. Writes nothing. */
export function runScheduleStatus(
  asked: AuditOptions,
  ports: Ports,
  tools: () => ScheduleTools = () => scheduleTools(ports),
): Promise<ReportDocument> {
  return runMode('schedule', ports, asked, async (context) => {
    refuseRecording(asked);
    const { open, tasks } = tools();
    await asAdministrator(context, asked, { open }, async ({ machine, observation, root }) => {
      const found = await findSchedule(tasks, root);
      const installed = await registeredSchedule(found, root);
      const options = await withStateDir(asked, async () => found);
      const dir = await seenInState(context, null, () => findState({ machine, observation, options, ports }));
      const run = dir === null ? null : (await readLastRun(dir, await machine.identity())).run;
      const log = dir === null || run === null ? null : logPath(dir.path);
      context.emit({ type: 'schedule', schedule: { action: 'status', installed, run, log } });
      if (installed?.task !== 'registered' || installed.problem !== null) context.outcome('drift');
    });
  });
}
