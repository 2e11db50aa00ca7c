import * as z from 'zod';
import type { AppliedState } from '../core/findings/history.ts';
import { errnoOf } from '../files/errno.ts';
import type { MachineIdentity } from '../machine/port.ts';
import { toWireOrNull, valueOrNullSchema } from '../machine/wire-value.ts';
import { machineIdentitySchema } from './backup-schema.ts';
import { type MachineRecord, readRecord, recordPath, writeRecord } from './machine-record.ts';
import type { StateDir } from './state-dir.ts';

const MAX_BYTES = 64 * 1024 * 1024;

const schema = z.object({
  schemaVersion: z.literal(1),
  machine: machineIdentitySchema,
  backup: z.string(),
  appliedAt: z.iso.datetime(),
  values: z.array(z.object({ key: z.string(), name: z.string(), value: valueOrNullSchema })),
});

/**
 * Notes what a machine holds after an apply, so that a later run can tell "changed by somebody else since" from "never
 * applied". On disk when it resolves. Rejects with the system's error.
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

/** What the last apply left on a machine; `null` when there was none, or its note cannot be read. */
export async function readApplied(dir: StateDir, machine: MachineIdentity): Promise<AppliedState | null> {
  const record = await readRecord(recordOf(dir, machine), { maxBytes: MAX_BYTES, schema });
  if (record === null) return null;
  const { backup, appliedAt, values } = record;
  return { backup, appliedAt, values };
}

/** After a change was put back: nothing of ours is in force any more. */
export async function forgetApplied(dir: StateDir, machine: MachineIdentity): Promise<void> {
  try {
    await dir.files.remove(recordPath(recordOf(dir, machine)));
  } catch (error) {
    // A note that stays says at worst that somebody changed what we wrote.
    if (errnoOf(error) === null) throw error;
  }
}

function recordOf(dir: StateDir, machine: MachineIdentity): MachineRecord {
  return { dir, name: 'applied', machine };
}
