import { applyPlan } from '../../change/apply.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { removeUnconfirmed, timeLeft } from '../../change/state/unconfirmed.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import { lostByProposal, unreachable } from '../../core/decide/compare.ts';
import { userText } from '../../core/decide/not-followed.ts';
import type { Plan } from '../../core/decide/plan.ts';
import { isAsked, proposalOf, userPart } from '../../core/decide/proposal.ts';
import { machineWide } from '../../core/decide/unattended.ts';
import { cancelledUnwritten, P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { command, option, say } from '../../core/model/say.ts';
import { followUpTexts } from '../../core/options/follow-ups.ts';
import type { Machine } from '../../machine/port.ts';
import { refuseStale } from '../inputs/plan-file.ts';
import { evidenceFindings } from '../path/evidence.ts';
import { newProbeSet, type Variant } from '../path/gateway-probes.ts';
import { type ProbeReport, probePaths } from '../path/probe.ts';
import { reportUnusedPacFile, withAnswers } from '../path/resolve.ts';
import { armedStore, isHealthy, withHealthCheck } from '../pending/arm.ts';
import { restoreInterrupted } from '../pending/interruption.ts';
import { reportUnconfirmed, settleUnconfirmed, waitingChange } from '../pending/unconfirmed.ts';
import {
  elevatedCommand,
  neededCommand,
  observeAndAssess,
  reportNeeds,
  reportStores,
  shownChange,
  stoppedByElevation,
} from '../run/assessment.ts';
import { refuseToWait, reportProgram } from '../run/folders/program-folder.ts';
import { openState } from '../run/folders/state-folder.ts';
import { reportLoopback } from '../run/loopback-findings.ts';
import type { ApplyOptions, MachineOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { reportFindings } from './findings.ts';
import { asked, type Found, found, type StepRun } from './run-state.ts';

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

/**
 * What may be written now: the whole plan, or without an administrator's rights the user's part of it, if that
 * alone is an improvement. `left` reports the part that is not written.
 *
 * @throws P2sError `needs-elevation`, `refused`, `cancelled`: nothing has been written then.
 */
async function permitted(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  before: ProbeReport,
  store: ChangeStore,
  options: ApplyOptions,
): Promise<{ plan: Plan; left: Finding[] }> {
  const denied = stoppedByElevation(machine, assessment);
  const plan = denied.length === 0 ? assessment.plan : userPart(assessment.plan, before.verdicts);
  if (plan === null) throw needsElevation(context, assessment, denied);
  refuseUnasked(assessment, options);
  const widened = machineWide({ ...assessment, plan });
  const whose = widened === null ? null : userText(widened);
  if (
    options.confirm !== undefined &&
    !(await options.confirm(
      { changes: plan.changes.map(shownChange), ...(whose === null ? {} : { whose }) },
      store.dir.path,
    ))
  )
    throw cancelledUnwritten();
  if (context.signal?.aborted === true) throw cancelledUnwritten();
  if (denied.length === 0) return { plan, left: [] };
  const { command, ...commands } = neededCommand(context, denied, assessment);
  const evidence = { stores: denied, command };
  return {
    plan,
    left: [{ code: 'partly-applied', severity: 'warning', store: null, evidence, ...commands }],
  };
}

function needsElevation(context: RunContext, assessment: Assessment, denied: readonly string[]): P2sError {
  const command = elevatedCommand(context, assessment) ?? say('the same command');
  return new P2sError(
    'needs-elevation',
    say('These settings need an administrator: {denied}. Nothing was written.', { denied }),
    {
      where: denied.join(', '),
      next: say('Open a terminal with "Run as administrator" and run there: {command}', { command }),
    },
  );
}

/** Replaces a value that cannot be read, or not be restored, only with consent: --yes, or at least a prompt. */
function refuseUnasked({ plan }: Assessment, options: ApplyOptions): void {
  const asked = plan.changes.filter(isAsked);
  if (options.yes || asked.length === 0 || options.confirm !== undefined) return;
  const next = say('To write it anyway, add {option}.', { option: option('yes') });
  const message = asked.some(({ action }) => action === 'replace')
    ? say('A value that cannot be read would be replaced completely. Nothing was written.')
    : say('A value that a rollback cannot restore would be replaced. Nothing was written.');
  throw new P2sError('refused', message, { where: asked.map(({ store }) => store).join(', '), next });
}

/** Observes the machine after the change, and probes the routes as they are now. */
export async function probeAfter(run: StepRun): Promise<void> {
  try {
    await observeAgain(run);
  } catch (error) {
    throw afterChange(error, found(run, 'written').written.backup);
  }
}

async function observeAgain(run: StepRun): Promise<void> {
  const { context, machine } = run;
  const { assessment, path, evidence, written } = found(run, 'assessment', 'path', 'evidence', 'written');
  const options = { ...asked(run), path };
  const changedState = await observeAndAssess(context, machine, options.desired, options.user);
  const probeSet = newProbeSet();
  const after = await withAnswers(context, machine, changedState, options, probeSet);
  reportStores(context, after);
  const variant: Variant = { stores: 'current', step: 'probe-after', paths: after.current };
  const report = await probePaths(context, machine, [variant], withHealthCheck(options), probeSet);
  const { verdicts } = report;
  const logged = await evidenceFindings(machine, evidence, after, report);
  const findings = [...report.findings, ...logged];
  reportFindings(context, machine, after, { ...report, findings }, options, null);
  // By the settings before the change, which may have asked for it.
  reportUnusedPacFile(context, options, assessment);
  await reportLoopback(context, machine, after);
  context.settle([
    ...(unreachable(verdicts) ? (['path-failed-after-change'] as const) : []),
    ...(written.left.length > 0 ? (['needs-elevation'] as const) : []),
  ]);
  await confirmOrReport(run, verdicts);
  reportNeeds(context, machine, after, { verdicts, changed: true });
}

/**
 * After a change that must be confirmed: confirms it by its health check, or reports how long it can be confirmed.
 */
async function confirmOrReport(run: StepRun, verdicts: ProbeReport['verdicts']): Promise<void> {
  const { context, machine } = run;
  const options = asked(run);
  const { dir } = found(run, 'store').store;
  const waiting = options.confirmWithinMs === undefined ? null : await waitingChange(dir, machine);
  if (waiting === null) return;
  // The check may have taken longer than the time to confirm.
  const isOver = timeLeft(waiting, context.ports.wallClock()) <= 0;
  if (isOver || !isHealthy(options.healthCheck?.gateways ?? [], verdicts)) {
    await reportUnconfirmed(context, dir, machine, options);
    return;
  }
  await removeUnconfirmed(dir);
  context.emit({ type: 'confirmed', backup: waiting.backup, by: 'health-check' });
}

/** A user who stops the run now must know that the change was made. */
function afterChange(error: unknown, backup: string): unknown {
  if (!(error instanceof P2sError) || error.code !== 'cancelled') return error;
  return new P2sError(
    'cancelled',
    say('Cancelled after the change was made; the path was not checked again.'),
    {
      next: say('Check it with {verify}, or roll it back: {rollback}', {
        verify: command('verify'),
        rollback: command('rollback', { backup: backup }),
      }),
      cause: error,
    },
  );
}
