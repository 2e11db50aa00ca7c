import { removeUnconfirmed, timeLeft } from '../../change/state/unconfirmed.ts';
import { unreachable } from '../../core/decide/compare.ts';
import { P2sError } from '../../core/model/errors.ts';
import { command, say } from '../../core/model/say.ts';
import { evidenceFindings } from '../path/evidence.ts';
import { newProbeSet, type Variant } from '../path/gateway-probes.ts';
import { type ProbeReport, probePaths } from '../path/probe.ts';
import { reportUnusedPacFile, withAnswers } from '../path/resolve.ts';
import { isHealthy, withHealthCheck } from '../pending/arm.ts';
import { reportUnconfirmed, waitingChange } from '../pending/unconfirmed.ts';
import { observeAndAssess, reportNeeds, reportStores } from '../run/assessment.ts';
import { reportLoopback } from '../run/loopback-findings.ts';
import { reportFindings } from './findings.ts';
import { asked, found, type StepRun } from './run-state.ts';

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
