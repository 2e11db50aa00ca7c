import * as z from 'zod';
import type { AppliedState } from '../core/findings/history.ts';
import { errnoOf } from '../files/errno.ts';
import type { MachineIdentity } from '../machine/port.ts';
import { toWireOrNull, valueOrNullSchema } from '../machine/wire/value.ts';
import { machineIdentitySchema } from './backup/backup-schema.ts';
import { type MachineRecord, readRecord, recordPath, writeRecord } from './state/machine-record.ts';
import type { StateDir } from './state/state-dir.ts';

const MAX_BYTES = 64 * 1024 * 1024;

const schema = z.object({
  schemaVersion: z.literal(1),
  machine: machineIdentitySchema,
  backup: z.string(),
  appliedAt: z.iso.datetime(),
  values: z.array(z.object({ key: z.string(), name: z.string(), value: valueOrNullSchema })),
});
/** After a rollback, the same file has what it restored. */
const restoredSchema = z.object({
  schemaVersion: z.literal(1),
  machine: machineIdentitySchema,
  restored: z.string(),
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
  const values = state.values.map(({ key, name, value }) => ({ key, name, value: toWireOrNull(value) }));
  const content: Omit<z.input<typeof schema>, 'schemaVersion' | 'machine'> = { ...state, values };
  await writeRecord(recordOf(dir, machine), content);
}

/** The recorded state after the last apply; `null` when there is none or it cannot be read. */
export async function readApplied(dir: StateDir, machine: MachineIdentity): Promise<AppliedState | null> {
  const record = await readRecord(recordOf(dir, machine), { maxBytes: MAX_BYTES, schema });
  if (record === null) return null;
  const { backup, appliedAt, values } = record;
  return { backup, appliedAt, values };
}

/**
 * Replaces the record after the rollback of an apply: no value of p2s-fix is in force, and a rollback without a
 * number restores the same backup again. As in `forgetApplied`, the record may stay.
 */
export async function recordRestored(dir: StateDir, machine: MachineIdentity, backup: string): Promise<void> {
  try {
    await writeRecord(recordOf(dir, machine), { restored: backup });
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}

/** The backup that the last rollback restored; `null` when something was applied since, or this is not known. */
export async function readRestored(dir: StateDir, machine: MachineIdentity): Promise<string | null> {
  const record = await readRecord(recordOf(dir, machine), { maxBytes: MAX_BYTES, schema: restoredSchema });
  return record?.restored ?? null;
}

/** The backup of the apply that is in effect, or the one that the last rollback restored; `null` if not known. */
export async function lastBackup(dir: StateDir, machine: MachineIdentity): Promise<string | null> {
  return (await readApplied(dir, machine))?.backup ?? (await readRestored(dir, machine));
}

/** Removes the record after a rollback: no value of p2s-fix is in force. */
export async function forgetApplied(dir: StateDir, machine: MachineIdentity): Promise<void> {
  try {
    await dir.files.remove(recordPath(recordOf(dir, machine)));
  } catch (error) {
    // If the record stays, a later run at worst reports a change outside p2s-fix.
    if (errnoOf(error) === null) throw error;
  }
}

function recordOf(dir: StateDir, machine: MachineIdentity): MachineRecord {
  return { dir, name: 'applied', machine };
}
