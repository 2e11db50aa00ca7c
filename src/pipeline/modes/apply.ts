import { readApplied } from '../../change/applied.ts';
import { applyPlan } from '../../change/apply.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { removeUnconfirmed } from '../../change/unconfirmed.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import { lostByProposal, unreachable } from '../../core/findings/candidate.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { say } from '../../core/model/say.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { Machine } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { KnownPath } from '../inputs/gateways.ts';
import type { SavedPlan } from '../inputs/plan-file.ts';
import { knownGateways } from '../path/evidence.ts';
import { noWalks, type Variant } from '../path/legs.ts';
import { type ProbeReport, probePaths } from '../path/probe.ts';
import { withAnswers } from '../path/resolve.ts';
import { armedStore, isHealthy, withHealthCheck } from '../pending/arm.ts';
import { putBackInterrupted } from '../pending/interruption.ts';
import { settleUnconfirmed, tellUnconfirmed, waitingChange } from '../pending/unconfirmed.ts';
import { tellLoopback } from '../run/loopback-findings.ts';
import { refuseNotJudged } from '../run/not-visible.ts';
import { openMachine } from '../run/open-machine.ts';
import type { ApplyOptions, MachineOptions } from '../run/options.ts';
import { takePicture, tellNeeds, tellPicture, tellStores } from '../run/picture.ts';
import type { Ports } from '../run/ports.ts';
import { refuseToWait, tellProgram } from '../run/program-folder.ts';
import { type RunContext, runMode } from '../run/run.ts';
import { type OpenState, openState } from '../run/state-folder.ts';
import { probeBoth, tellFindings, tellJudgement } from '../steps/judge.ts';
import { permitted } from '../steps/permitted.ts';
import { refuseStale, withPlan } from './plan.ts';

/** The audit, and then the changes: back up, write, read back, compare, check the path again. */
export function runApply(asked: ApplyOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('apply', ports, asked, async (context) => {
    const options = asked.plan === undefined ? asked : await withPlan(asked, asked.plan);
    const machine = await openMachine(options.machine, ports, 'write');
    try {
      await refuseExisting(options.machine.write);
      const assessment = await takePicture(context, machine, options.wish, options.user);
      const { observation } = assessment;
      const store = await openState({ machine, observation, options, ports });
      tellProgram(context, store.program);
      if (options.confirmWithinMs !== undefined) refuseToWait(store.program);
      await store.locked(() => applyLocked(context, machine, store, options));
    } finally {
      await machine.close();
    }
  });
}

/** A copy never takes the place of another file: of that one nobody has a backup. */
async function refuseExisting(write: MachineOptions['write']): Promise<void> {
  if (write === undefined || !('out' in write) || (await nodeFiles().info(write.out)) === null) return;
  const next = say`Name another file with --out, or change that one with --machine FILE --in-place.`;
  throw new P2sError('input', say`The file exists already.`, { where: write.out, next });
}

