import * as z from 'zod';
import { BACKUP_REASONS } from '../../core/model/events.ts';
import type { RegistryValue } from '../../core/model/registry.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { toWireOrNull, valueOrNullSchema } from '../../machine/wire/value.ts';
import { machineIdentitySchema } from '../state/record.ts';

/** One value before the change; `null` when it was absent. */
export interface BackupValue {
  key: string;
  name: string;
  value: RegistryValue | null;
}

/** The complete recording before the change. */
export interface BackupFile {
  bytes: Uint8Array;
  sha256: string;
  /** Hash of the file after the change. The file is restored only if it has this hash or still the old one. */
  leftSha256: string;
}

export interface Backup {
  /** `0001`, …: at least four digits, never reused. */
  number: string;
  /** ISO 8601. */
  createdAt: string;
  reason: (typeof BACKUP_REASONS)[number];
  planId: string | null;
  machine: MachineIdentity;
  values: BackupValue[];
  /** Keys that did not exist and that the change creates. */
  createdKeys: string[];
  file: BackupFile | null;
}

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  schemaVersion: z.literal(1),
  number: z.string().regex(/^\d{4,9}$/),
  createdAt: z.iso.datetime(),
  reason: z.enum(BACKUP_REASONS),
  planId: z.string().nullable(),
  machine: machineIdentitySchema,
  values: z.array(z.object({ key: z.string(), name: z.string(), value: valueOrNullSchema })),
  createdKeys: z.array(z.string()),
  file: z.object({ base64: z.base64(), sha256: sha256Hex, leftSha256: sha256Hex }).nullable(),
});

/** Leaves the bytes of a recording empty; `seal` inserts them. */
export function backupToJson(backup: Backup): z.input<typeof schema> {
  const { values, file } = backup;
  return {
    schemaVersion: 1,
    ...backup,
    values: values.map(({ key, name, value }) => ({ key, name, value: toWireOrNull(value) })),
    file:
      file === null
        ? null
        : {
            base64: '',
            sha256: file.sha256,
            leftSha256: file.leftSha256,
          },
  };
}

/** `null` when it is not a backup of a supported version. */
export function backupFromJson(json: unknown): Backup | null {
  const checked = safeParse(schema, json);
  if (!checked.success) return null;
  const { schemaVersion: _, file, ...rest } = checked.data;
  return {
    ...rest,
    file:
      file === null
        ? null
        : {
            bytes: new Uint8Array(Buffer.from(file.base64, 'base64')),
            sha256: file.sha256,
            leftSha256: file.leftSha256,
          },
  };
}
