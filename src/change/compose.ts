import type { RegistrySnapshot } from '../core/model/registry.ts';
import type { MachineIdentity, WriteStep } from '../machine/port.ts';
import { forgetApplied, recordApplied, recordRestored } from './applied.ts';
import { createBackup } from './backup/backup.ts';
import type { Backup } from './backup/backup-schema.ts';
import type { FileElsewhere, StateDirElsewhere } from './backup/files-elsewhere.ts';
import { type ConfirmBy, removeRestore, writeRestore } from './backup/restore-elsewhere.ts';
import { type ConfirmTimes, changeRequest } from './change-request.ts';
import { beginJournal } from './state/journal.ts';
import { intentsToConfirm, readUnconfirmed, removeUnconfirmed } from './state/unconfirmed.ts';
import { logWrites } from './state/write-log.ts';

export interface ComposeOptions {
  reason: Backup['reason'];
  planId: string | null;
  /** The backup of an apply that a rollback restores; a later rollback without a number restores it again. */
  restores?: string;
  identity: MachineIdentity;
  registry: RegistrySnapshot;
  steps: readonly WriteStep[];
  /**
   * Set when the change must be confirmed or is rolled back automatically; `null` when it needs no confirmation.
   */
  confirm: ConfirmBy | null;
  now: Date;
}

/** A change that another computer carries out alone: the request of `Invoke-P2SChange`. */
export interface ComposedChange {
  backup: string;
  request: Record<string, unknown>;
}

/**
 * Composes a complete change for another computer, with its backup, journal and records in the form that a local
 * run writes. Any later run, local or over remoting, therefore detects an interruption. Values are written as
 * bytes, so that the same call can compare them and remove the journal.
 */
export async function composeChange(
  state: StateDirElsewhere,
  seen: readonly FileElsewhere[],
  options: ComposeOptions,
): Promise<ComposedChange> {
  const { dir, taken } = state;
  const { reason, planId, restores, identity, registry, steps, confirm, now } = options;
  const keys = [...new Set(steps.map(({ write }) => write.key))];
  const createdKeys = keys.filter((key) => registry.key(key).visibility === 'absent');
  const values = steps.map(({ write: { key, name, expected } }) => ({ key, name, value: expected }));
  const content = { reason, planId, machine: identity, values, createdKeys, file: null };
  const { number: backup } = await createBackup(dir, content, now);
  const journal = await beginJournal(dir, { backup, planId, machine: identity, steps }, now);
  const before = taken();
  const times = confirm === null ? null : timesOf(confirm, now);
  if (confirm !== null && times !== null) {
    const { armedAt, deadline } = times;
    const waiting = { backup, machine: identity, armedAt, deadline, putBackAt: null, left: [] };
    await writeRestore(state, { ...waiting, steps: intentsToConfirm(steps) }, steps, createdKeys, confirm);
    before.push(...taken());
  }
  await journal.finish();
  const journalGone = taken();
  if (confirm !== null) await removeRestore(dir);
  const rolledBack = [...taken(), ...journalGone];

  // The other computer keeps the lines of the writes that it made, by their order.
  await logWrites(dir, { machine: identity, backup, now }, steps, steps.map(asWritten));
  if (reason === 'apply') {
    const written = steps.map(({ write: { key, name, next } }) => ({ key, name, value: next }));
    await recordApplied(dir, identity, { backup, appliedAt: now.toISOString(), values: written });
    // A new change supersedes what an earlier rollback left.
    if (confirm === null && (await readUnconfirmed(dir)) !== null) await removeUnconfirmed(dir);
  } else {
    if (restores === undefined) await forgetApplied(dir, identity);
    else await recordRestored(dir, identity, restores);
    await removeRestore(dir);
  }
  const after = [...taken(), ...journalGone];
  const task = confirm !== null ? 'create' : reason === 'rollback' ? 'remove' : null;
  return {
    backup,
    request: changeRequest(steps, { exists: state.exists, seen, before, after, rolledBack }, task, {
      confirm: times,
      // A user can block the restore of their own hive, but of nothing else.
      leaveForeign: reason === 'rollback',
    }),
  };
}

/**
 * Restores values and removes records. It makes no backup, because it restores one. It skips values that were
 * changed outside p2s-fix, like the rollback task, so that the others are still restored.
 */
export function composeRestore(
  steps: readonly WriteStep[],
  seen: readonly FileElsewhere[],
  after: readonly FileElsewhere[],
): Record<string, unknown> {
  const files = { exists: true, seen, before: [], after, rolledBack: [] };
  return changeRequest(steps, files, 'remove', { leaveForeign: true });
}

function timesOf({ withinMs }: ConfirmBy, now: Date): ConfirmTimes {
  const deadline = new Date(now.getTime() + withinMs);
  return { armedAt: now.toISOString(), deadline: deadline.toISOString(), withinMs };
}

function asWritten({ id, write }: WriteStep) {
  return {
    id,
    status: 'written' as const,
    how: 'registry' as const,
    found: write.expected,
    now: write.next,
    createdKey: false,
    hresult: null,
  };
}
