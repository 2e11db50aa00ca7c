import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type * as z from 'zod';
import { say } from '../core/model/say.ts';
import type { MachineIdentity } from '../machine/port.ts';
import type { machineIdentitySchema } from './backup-schema.ts';
import { seal } from './sealed.ts';
import { readSealed } from './sealed-file.ts';
import type { StateDir } from './state-dir.ts';

export const OTHER_VERSION = say`its version is not supported`;

/** A sealed note about one machine. */
export interface MachineRecord {
  dir: StateDir;
  /** Of the file, before the machine's digest. */
  name: string;
  machine: MachineIdentity;
}

/** The file of one machine: a state folder may serve many recordings. */
export function recordPath({ dir, name, machine: { kind, id } }: MachineRecord): string {
  const digest = createHash('sha256').update(`${kind} ${id}`).digest('hex');
  return join(dir.path, `${name}-${digest.slice(0, 32)}.json`);
}

/** What was noted of this machine; `null` where there is no such file, or one that cannot be read or is of another. */
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
