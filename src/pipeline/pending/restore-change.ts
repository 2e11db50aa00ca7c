import { forgetApplied } from '../../change/applied.ts';
import { readBackup } from '../../change/backup.ts';
import type { Backup } from '../../change/backup-schema.ts';
import { afterOtherWriters } from '../../change/carry-out.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { restore } from '../../change/restore.ts';
import type { StateDir } from '../../change/state-dir.ts';
import type { Place } from '../../change/unconfirmed.ts';
import type { Intent } from '../../change/undo.ts';
import { logWrites } from '../../change/write-log.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import type { RunContext } from '../run/run.ts';

/** What a change wanted to write on a machine, and the backup of what was there before. */
export interface WrittenChange {
  backup: string;
  machine: MachineIdentity;
  steps: readonly Intent[];
}

export interface RestorePlaces {
  restored: string[];
  /** What somebody else has changed since. */
  left: readonly Place[];
}

/**
 * Puts a change of this machine back, with the lock held: every value that holds what that change wanted to write gets
 * its old content again; a value that somebody else has changed since is left alone, and told.
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
  // Who wrote for a run that was killed may still be at it.
  await afterOtherWriters(machine);
  const { restored, foreign } = await restore(machine, change.steps, {
    createdKeys,
    file,
    // The values are what counts: a user who fills the disk must not keep them from going back.
    log: (steps, outcomes) =>
      logWrites(dir, { machine: own, backup: change.backup, now: ports.wallClock() }, steps, outcomes).catch(
        () => undefined,
      ),
  });
  await forgetApplied(dir, own);
  emit({ type: 'step', step: 'restore', status: 'done' });
  const left = foreign.map(({ key, name }) => ({ key, name }));
  const finding = leftFinding(change, left.map(placeName));
  if (finding !== null) emit({ type: 'finding', finding });
  return { restored: restored.map(({ write }) => placeName(write)), left };
}

/** What is told of values that were not put back with a change; `null`: there are none. */
export function leftFinding(
  { backup, putBackAt = null }: { backup: string; putBackAt?: string | null },
  values: readonly string[],
): Finding | null {
  if (values.length === 0) return null;
  return {
    code: 'values-not-put-back',
    severity: 'warning',
    store: null,
    evidence: { backup, putBackAt, values },
  };
}

/** As it is told. */
export function placeName({ key, name }: Place): string {
  return `${key}\\${name}`;
}

/** A damaged or missing backup must not lock everybody out: what was noted of the change holds the old values, too. */
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
