import { applyPlan } from '../change/apply.ts';
import { type ChangeStore, openChangeStore } from '../change/change-store.ts';
import { type Assessment, isRefused } from '../core/assess.ts';
import { P2sError } from '../core/errors.ts';
import { viewOf } from '../core/stores.ts';
import { nodeFiles } from '../files/node-files.ts';
import type { Machine } from '../machine/port.ts';
import type { ReportDocument } from '../report/document.ts';
import { placeOf, putBackInterrupted } from './interruption.ts';
import { probeBoth, tellFindings, tellJudgement } from './judge.ts';
import type { Variant } from './legs.ts';
import { openMachine } from './open-machine.ts';
import type { ApplyOptions, MachineOptions } from './options.ts';
import { stoppedByElevation, takePicture, tellNeeds, tellPicture } from './picture.ts';
import type { Ports } from './ports.ts';
import { failingCandidate, type ProbeReport, probePaths, unreachable } from './probe.ts';
import { type RunContext, runMode } from './run.ts';

/** The audit, and then the changes: back up, write, read back, compare, check the path again. */
export function runApply(options: ApplyOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('apply', ports, options, async (context) => {
    const machine = await openMachine(options.machine, ports, 'write');
    try {
      await refuseExisting(options.machine.write);
      const assessment = await takePicture(context, machine, options.wish, options.user);
      const place = placeOf(options, ports, assessment.observation);
      const store = await openChangeStore({ ...place, wallClock: ports.wallClock });
      await store.locked(() => applyLocked(context, machine, store, options));
    } finally {
      await machine.close();
    }
  });
}

/** A copy never takes the place of another file: of that one nobody has a backup. */
async function refuseExisting(write: MachineOptions['write']): Promise<void> {
  if (write === undefined || !('out' in write) || (await nodeFiles().info(write.out)) === null) return;
  const next = 'Name another file with --out, or change that one with --machine FILE --in-place.';
  throw new P2sError('input', 'The file exists already.', { where: write.out, next });
}

async function applyLocked(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  options: ApplyOptions,
): Promise<void> {
  const recovered = await putBackInterrupted(context, machine, store);
  // Looked at again with the lock held: another run may have changed everything since the first look.
  const again = recovered !== null ? context : { ...context, emit: () => undefined };
  const assessment = await takePicture(again, machine, options.wish, options.user);
  tellPicture(context, machine, assessment);
  const before = await probeBoth(context, machine, assessment, options);
  tellJudgement(context, assessment, before);
  tellNeeds(context, machine, assessment, false);

  if (assessment.plan.changes.length === 0 || isRefused(assessment)) {
    // A copy that was asked for is made also when nothing in it has to change.
    if (options.machine.write !== undefined && !isRefused(assessment))
      await machine.write([], { notify: false });
    context.emit({ type: 'change-result', result: { changed: [], backup: null, rolledBack: false } });
    return;
  }
  await mayWrite(context, machine, assessment, before, store, options);
  const { registry } = assessment.observation;
  const { changed, backup } = await applyPlan(machine, registry, assessment.plan, store, context.emit);
  context.emit({ type: 'change-result', result: { changed, backup, rolledBack: false } });

  const after = await takePicture(context, machine, options.wish, options.user);
  context.emit({ type: 'stores', stores: after.stores.map(viewOf) });
  const variant: Variant = { stores: 'current', step: 'probe-after', paths: after.current };
  const report = await probePaths(context, machine, [variant], options.path);
  const { verdicts } = report;
  tellFindings(context, after, report);
  context.settle(unreachable(verdicts) ? ['path-failed-after-change'] : []);
  tellNeeds(context, machine, after, true);
}

/** @throws P2sError `needs-elevation`, `refused`, `cancelled`: nothing has been written then. */
async function mayWrite(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  before: ProbeReport,
  store: ChangeStore,
  options: ApplyOptions,
): Promise<void> {
  const denied = stoppedByElevation(machine, assessment);
  if (denied.length > 0) {
    const places = denied.join(', ');
    throw new P2sError(
      'needs-elevation',
      `These stores need an administrator: ${places}. Nothing was written.`,
      {
        where: places,
        next: 'Open a terminal with "Run as administrator" and run the same command there.',
      },
    );
  }
  refuseUnasked(assessment, before, options);
  if (options.confirm !== undefined && !(await options.confirm(assessment.plan, store.dir.path)))
    throw cancelled();
  if (context.signal?.aborted === true) throw cancelled();
}

/**
 * Without being told to, a candidate that fails while the present path works is not written, and what cannot be read
 * is not replaced: there a prompt counts as well.
 */
function refuseUnasked({ plan }: Assessment, before: ProbeReport, options: ApplyOptions): void {
  if (options.yes) return;
  const next = 'To write it all the same, add --yes.';
  if (failingCandidate(before.verdicts) !== null) {
    const where = plan.changes.map(({ store }) => store).join(', ');
    const message = 'The present path works and the proposed one does not. Nothing was written.';
    throw new P2sError('refused', message, { where, next });
  }
  const unread = plan.changes.filter(({ action }) => action === 'replace').map(({ store }) => store);
  if (unread.length === 0 || options.confirm !== undefined) return;
  const message = 'A value that cannot be read would be replaced whole. Nothing was written.';
  throw new P2sError('refused', message, { where: unread.join(', '), next });
}

function cancelled(): P2sError {
  return new P2sError('cancelled', 'Cancelled. Nothing was written.');
}
