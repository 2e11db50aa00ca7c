import { option, say } from '../../core/model/say.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { refuseExisting } from '../run/folders/new-file.ts';
import { withMachine } from '../run/open-machine.ts';
import type { ApplyOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { runMode } from '../run/run.ts';
import { runSteps } from '../steps.ts';

/** All steps: those of a dry run, and then the change: back up, write, verify, probe again. */
export function runApply(asked: ApplyOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('apply', ports, asked, async (context) => {
    const { plan } = asked;
    const options =
      plan === undefined ? asked : await (await import('../inputs/plan-file.ts')).withPlan(asked, plan);
    await withMachine(options.machine, ports, 'apply', async (machine) => {
      const { write } = options.machine;
      const next = say('Name another file with {out}, or change that one with {machine} FILE {inPlace}.', {
        out: option('out'),
        machine: option('machine'),
        inPlace: option('in-place'),
      });
      if (write !== undefined && 'out' in write) await refuseExisting(write.out, next);
      await runSteps({ context, machine, options, apply: options });
    });
  });
}
