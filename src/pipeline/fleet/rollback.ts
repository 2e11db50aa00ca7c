import { listBackups, readBackup } from '../../change/backup/backup.ts';
import type { Backup } from '../../change/backup/backup-schema.ts';
import { rollbackBeside } from '../../change/backup/restore.ts';
import { composeChange } from '../../change/compose.ts';
import { storeOf } from '../../core/findings/history.ts';
import type { FleetComputer } from '../../core/fleet/computer.ts';
import { fleetFinding, judgeMachine, type MachineLabel } from '../../core/fleet/judge.ts';
import type { FleetCause, FleetMachine } from '../../core/fleet/result.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { command, say } from '../../core/model/say.ts';
import { readStores, type Store } from '../../core/stores/stores.ts';
import type { WriteStep } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { newestBackup } from '../pending/due-backup.ts';
import { leftFinding, placeName } from '../pending/restore-change.ts';
import type { Ports } from '../run/ports.ts';
import { storesWritten } from './change-reply.ts';
import type { FleetOptions } from './options.ts';
import { leftIn, restoreWaiting } from './restore.ts';
import { inRounds, type Next } from './rounds.ts';
import { runFleet } from './run.ts';
import { clockThere, type OpenTarget, openTarget, seenTarget } from './target.ts';

/**
 * Restores, on every computer, the values from before the last apply: of an interrupted or unconfirmed change,
 * else of the backup that a rollback there would restore. Writes nothing if these values are already set.
 */
export function runFleetRollback(options: FleetOptions, ports: Ports): Promise<ReportDocument> {
  return runFleet('rollback', options, ports, (run) =>
    inRounds(run, (computer) => rollBackOn(computer, options)),
  );
}

function rollBackOn(computer: FleetComputer, options: FleetOptions): Next {
  return {
    call: { script: 'Get-P2STarget', request: { backups: true, access: true } },
    async judge(result, label) {
      const found = seenTarget(result);
      const { machine } = judgeMachine(label, found.observation, options.desired, computer.vpnUser);
      const facts = { ...machine, findings: [], changes: [], error: null };
      const target = await openTarget(found);
      const back = await restoreWaiting(target, clockThere(found));
      if (back !== null) {
        return {
          call: { script: 'Invoke-P2SChange', request: back.request },
          judge: async (reply, last) =>
            rolledBack(reply, { ...facts, ...last }, { left: back.leftBy(reply) }),
        };
      }
      // In a fleet, most computers may never have needed a change.
      if (target.backups.length === 0) return asItWas(facts);
      const backup = await dueThere(target, computer.name);
      if (backup === null)
        throw new P2sError('input', say('There is no backup of an apply there.'), { where: computer.name });
      const { registry, user } = found.observation;
      const beside = rollbackBeside(registry, backup, new Set(), user?.elevated === true);
      const steps = namedByStore(beside.steps, readStores(registry));
      const before = { backup: backup.number, left: beside.left };
      if (steps.length === 0) return asItWas(facts, leftFinding(before, beside.left));
      const change = await composeChange(target.state, target.seen, {
        reason: 'rollback',
        planId: null,
        restores: backup.number,
        identity: target.identity,
        registry,
        steps,
        confirm: null,
        now: clockThere(found),
      });
      return {
        call: { script: 'Invoke-P2SChange', request: change.request },
        judge: async (reply, last) => {
          const left = leftIn(reply, steps, before);
          return rolledBack(reply, { ...facts, ...last }, { backup: change.backup, left });
        },
      };
    },
  };
}

/**
 * The backup that a rollback without a number restores on that computer, by the rule of a run there; `null`: none.
 *
 * @throws P2sError `backup-unusable`
 */
export async function dueThere({ state, identity }: OpenTarget, computer: string): Promise<Backup | null> {
  const number = await newestBackup(state.dir, identity, await listBackups(state.dir));
  if (number === null) return null;
  return readBackup(state.dir, number, identity).catch((error: unknown) => {
    if (!(error instanceof P2sError)) throw error;
    throw error.again({
      where: computer,
      next: say('Check it there: {command}.', { command: command('rollback', { list: true }) }),
    });
  });
}

function asItWas(machine: FleetMachine & MachineLabel, left: Finding | null = null): FleetMachine {
  const result = { changed: [], backup: null, rolledBack: false };
  return { ...machine, ...reported(left, 'unchanged'), exitCode: 0, result };
}

function reported(left: Finding | null, otherwise: FleetCause) {
  return { cause: left?.code ?? otherwise, findings: left === null ? [] : [fleetFinding(left)] };
}

/** A backup names values, but the report names proxy settings. */
function namedByStore(steps: readonly WriteStep[], stores: readonly Store[]): WriteStep[] {
  return steps.map((step, index) => {
    const { key, name } = step.write;
    return { ...step, id: `${storeOf(stores, key, name) ?? placeName(step.write)}#${index}` };
  });
}

function rolledBack(
  reply: unknown,
  machine: FleetMachine & MachineLabel,
  { left = null, backup = null }: { left?: Finding | null; backup?: string | null },
): FleetMachine {
  const changed = storesWritten(reply);
  return {
    ...machine,
    ...reported(left, 'changed'),
    exitCode: 0,
    result: { changed, backup, rolledBack: changed.length > 0 },
  };
}
