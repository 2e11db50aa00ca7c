import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { withMachine } from '../run/open-machine.ts';
import type { ApplyOptions, MachineOptions } from '../run/options.ts';
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
      await refuseExisting(options.machine.write);
      await runSteps({ context, machine, options, apply: options });
    });
  });
}

/** A copy never overwrites another file: nobody has a backup of that one. */
async function refuseExisting(write: MachineOptions['write']): Promise<void> {
  if (write === undefined || !('out' in write)) return;
  const { nodeFiles } = await import('../../files/node-files.ts');
  if ((await nodeFiles().info(write.out)) === null) return;
  const next = say`Name another file with --out, or change that one with --machine FILE --in-place.`;
  throw new P2sError('input', say`The file exists already.`, { where: write.out, next });
}
