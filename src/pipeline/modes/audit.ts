import type { ReportDocument } from '../../report/model/document.ts';
import { withMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { runSteps } from '../steps.ts';

/** The dry run: the steps without those that write. Writes nothing. */
export function runAudit(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('audit', ports, options, (context) =>
    withMachine(options.machine, ports, 'read', async (machine) => {
      await runSteps({ context, machine, options, apply: null });
    }),
  );
}
