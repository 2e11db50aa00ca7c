import * as z from 'zod';
import { toDotPath } from 'zod/v4/core';
import { P2sError } from '../../core/model/errors.ts';
import { type Observation, PHONEBOOK_PROBLEMS, type StoredPhonebook } from '../../core/model/observation.ts';
import { type RegistryKey, RegistrySnapshot, VISIBILITIES } from '../../core/model/registry.ts';
import { command, say } from '../../core/model/say.ts';
import { canonicalKeyPath } from '../../core/reg-file/key-path.ts';
import { evidenceSchema, evidenceToJson } from '../evidence-schema.ts';
import { safeParse } from '../wire/safe-parse.ts';
import { fromWireValue, namedWireValueSchema, toWireValue } from '../wire/value.ts';

/** `kind` of the document. */
export const CAPTURE_KIND = 'p2s-fix-capture';

const line = z.string().max(1024);

const keySchema = z.object({
  path: z.string().refine((path) => canonicalKeyPath(path) !== null, 'a key path with its hive expected'),
  visibility: z.enum(VISIBILITIES),
  reason: z.literal('too-large').optional(),
  values: z.array(namedWireValueSchema).max(100_000),
});

const phonebookSchema = z.object({
  sid: line.nullable(),
  path: line,
  hex: z
    .string()
    .max(2 * 1024 * 1024)
    .regex(/^(?:[0-9a-fA-F]{2})*$/, 'pairs of hexadecimal digits expected'),
  problem: z.enum(PHONEBOOK_PROBLEMS).optional(),
});

const captureSchema = z.object({
  schemaVersion: z.string().regex(/^1\.\d+$/, 'version 1 expected'),
  kind: z.literal(CAPTURE_KIND),
  collectedAt: z.iso.datetime({ offset: true }),
  name: line.nullable(),
  os: z.object({ platform: line, version: line.nullable(), build: z.int().nonnegative().nullable() }),
  powershell: z.object({ version: line, edition: line, languageMode: line }).nullable(),
  user: z
    .object({ name: line.nullable(), sid: line.nullable(), elevated: z.boolean().nullable() })
    .nullable(),
  /** Missing in older captures. */
  advProxy: z.string().max(65_536).nullable().optional(),
  phonebooks: z.array(phonebookSchema).max(1000).optional(),
  evidence: evidenceSchema.nullable().optional(),
  keys: z.array(keySchema).max(100_000),
});

/** The JSON document that `p2s-fix capture` writes and the collecting script returns. */
export type CaptureJson = z.input<typeof captureSchema>;

/**
 * Validates a capture (parsed JSON, untrusted) and converts it to an observation. Ignores unknown fields. Throws
 * P2sError `input` with the JSON path, such as `keys[3].values[0].hex`.
 */
export function parseCapture(json: unknown): Observation {
  const checked = safeParse(captureSchema, json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw captureError(toDotPath(issue?.path ?? []), issue?.message ?? '');
  }
  const { collectedAt, name, os, powershell, user, advProxy, phonebooks, evidence, keys } = checked.data;
  const seen = new Set<string>();
  for (const [i, { path }] of keys.entries()) {
    const id = (canonicalKeyPath(path) ?? path).toLowerCase();
    if (seen.has(id)) throw captureError(`keys[${i}].path`, 'the key is listed twice');
    seen.add(id);
  }
  const registry = new RegistrySnapshot(keys.map(registryKey));
  const more = {
    ...(advProxy === undefined ? {} : { advProxy }),
    ...(phonebooks === undefined ? {} : { phonebooks: phonebooks.map(phonebookFrom) }),
    ...(evidence == null ? {} : { evidence }),
  };
  return { collectedAt, name, os, powershell, user, ...more, registry };
}

/** The inverse of {@link parseCapture}. */
export function serializeCapture(observation: Observation): CaptureJson {
  const { collectedAt, name, os, powershell, user, advProxy, phonebooks, evidence, registry } = observation;
  const keys = [...registry.keys].map(({ values, ...key }) => ({
    ...key,
    values: [...values].map(([valueName, value]) => ({ name: valueName, ...toWireValue(value) })),
  }));
  const more = {
    ...(advProxy === undefined ? {} : { advProxy }),
    ...(phonebooks === undefined ? {} : { phonebooks: phonebooks.map(phonebookTo) }),
    ...(evidence === undefined ? {} : { evidence: evidenceToJson(evidence) }),
  };
  const machine = { collectedAt, name, os, powershell, user, ...more };
  return { schemaVersion: '1.0', kind: CAPTURE_KIND, ...machine, keys };
}

function phonebookFrom({ hex, ...book }: z.infer<typeof phonebookSchema>): StoredPhonebook {
  return { ...book, bytes: new Uint8Array(Buffer.from(hex, 'hex')) };
}

function phonebookTo({ bytes, ...book }: StoredPhonebook) {
  return { ...book, hex: Buffer.from(bytes).toString('hex') };
}

function registryKey(key: z.infer<typeof keySchema>): RegistryKey {
  return {
    path: canonicalKeyPath(key.path) ?? key.path,
    visibility: key.visibility,
    ...(key.reason === undefined ? {} : { reason: key.reason }),
    values: new Map(key.values.map((value) => [value.name, fromWireValue(value)])),
  };
}

function captureError(path: string, problem: string): P2sError {
  const message =
    path === ''
      ? say('The file is not a capture, or is damaged.')
      : say('The capture is not valid at {path}.', { path });
  return new P2sError('input', message, {
    where: path === '' ? 'the document' : path,
    next: say('Make it again with "{command}", or run the collecting script with -OutFile.', {
      command: command('capture'),
    }),
    evidence: { path, problem },
  });
}
