import * as z from 'zod';
import { BACKUP_REASONS } from '../../core/model/events.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { valueOrNullSchema } from '../../machine/wire/value.ts';
import { machineIdentitySchema } from '../state/record.ts';

/** The complete recording before the change. */
export interface BackupFile {
  bytes: Uint8Array;
  sha256: string;
  /** Hash of the file after the change. The file is restored only if it has this hash or still the old one. */
  leftSha256: string;
}

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** Written without its bytes, which `seal` inserts. */
const fileSchema = z.codec(
  z.object({ base64: z.base64(), sha256: sha256Hex, leftSha256: sha256Hex }),
  z.custom<BackupFile>(),
  {
    decode: ({ base64, ...hashes }) => ({ bytes: new Uint8Array(Buffer.from(base64, 'base64')), ...hashes }),
    encode: ({ sha256, leftSha256 }) => ({ base64: '', sha256, leftSha256 }),
  },
);

const backupSchema = z.object({
  /** `0001`, …: at least four digits, never reused. */
  number: z.string().regex(/^\d{4,9}$/),
  createdAt: z.iso.datetime(),
  reason: z.enum(BACKUP_REASONS),
  planId: z.string().nullable(),
  machine: machineIdentitySchema,
  /** Each value before the change; `null` when it was absent. */
  values: z.array(z.object({ key: z.string(), name: z.string(), value: valueOrNullSchema })),
  /** Keys that did not exist and that the change creates. */
  createdKeys: z.array(z.string()),
  file: fileSchema.nullable(),
});
const storedSchema = z.object({ schemaVersion: z.literal(1), ...backupSchema.shape });

export type Backup = z.output<typeof backupSchema>;

/** Leaves the bytes of a recording empty; `seal` inserts them. */
export function backupToJson(backup: Backup): z.input<typeof storedSchema> {
  return { schemaVersion: 1, ...z.encode(backupSchema, backup) };
}

/** `null` when it is not a backup of a supported version. */
export function backupFromJson(json: unknown): Backup | null {
  const checked = safeParse(storedSchema, json);
  if (!checked.success) return null;
  const { schemaVersion: _, ...backup } = checked.data;
  return backup;
}