async function applyLocked(
  context: RunContext,
  machine: Machine,
  store: OpenState,
  asked: ApplyOptions & { saved?: SavedPlan },
): Promise<void> {
  const interrupted = await putBackInterrupted(context, machine, store);
  const recovered = (await settleUnconfirmed(context, machine, store, asked)) ?? interrupted;
  // Looked at again with the lock held: another run may have changed everything since the first look.
  const again = recovered !== null ? context : { ...context, emit: () => undefined };
  const seen = await takePicture(again, machine, asked.wish, asked.user);
  const { path } = await knownGateways(context, machine, asked.path, seen);
  const options = { ...asked, path };
  const walks = noWalks();
  const assessment = await withAnswers(context, machine, seen, options, walks);
  tellPicture(context, machine, assessment);
  if (options.saved !== undefined) await refuseStale(options.saved, machine, assessment);
  const before = await probeBoth(context, machine, assessment, options, walks);
  const own = await machine.identity();
  tellJudgement(context, machine, assessment, before, options, await readApplied(store.dir, own));
  await tellLoopback(context, machine, assessment);
  tellNeeds(context, machine, assessment, { verdicts: before.verdicts, changed: false });
  refuseNotJudged(machine, assessment);

  const proposal = proposalOf(assessment, before.verdicts);
  // At a prompt somebody may decide for what does not help; what loses a working path needs the word for it.
  const isAsked = options.confirm !== undefined && lostByProposal(before.verdicts).length === 0;
  const isHeldBack = proposal === 'does-not-help' && !options.yes && !isAsked;
  if (proposal === 'nothing' || proposal === 'refused' || isHeldBack) {
    // A copy that was asked for is made also when nothing in it has to change.
    if (options.machine.write !== undefined && proposal === 'nothing') {
      await machine.write([], { notify: false });
      tellCopy(context, options.machine);
    }
    context.emit({ type: 'change-result', result: { changed: [], backup: null, rolledBack: false } });
    return;
  }
  const { plan, left } = await permitted(context, machine, assessment, before, store, options);
  const { registry } = assessment.observation;
  const armed = armedStore(context, store, options);
  const applied = await applyPlan(machine, registry, plan, armed, context.emit);
  const { changed, backup, notices } = applied;
  context.emit({ type: 'change-result', result: { changed, backup, rolledBack: false } });
  tellCopy(context, options.machine);
  for (const finding of [...left, ...notices]) context.emit({ type: 'finding', finding });
  tellProgram(context, store.program);

  try {
    await lookAgain(context, machine, store, options, left);
  } catch (error) {
    throw afterChange(error, backup);
  }
}

/** A recording stays as it is where a copy of it was asked for. */
function tellCopy({ emit }: RunContext, { write }: MachineOptions): void {
  if (write !== undefined && 'out' in write) emit({ type: 'file-written', file: write.out });
}

/** Who stops the run now has to know that the change is there. */
function afterChange(error: unknown, backup: string | null): unknown {
  if (!(error instanceof P2sError) || error.code !== 'cancelled') return error;
  return new P2sError(
    'cancelled',
    say`Cancelled after the change was made; the path was not checked again.`,
    {
      next: say`Check it with p2s-fix verify, or put back what was there: p2s-fix rollback ${backup ?? ''}`,
      cause: error,
    },
  );
}

/** Looks at the machine after the change, and walks the path as it is now. */
async function lookAgain(
  context: RunContext,
  machine: Machine,
  store: OpenState,
  options: ApplyOptions & { path: KnownPath },
  left: readonly Finding[],
): Promise<void> {
  const changedState = await takePicture(context, machine, options.wish, options.user);
  const fresh = noWalks();
  const after = await withAnswers(context, machine, changedState, options, fresh);
  tellStores(context, after);
  const variant: Variant = { stores: 'current', step: 'probe-after', paths: after.current };
  const report = await probePaths(context, machine, [variant], withHealthCheck(options), fresh);
  const { verdicts } = report;
  tellFindings(context, machine, after, report, options, null);
  const failed = unreachable(verdicts);
  context.settle([
    ...(failed ? (['path-failed-after-change'] as const) : []),
    ...(left.length > 0 ? (['needs-elevation'] as const) : []),
  ]);
  await confirmOrTell(context, machine, store, options, verdicts);
  tellNeeds(context, machine, after, { verdicts, changed: true });
}

/** After a change that has to be confirmed: confirmed by its health check, or told how long it waits. */
async function confirmOrTell(
  context: RunContext,
  machine: Machine,
  { dir }: ChangeStore,
  options: ApplyOptions,
  verdicts: ProbeReport['verdicts'],
): Promise<void> {
  const waiting = options.confirmWithinMs === undefined ? null : await waitingChange(dir, machine);
  if (waiting === null) return;
  if (!isHealthy(options.healthCheck?.gateways ?? [], verdicts))
    return tellUnconfirmed(context, dir, machine, options);
  await removeUnconfirmed(dir);
  context.emit({ type: 'confirmed', backup: waiting.backup, by: 'health-check' });
}
