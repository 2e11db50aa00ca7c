import { endApplied } from '../../change/applied.ts';
import { backupPath, readBackup } from '../../change/backup/backup.ts';
import type { Backup } from '../../change/backup/backup-schema.ts';
import { restore } from '../../change/backup/restore.ts';
import type { Intent, Old } from '../../change/backup/restore-plan.ts';
import { afterOtherWriters } from '../../change/carry-out.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import type { Place } from '../../change/state/unconfirmed.ts';
import { logWrites } from '../../change/state/write-log.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { isWritable } from '../../core/model/registry.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import type { RunContext } from '../run/run.ts';

/** The intended writes of a change on a machine, and the backup of the earlier values. */
export interface WrittenChange {
  backup: string;
  machine: MachineIdentity;
  steps: readonly Intent[];
}

export interface RestorePlaces {
  restored: string[];
  /** Values that could not be restored. */
  left: readonly Place[];
}

/**
 * Restores a change of this machine, with the lock held: every value that holds what the change meant to write
 * gets its old content; a value that has changed since then, or cannot be written, is reported instead.
 *
 * @throws P2sError `restore-failed`, `needs-elevation`
 */
export async function restoreChange(
  { emit, ports }: RunContext,
  machine: Machine,
  { dir }: ChangeStore,
  change: WrittenChange,
): Promise<RestorePlaces> {
  emit({ type: 'step', step: 'restore', status: 'started' });
  const own = await machine.identity();
  const { createdKeys, file } = await backupOf(change, dir);
  // A writer started by a killed run may still be writing.
  await afterOtherWriters(machine);
  const { restored, foreign } = await restore(machine, change.steps, {
    createdKeys,
    file,
    // The values matter more than the log: a user who fills the disk must not prevent the restore.
    log: (steps, outcomes) =>
      logWrites(dir, { machine: own, backup: change.backup, now: ports.wallClock() }, steps, outcomes).catch(
        () => undefined,
      ),
  });
  await endApplied(dir, own, change.backup);
  emit({ type: 'step', step: 'restore', status: 'done' });
  const left = foreign.map(({ key, name }) => ({ key, name }));
  const finding = leftFinding(change, foreign, byHand(machine, dir, change.backup));
  if (finding !== null) emit({ type: 'finding', finding });
  return { restored: restored.map(({ write }) => placeName(write)), left };
}

/** The finding about values that were not restored with a change, and those whose type prevents it; `null`: none. */
export function leftFinding(
  { backup, putBackAt = null }: { backup: string; putBackAt?: string | null },
  left: readonly Old[],
  more: { path?: string } = {},
): Finding | null {
  if (left.length === 0) return null;
  const isOfType = ({ expected }: Old) => !isWritable(expected);
  const values = left.filter((one) => !isOfType(one)).map(placeName);
  const unwritable = left.filter(isOfType).map(placeName);
  return {
    code: 'values-not-put-back',
    severity: 'warning',
    store: null,
    evidence: { backup, putBackAt, values, unwritable, ...more },
  };
}

/** A recording that others changed since is not replaced: its values can only be compared with the backup. */
export function byHand({ recording }: Machine, dir: StateDir, backup: string): { path?: string } {
  return recording === null ? {} : { path: backupPath(dir, backup) };
}

/** The name of a value in reports. */
export function placeName({ key, name }: Place): string {
  return `${key}\\${name}`;
}

/** A damaged or missing backup must not block everyone: the record of the change also has the old values. */
async function backupOf(
  { backup, machine }: WrittenChange,
  dir: StateDir,
): Promise<Pick<Backup, 'createdKeys' | 'file'>> {
  try {
    return await readBackup(dir, backup, machine);
  } catch (error) {
    const unusable = error instanceof P2sError && ['backup-unusable', 'input'].includes(error.code);
    if (!unusable) throw error;
    return { createdKeys: [], file: null };
  }
}
