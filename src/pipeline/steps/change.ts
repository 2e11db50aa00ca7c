import { applyPlan } from '../../change/apply.ts';
import { lostByProposal } from '../../core/decide/compare.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import { followUpTexts } from '../../core/options/follow-ups.ts';
import type { Machine } from '../../machine/port.ts';
import { refuseStale } from '../inputs/plan-file.ts';
import { armedStore } from '../pending/arm.ts';
import { restoreInterrupted } from '../pending/interruption.ts';
import { settleUnconfirmed } from '../pending/unconfirmed.ts';
import { observeAndAssess } from '../run/assessment.ts';
import { refuseToWait, reportProgram } from '../run/folders/program-folder.ts';
import { openState } from '../run/folders/state-folder.ts';
import type { MachineOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { permitted } from './permitted.ts';
import { asked, type Found, found, type StepRun } from './run-state.ts';

export { probeAfter } from './probe-after.ts';

/** Opens the state folder, and refuses to wait for a confirmation with a program that others could replace. */
export async function open(run: StepRun): Promise<void> {
  const { context, machine } = run;
  const options = asked(run);
  const { observation } = found(run, 'observation');
  const store = await openState({ machine, observation, options, ports: context.ports });
  Object.assign(run.found, { store, dir: store.dir } satisfies Partial<Found>);
  if (options.confirmWithinMs === undefined || store.program === null) return;
  reportProgram(context, store.program);
  refuseToWait(store.program);
}

/** Takes the lock of the state folder, and restores an interrupted or unconfirmed change. */
export async function recover(run: StepRun): Promise<void> {
  const { context, machine } = run;
  const { store } = found(run, 'store');
  run.atEnd.push(await store.lock());
  const interrupted = await restoreInterrupted(context, machine, store);
  const recovered = (await settleUnconfirmed(context, machine, store, run.options)) ?? interrupted;
  run.found.recovered = recovered;
  // Reported now: what follows may be refused.
  if ((recovered?.length ?? 0) > 0)
    context.emit({
      type: 'change-result',
      result: { changed: [], backup: null, rolledBack: false, recovered: true },
    });
}

/** Observes again with the lock held: another run may have changed everything since the first observation. */
export async function assessAgain(run: StepRun): Promise<void> {
  const { context, machine } = run;
  const options = asked(run);
  const again = run.found.recovered !== null ? context : { ...context, emit: () => undefined };
  const assessment = await observeAndAssess(again, machine, options.desired, options.user);
  run.found.assessment = assessment;
  // What stands between here and the write takes as long as its PowerShell needs to start; a question takes longer.
  if (assessment.plan.changes.length > 0 && options.confirm === undefined) machine.prepareWrite?.();
}

/** @throws P2sError `stale` if the settings have changed since the saved plan was made */
export async function compare(run: StepRun): Promise<void> {
  const { saved } = asked(run);
  if (saved !== undefined) await refuseStale(saved, run.machine, found(run, 'assessment').assessment);
}

/** Backs up, writes, verifies, and restores everything if a write did not take effect. */
export async function change(run: StepRun): Promise<void> {
  const { context, machine } = run;
  const options = asked(run);
  const { assessment, before, store } = found(run, 'assessment', 'before', 'store');
  const proposal = proposalOf(assessment, before.verdicts);
  // At a prompt, a user may accept a change that does not help; a change that breaks a working path needs --yes.
  const isAsked = options.confirm !== undefined && lostByProposal(before.verdicts).length === 0;
  const isHeldBack = proposal === 'does-not-help' && !options.yes && !isAsked;
  if (proposal === 'nothing' || proposal === 'refused' || isHeldBack) {
    if (proposal === 'nothing') await copyUnchanged(context, machine, options.machine);
    context.emit({ type: 'change-result', result: { changed: [], backup: null, rolledBack: false } });
    return;
  }
  const { plan, left } = await permitted(context, machine, assessment, before, store, options);
  const { registry } = assessment.observation;
  const armed = armedStore(context, store, options);
  const { changed, backup, notices } = await applyPlan(
    machine,
    registry,
    plan,
    armed,
    context.emit,
    context.signal,
  );
  context.emit({ type: 'change-result', result: { changed, backup, rolledBack: false } });
  reportCopy(context, options.machine);
  for (const finding of [...left, ...notices]) context.emit({ type: 'finding', finding });
  reportProgram(context, store.program);
  run.found.written = { backup, left };
}

/** A requested copy is also made if nothing in it has to change. */
async function copyUnchanged(context: RunContext, machine: Machine, options: MachineOptions): Promise<void> {
  if (options.write === undefined) return;
  await machine.write([], { notify: false });
  reportCopy(context, options);
}

/** The recording itself stays unchanged if a copy was requested. */
function reportCopy({ emit, copyFollowUps: carried = {} }: RunContext, { write }: MachineOptions): void {
  if (write === undefined || !('out' in write)) return;
  emit({ type: 'file-written', file: write.out, followUps: followUpTexts(carried), carried });
}
