import type { RegistrySnapshot } from '../core/registry.ts';
import type { MachineIdentity, WriteStep } from '../machine/port.ts';
import { toWireValue } from '../machine/wire-value.ts';
import { forgetApplied, noteApplied } from './applied.ts';
import { createBackup } from './backup.ts';
import type { Backup } from './backup-schema.ts';
import type { FileElsewhere, StateDirElsewhere } from './files-elsewhere.ts';
import { beginJournal } from './journal.ts';
import { intentsToConfirm, removeUnconfirmed, writeUnconfirmed } from './unconfirmed.ts';
import { logWrites } from './write-log.ts';

export interface ComposeOptions {
  reason: Backup['reason'];
  planId: string | null;
  identity: MachineIdentity;
  registry: RegistrySnapshot;
  steps: readonly WriteStep[];
  /** Milliseconds in which the change has to be confirmed; `null`: it stays. */
  confirmWithinMs: number | null;
  now: Date;
}

/** A change that another machine carries out by itself: what `Invoke-P2SChange` takes. */
export interface ComposedChange {
  backup: string;
  /** When it goes back unless it is confirmed; `null`: it stays. */
  deadline: string | null;
  request: Record<string, unknown>;
}

/**
 * Puts together a whole change for another machine, with the bytes of its backup, journal and notes as a run there would
 * write them: so whatever interrupts it is found by any later run, there or over remoting. Values are written as bytes:
 * what is written is then what can be compared, in the one call that also takes the journal away.
 */
export async function composeChange(
  { dir, taken }: StateDirElsewhere,
  seen: readonly FileElsewhere[],
  options: ComposeOptions,
): Promise<ComposedChange> {
  const { reason, planId, identity, registry, steps, confirmWithinMs, now } = options;
  const keys = [...new Set(steps.map(({ write }) => write.key))];
  const { number: backup } = await createBackup(
    dir,
    {
      reason,
      planId,
      machine: identity,
      values: steps.map(({ write: { key, name, expected } }) => ({ key, name, value: expected })),
      createdKeys: keys.filter((key) => registry.key(key).visibility === 'absent'),
      file: null,
    },
    now,
  );
  const journal = await beginJournal(dir, { backup, planId, machine: identity, steps }, now);
  const deadline = confirmWithinMs === null ? null : new Date(now.getTime() + confirmWithinMs).toISOString();
  if (deadline !== null) {
    const unconfirmed = { backup, machine: identity, armedAt: now.toISOString(), deadline };
    await writeUnconfirmed(dir, { ...unconfirmed, steps: intentsToConfirm(steps), putBackAt: null });
  }
  const before = taken();
  await journal.finish();
  const journalGone = taken();
  if (deadline !== null) await removeUnconfirmed(dir);
  const undone = [...taken(), ...journalGone];
  const log = { machine: identity, backup, now };
  await logWrites(dir, log, steps, steps.map(asWritten));
  if (reason === 'apply') {
    const values = steps.map(({ write: { key, name, next } }) => ({ key, name, value: next }));
    await noteApplied(dir, identity, { backup, appliedAt: now.toISOString(), values });
  } else {
    await forgetApplied(dir, identity);
    await removeUnconfirmed(dir);
  }
  const after = [...taken(), ...journalGone];
  return { backup, deadline, request: changeRequest(steps, { seen, before, after, undone }) };
}

/** Puts values back and takes notes away; without a backup, since one of them is what is put back. */
export function composePutBack(
  steps: readonly WriteStep[],
  seen: readonly FileElsewhere[],
  after: readonly FileElsewhere[],
): Record<string, unknown> {
  return changeRequest(steps, { seen, before: [], after, undone: [] });
}

function changeRequest(
  steps: readonly WriteStep[],
  files: Record<'seen' | 'before' | 'after' | 'undone', readonly FileElsewhere[]>,
): Record<string, unknown> {
  const writes = steps.map(({ id, write, removeKeyIfEmpty = false }) => ({
    id,
    key: write.key,
    name: write.name,
    expected: write.expected === null ? null : toWireValue(write.expected),
    next: write.next === null ? null : toWireValue(write.next),
    removeKeyIfEmpty,
    winHttp: null,
  }));
  const wire = (list: readonly FileElsewhere[]) =>
    list.map(({ path, bytes, append = false }) => ({
      path,
      base64: bytes === null ? null : Buffer.from(bytes).toString('base64'),
      append,
    }));
  return {
    writes,
    notify: true,
    seen: wire(files.seen),
    before: wire(files.before),
    after: wire(files.after),
    undone: wire(files.undone),
  };
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
