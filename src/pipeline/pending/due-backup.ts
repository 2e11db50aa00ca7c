import { lastBackup } from '../../change/applied.ts';
import type { BackupSummary } from '../../change/backup/backup.ts';
import { sameMachine } from '../../change/state/record.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import { interruptedChange } from './interruption.ts';
import { waitingChange } from './unconfirmed.ts';

/**
 * The backup that a rollback without a number restores: that of an interrupted or unconfirmed change, else the
 * newest. `null`: this machine has none. `backups`: those in the folder, the newest first.
 *
 * @throws P2sError if the record of a change is damaged
 */
export async function dueBackup(
  dir: StateDir,
  machine: Machine,
  backups: readonly BackupSummary[],
): Promise<string | null> {
  const change = (await interruptedChange(dir, machine)) ?? (await waitingChange(dir, machine));
  return change?.backup ?? newestBackup(dir, await machine.identity(), backups);
}

/**
 * The backup of the last apply that is in effect, or the one that the last rollback restored; else the newest one that
 * an apply made on this machine: to roll back a rollback, its backup must be named. `null`: there is none.
 */
export async function newestBackup(
  dir: StateDir,
  own: MachineIdentity,
  backups: readonly BackupSummary[],
): Promise<string | null> {
  const last = await lastBackup(dir, own);
  if (last !== null && backups.some(({ number }) => number === last)) return last;
  const newest = backups.find(
    ({ machine, reason }) => machine !== null && reason === 'apply' && sameMachine(machine, own),
  );
  return newest?.number ?? null;
}
