import { CAUSED_BY_USER } from '../../change/backup/restore.ts';
import type { ConfirmBy } from '../../change/backup/restore-elsewhere.ts';
import { composeChange } from '../../change/compose.ts';
import { timeLeft } from '../../change/state/unconfirmed.ts';
import { stepsOf } from '../../change/steps.ts';
import { desiredBeside } from '../../core/decide/desired-beside.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import { makePlan } from '../../core/decide/plan.ts';
import { proposalOf } from '../../core/decide/proposal.ts';
import { desiredUnattended } from '../../core/decide/unattended.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { failedMachine, judgeMachine, type MachineLabel } from '../../core/fleet/judge.ts';
import type { FleetMachine } from '../../core/fleet/result.ts';
import { P2sError } from '../../core/model/errors.ts';
import { exitCodeOf } from '../../core/model/exit-code.ts';
import type { Finding } from '../../core/model/finding.ts';
import { command, say } from '../../core/model/say.ts';
import { managedBy } from '../../core/stores/policy.ts';
import type { SeenTarget } from '../../machine/fleet/target-wire.ts';
import { readScript } from '../../powershell/bundled-script.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { Ports } from '../run/ports.ts';
import { storesWritten } from './change-reply.ts';
import type { FleetOptions } from './options.ts';
import { restoreWaiting } from './restore.ts';
import { inRounds, type Next } from './rounds.ts';
import { runFleet } from './run.ts';
import { clockThere, isWaiting, type OpenTarget, openTarget, seenTarget } from './target.ts';

export interface FleetApplyOptions extends FleetOptions {
  /** The change is rolled back automatically unless it is confirmed within this time. */
  confirmWithinMs: number | null;
}

/**
 * Applies the changes that an audit would propose, on every computer. The plan is made here from the registry
 * values that were read there. One call on the computer backs up, keeps a journal, compares, writes and verifies.
 */
export function runFleetApply(options: FleetApplyOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('apply', options, ports, (run) =>
    inRounds(run, (computer) => observeComputer(computer, options, ports)),
  );
}

/** Whether the setting is in the hive of a user or another account. */
function isUsers(store: string): boolean {
  return store.startsWith('wininet/') && !store.startsWith('wininet/machine');
}

/**
 * @param closed why a user's setting could not be written: this round sets only WinHTTP, and reports that error
 */
function observeComputer(
  computer: FleetComputer,
  options: FleetApplyOptions,
  ports: Ports,
  reported: readonly Finding[] = [],
  closed: P2sError | null = null,
): Next {
  return {
    call: { script: 'Get-P2STarget', request: { access: true } },
    async judge(result, label) {
      const found = seenTarget(result);
      const { registry } = found.observation;
      // Nobody reviews the user's setting on each computer, so only named settings are followed.
      const asked = desiredUnattended(options.desired, registry, []);
      const judgedBy = (desired: DesiredSettings) =>
        judgeMachine(label, found.observation, desired, computer.vpnUser, reported);
      const whole = judgedBy(asked);
      if (whole.assessment === null) return whole.machine;
      const desired =
        managedBy(registry, null) === null
          ? desiredBeside(found.observation, asked, computer.vpnUser)
          : asked;
      const { assessment, machine } = desired === asked ? whole : judgedBy(desired);
      if (assessment === null || assessment.unseen.length > 0) return whole.machine;
      // Reports what a user's setting blocked, whatever else was set on that computer.
      const withHeld = (one: FleetMachine): FleetMachine => {
        const { cause, exitCode, error, findings } = whole.machine;
        return desired === asked ? one : { ...one, cause, exitCode, error, findings };
      };
      // The path is not checked on the target computer.
      const isRefused = proposalOf(assessment, []) === 'refused';
      // Without a change, no right to make one is needed.
      const nothing = { ...machine, result: { changed: [], backup: null, rolledBack: false } };
      if (assessment.plan.changes.length === 0 && !(await isWaiting(found)))
        return withHeld({ ...nothing, exitCode: exitCodeOf(isRefused ? ['refused'] : []) });
      const target = await openTarget(found);
      refuseWaiting(target, clockThere(found));
      const back = await restoreWaiting(target, clockThere(found));
      if (back !== null)
        return {
          call: { script: 'Invoke-P2SChange', request: back.request },
          judge: againFrom(computer, options, ports, back.leftBy),
        };
      if (isRefused) return { ...nothing, exitCode: exitCodeOf(['refused']) };
      if (assessment.plan.changes.length === 0) return withHeld({ ...nothing, exitCode: 0 });
      const plan =
        closed === null
          ? assessment.plan
          : makePlan(assessment.plan.changes.filter(({ store }) => !isUsers(store)));
      if (closed !== null && plan.changes.length === 0) throw closed;
      const change = await composeChange(target.state, target.seen, {
        reason: 'apply',
        planId: plan.id,
        identity: target.identity,
        registry: target.observation.registry,
        steps: stepsOf(plan.changes),
        confirm: await confirmBy(options, found, ports),
        now: clockThere(found),
      });
      return {
        call: { script: 'Invoke-P2SChange', request: change.request },
        async judge(reply, last) {
          try {
            const done = await changed(reply, { ...machine, ...last }, change.backup);
            if (closed === null) return withHeld(done);
            const { cause, exitCode, error, again } = failedMachine(last, closed);
            return { ...done, cause, exitCode, error, again };
          } catch (error) {
            if (closed !== null || !(error instanceof P2sError)) throw error;
            if (!isUsers(error.where ?? '') || !CAUSED_BY_USER.includes(error.code)) throw error;
            return observeComputer(computer, options, ports, reported, error);
          }
        },
      };
    },
  };
}

/** Runs again after a restored change, and reports the values that were not restored. */
function againFrom(
  computer: FleetComputer,
  options: FleetApplyOptions,
  ports: Ports,
  leftBy: (reply: unknown) => Finding | null,
): Next['judge'] {
  return async (reply) => {
    storesWritten(reply);
    const left = leftBy(reply);
    return observeComputer(computer, options, ports, left === null ? [] : [left]);
  };
}

/** What rolls the change back automatically on the target computer; `null`: no confirmation is required. */
async function confirmBy(
  { confirmWithinMs }: FleetApplyOptions,
  { state }: SeenTarget,
  { scriptsDir }: Ports,
): Promise<ConfirmBy | null> {
  if (confirmWithinMs === null || state === null) return null;
  const script = await readScript(scriptsDir, 'Invoke-P2SChange.ps1');
  return { withinMs: confirmWithinMs, folder: state.folder, script };
}

/** The computer after its change. */
async function changed(
  reply: unknown,
  machine: FleetMachine & MachineLabel,
  backup: string,
): Promise<FleetMachine> {
  return {
    ...machine,
    cause: 'changed',
    exitCode: 0,
    result: { changed: storesWritten(reply), backup, rolledBack: false },
  };
}

/** @throws P2sError `interrupted-change` if a change is unconfirmed and its time is not over */
function refuseWaiting({ journal, unconfirmed }: OpenTarget, now: Date): void {
  if (journal !== null || unconfirmed === null || timeLeft(unconfirmed, now) <= 0) return;
  const message = say('A change (backup {backup}) is not confirmed yet (until {deadline}).', {
    backup: unconfirmed.backup,
    deadline: unconfirmed.deadline,
  });
  const next = say('{keep} keeps it; {rollback} rolls it back.', {
    keep: command('fleet confirm'),
    rollback: command('fleet rollback'),
  });
  throw new P2sError('interrupted-change', message, { next });
}
