import type { ReportDocument } from '../../report/model/document.ts';
import { look } from '../run/look.ts';
import { openMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';

/** Dry run: observe, check the path as it is and as it would be, decide. Writes nothing anywhere. */
export function runAudit(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('audit', ports, options, async (context) => {
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      // PowerShell takes its time to start: what judges the answer is loaded meanwhile.
      const [observation, { judge }] = await Promise.all([
        look(context, machine),
        import('../steps/judge.ts'),
      ]);
      await judge(context, machine, observation, options, ports);
    } finally {
      await machine.close();
    }
  });
}
