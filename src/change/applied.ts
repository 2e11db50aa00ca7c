import * as z from 'zod';
import type { AppliedState } from '../core/findings/history.ts';
import { errnoOf } from '../files/errno.ts';
import type { MachineIdentity } from '../machine/port.ts';
import { valueOrNullSchema } from '../machine/wire/value.ts';
import { machineIdentitySchema, machineRecord } from './state/record.ts';
import type { StateDir } from './state/state-dir.ts';

const head = { machine: machineIdentitySchema };
const appliedFields = {
  backup: z.string(),
  appliedAt: z.iso.datetime(),
  values: z.array(z.object({ key: z.string(), name: z.string(), value: valueOrNullSchema })),
};
/** After a rollback, the same file has the backup that it restored. */
const restoredFields = { restored: z.string() };
const appliedSchema = z.object({
  ...head,
  ...appliedFields,
  /** What the file had before: it counts again if this change is rolled back on its own. */
  previous: z.union([z.object(appliedFields), z.object(restoredFields)]).nullish(),
});

/** What was last applied to a machine, or restored on it. A damaged one counts as missing. */
export const APPLIED = machineRecord({
  name: 'applied',
  maxBytes: 64 * 1024 * 1024,
  schema: z.union([appliedSchema, z.object({ ...head, ...restoredFields })]),
});

/**
 * Records the values of a machine after an apply. A later run uses it to distinguish "changed outside p2s-fix"
 * from "never applied". On disk when it resolves. Rejects with the system's error.
 */
export async function recordApplied(
  dir: StateDir,
  machine: MachineIdentity,
  state: AppliedState,
): Promise<void> {
  // Its own `previous` is left out by the schema: only one change can be rolled back on its own.
  const previous = await APPLIED(machine).read(dir);
  await APPLIED(machine).write(dir, { machine, ...state, values: [...state.values], previous });
}

/** The recorded state after the last apply; `null` when there is none or it cannot be read. */
export async function readApplied(dir: StateDir, machine: MachineIdentity): Promise<AppliedState | null> {
  const record = await APPLIED(machine).read(dir);
  if (record === null || 'restored' in record) return null;
  const { backup, appliedAt, values } = record;
  return { backup, appliedAt, values };
}

/**
 * Ends one change that was rolled back on its own, because it was interrupted or not confirmed: what was recorded
 * before it counts again. As in `forgetApplied`, the record may stay.
 */
export async function endApplied(dir: StateDir, machine: MachineIdentity, backup: string): Promise<void> {
  const record = await APPLIED(machine).read(dir);
  if (record === null || 'restored' in record || record.backup !== backup) return;
  const { previous = null } = record;
  if (previous === null) return forgetApplied(dir, machine);
  await withoutErrno(() => APPLIED(machine).write(dir, { machine, ...previous }));
}

/**
 * Replaces the record after the rollback of an apply: no value of p2s-fix is in force, and a rollback without a
 * number restores the same backup again. As in `forgetApplied`, the record may stay.
 */
export async function recordRestored(dir: StateDir, machine: MachineIdentity, backup: string): Promise<void> {
  await withoutErrno(() => APPLIED(machine).write(dir, { machine, restored: backup }));
}

/** The backup of the apply that is in effect, or the one that the last rollback restored; `null` if not known. */
export async function lastBackup(dir: StateDir, machine: MachineIdentity): Promise<string | null> {
  const record = await APPLIED(machine).read(dir);
  if (record === null) return null;
  return 'restored' in record ? record.restored : record.backup;
}

/** Removes the record after a rollback: no value of p2s-fix is in force. */
export async function forgetApplied(dir: StateDir, machine: MachineIdentity): Promise<void> {
  await withoutErrno(() => APPLIED(machine).remove(dir));
}

/** If the record stays, a later run at worst reports a change outside p2s-fix. */
async function withoutErrno(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}
