import { proposalOf } from '../../core/decide/proposal.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { encodePlan, planOf } from '../inputs/plan-file.ts';
import { refuseExisting, writeNew } from '../run/folders/new-file.ts';
import { withMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { found } from '../steps/run-state.ts';
import { runSteps } from '../steps.ts';

export interface PlanOptions extends AuditOptions {
  /** Where to write the plan; the file must not exist yet. */
  out: string;
}

/** The dry run; writes its plan to a file for a later apply. A refused plan is not written. */
export function runPlan(options: PlanOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('plan', ports, options, async (context) => {
    const { out } = options;
    await withMachine(options.machine, ports, 'read', async (machine) => {
      // Before the steps, whose findings name the file.
      await refuseExisting(out);
      const run = await runSteps({ context, machine, options, apply: null, saves: true });
      const { assessment, before } = found(run, 'assessment', 'before');
      if (proposalOf(assessment, before.verdicts) === 'refused') return;
      const saved = await planOf(machine, assessment, options.desired, ports.wallClock());
      await writeNew(out, encodePlan(saved));
      context.emit({ type: 'file-written', file: out });
    });
  });
}
