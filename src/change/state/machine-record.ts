import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type * as z from 'zod';
import { say } from '../../core/model/say.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import type { machineIdentitySchema } from '../backup/backup-schema.ts';
import { seal } from './sealed.ts';
import { readSealed } from './sealed-file.ts';
import type { StateDir } from './state-dir.ts';

export const OTHER_VERSION = say('its version is not supported');

/** A sealed record about one machine. */
export interface MachineRecord {
  dir: StateDir;
  /** The file name before the machine's digest. */
  name: string;
  machine: MachineIdentity;
}

/** One file per machine, because a state folder may serve many recordings. */
export function recordPath({ dir, name, machine: { kind, id } }: MachineRecord): string {
  const digest = createHash('sha256').update(`${kind} ${id}`).digest('hex');
  return join(dir.path, `${name}-${digest.slice(0, 32)}.json`);
}

/** The record of this machine; `null` when the file is missing, cannot be read, or belongs to another machine. */
export async function readRecord<S extends z.ZodType<{ machine: z.infer<typeof machineIdentitySchema> }>>(
  record: MachineRecord,
  { maxBytes, schema }: { maxBytes: number; schema: S },
): Promise<z.infer<S> | null> {
  const opened = await readSealed(record.dir.files, recordPath(record), {
    maxBytes,
    schema,
    otherVersion: OTHER_VERSION,
  });
  return opened?.ok && sameMachine(opened.content.machine, record.machine) ? opened.content : null;
}

/** On disk and synced when it resolves. Rejects with the system's error. */
export async function writeRecord(record: MachineRecord, content: object): Promise<void> {
  const whole = { schemaVersion: 1, machine: record.machine, ...content };
  await record.dir.files.replace(recordPath(record), seal(whole), { mode: 0o600 });
}

export function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
  return a.kind === b.kind && a.id === b.id;
}
