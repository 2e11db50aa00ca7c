import type { ChangeStore } from '../../change/change-store.ts';
import { sameMachine } from '../../change/state/record.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import {
  readUnconfirmed,
  stillLeft,
  timeLeft,
  type Unconfirmed,
  writeUnconfirmed,
} from '../../change/state/unconfirmed.ts';
import { shellOf } from '../../core/model/command-text.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { RegistrySnapshot } from '../../core/model/registry.ts';
import { command, say } from '../../core/model/say.ts';
import { inBothForms, pastedCommand } from '../../core/options/follow-ups.ts';
import type { Call } from '../../core/options/table.ts';
import type { Machine } from '../../machine/port.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { byHand, leftFinding, restoreChange } from './restore-change.ts';

/** The change of this machine that is unconfirmed, or whose time is over. */
export async function waitingChange(dir: StateDir, machine: Machine): Promise<Unconfirmed | null> {
  const change = await readUnconfirmed(dir);
  if (change === null || change.putBackAt !== null) return null;
  return sameMachine(change.machine, await machine.identity()) ? change : null;
}

/**
 * Reports the time left for an unconfirmed change and the command that confirms it; or that its time is over and
 * it is still there. Resolves to it then.
 */
export async function reportUnconfirmed(
  context: RunContext,
  dir: StateDir,
  machine: Machine,
  options: Pick<AuditOptions, 'stateDir'>,
): Promise<Unconfirmed | null> {
  const change = await waitingChange(dir, machine);
  if (change === null) return null;
  const { backup, deadline } = change;
  const left = timeLeft(change, context.ports.wallClock());
  const isOver = left <= 0;
  const shell = shellOf(context.ports.platform);
  const rollback = commandFor('rollback', change, dir, options);
  const own = inBothForms(isOver ? rollback : commandFor('confirm', change, dir, options), shell);
  context.emit({
    type: 'finding',
    finding: {
      code: 'change-unconfirmed',
      severity: isOver ? 'error' : 'warning',
      store: null,
      evidence: {
        backup,
        deadline,
        secondsLeft: Math.max(0, Math.round(left / 1000)),
        command: own.command,
        ...(isOver ? {} : { rollback: pastedCommand(rollback, { shell }) }),
      },
      commands: { ...own.commands, ...(isOver ? {} : { rollback }) },
    },
  });
  if (isOver) context.outcome('busy');
  return isOver ? change : null;
}

/**
 * Reports values that were not restored, because they were changed outside p2s-fix, when an unconfirmed change was
 * rolled back, perhaps by a task without a user to report to. Reports them while they differ from before that
 * change and nothing was applied since.
 */
export async function reportLeft(
  { emit }: RunContext,
  dir: StateDir,
  machine: Machine,
  registry: RegistrySnapshot,
): Promise<void> {
  const change = await readUnconfirmed(dir);
  const own = await machine.identity();
  if (change === null || change.putBackAt === null || !sameMachine(change.machine, own)) return;
  const finding = leftFinding(change, stillLeft(change, registry), byHand(machine, dir, change.backup));
  if (finding !== null) emit({ type: 'finding', finding });
}

/**
 * Rolls back a change whose time is over, with the lock held. Resolves to the restored places, or to `null`
 * without an unconfirmed change.
 *
 * @throws P2sError `interrupted-change` if the time of the change is not over; the errors of `restoreChange`
 */
export async function settleUnconfirmed(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  options: Pick<AuditOptions, 'stateDir'>,
): Promise<string[] | null> {
  const change = await waitingChange(store.dir, machine);
  if (change === null) return null;
  if (timeLeft(change, context.ports.wallClock()) > 0) {
    const message = say('A change (backup {backup}) is not confirmed yet (until {deadline}).', {
      backup: change.backup,
      deadline: change.deadline,
    });
    const next = say('{keep} keeps it; {rollback} rolls it back.', {
      keep: commandFor('confirm', change, store.dir, options),
      rollback: commandFor('rollback', change, store.dir, options),
    });
    throw new P2sError('interrupted-change', message, { where: store.dir.path, next });
  }
  return restoreUnconfirmed(context, machine, store, change);
}

/** Rolls back the unconfirmed change, even if its time is not over, and records when. */
export async function restoreUnconfirmed(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  change: Unconfirmed,
): Promise<string[]> {
  const { restored, left } = await restoreChange(context, machine, store, change);
  await markRestored(context, store, { ...change, left });
  return restored;
}

/** Records that nothing of the change is left, however it was removed. */
export async function markRestored(
  { ports }: RunContext,
  { dir }: ChangeStore,
  change: Unconfirmed,
): Promise<void> {
  await writeUnconfirmed(dir, { ...change, putBackAt: ports.wallClock().toISOString() });
}

/** The command to type for this machine and this state folder, from any folder. */
export function commandFor(
  use: 'confirm' | 'rollback',
  { backup, machine }: Pick<Unconfirmed, 'backup' | 'machine'>,
  { path }: StateDir,
  { stateDir }: Pick<AuditOptions, 'stateDir'>,
): Call {
  const isRecorded = machine.kind === 'recorded';
  return command(use, {
    // Without a number, a rollback does not overwrite values that were changed outside p2s-fix.
    ...(use === 'confirm' ? { backup } : {}),
    ...(isRecorded ? { machine: [machine.id] } : {}),
    ...(isRecorded && use === 'rollback' ? { 'in-place': true } : {}),
    ...(stateDir === undefined ? {} : { 'state-dir': path }),
  });
}
