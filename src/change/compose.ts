import type { RegistrySnapshot } from '../core/model/registry.ts';
import type { MachineIdentity, WriteStep } from '../machine/port.ts';
import { forgetApplied, recordApplied } from './applied.ts';
import { createBackup } from './backup.ts';
import type { Backup } from './backup-schema.ts';
import { type ConfirmTimes, changeRequest } from './change-request.ts';
import type { FileElsewhere, StateDirElsewhere } from './files-elsewhere.ts';
import { beginJournal } from './journal.ts';
import { type ConfirmBy, removeRestore, writeRestore } from './restore-elsewhere.ts';
import { intentsToConfirm, readUnconfirmed, removeUnconfirmed } from './unconfirmed.ts';
import { logWrites } from './write-log.ts';

export interface ComposeOptions {
  reason: Backup['reason'];
  planId: string | null;
  identity: MachineIdentity;
  registry: RegistrySnapshot;
  steps: readonly WriteStep[];
  /** The change has to be confirmed, or goes back by itself; `null`: it stays. */
  confirm: ConfirmBy | null;
  now: Date;
}

/** A change that another machine carries out by itself: what `Invoke-P2SChange` takes. */
export interface ComposedChange {
  backup: string;
  request: Record<string, unknown>;
}

/**
 * Puts together a whole change for another machine, with the bytes of its backup, journal and notes as a run there would
 * write them: so whatever interrupts it is found by any later run, there or over remoting. Values are written as bytes:
 * what is written is then what can be compared, in the one call that also takes the journal away.
 */
export async function composeChange(
  state: StateDirElsewhere,
  seen: readonly FileElsewhere[],
  options: ComposeOptions,
): Promise<ComposedChange> {
  const { dir, taken } = state;
  const { reason, planId, identity, registry, steps, confirm, now } = options;
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
  const undone = [...taken(), ...journalGone];

  await logWrites(dir, { machine: identity, backup, now }, steps, steps.map(asWritten));
  if (reason === 'apply') {
    const written = steps.map(({ write: { key, name, next } }) => ({ key, name, value: next }));
    await recordApplied(dir, identity, { backup, appliedAt: now.toISOString(), values: written });
    // What was left of an earlier change is nobody's concern any more.
    if (confirm === null && (await readUnconfirmed(dir)) !== null) await removeUnconfirmed(dir);
  } else {
    await forgetApplied(dir, identity);
    await removeRestore(dir);
  }
  const after = [...taken(), ...journalGone];
  const task = confirm !== null ? 'create' : reason === 'rollback' ? 'remove' : null;
  return {
    backup,
    request: changeRequest(steps, { exists: state.exists, seen, before, after, undone }, task, {
      confirm: times,
      // A user can block the restore of their own hive, and of nothing else.
      leaveForeign: reason === 'rollback',
    }),
  };
}

/**
 * Puts values back and takes notes away; without a backup, since one of them is what is put back. As the task that does so:
 * what is somebody else's by then does not keep the rest from going back.
 */
export function composeRestore(
  steps: readonly WriteStep[],
  seen: readonly FileElsewhere[],
  after: readonly FileElsewhere[],
): Record<string, unknown> {
  const files = { exists: true, seen, before: [], after, undone: [] };
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
