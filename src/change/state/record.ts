import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import { MACHINE_KINDS } from '../../core/model/events.ts';
import { type Message, say } from '../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import type { FilePort } from '../../files/port.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { seal, unseal } from './sealed.ts';
import { refuseOther, type StateDir } from './state-dir.ts';
import { stored } from './stored.ts';

export const machineIdentitySchema = z.object({ kind: z.enum(MACHINE_KINDS), id: z.string().min(1) });

/** A record on disk: its name, its content, and what a damaged one means. */
export interface RecordKind<S extends z.ZodType, W = z.output<S>> {
  /** The file name in the state folder, without `.json`. */
  name: string;
  maxBytes: number;
  /** The content without `schemaVersion`, which is 1. */
  schema: S;
  /** Default: the codecs of the schema, which refuse a content that could not be read again. */
  encode?: (content: W) => object;
  /** The problem of a record with another version or content. */
  otherVersion?: Message;
  /** The error of a damaged record. Default: it counts as missing. */
  damaged?: (where: string, problem: Message) => P2sError;
  /** The message where the system does not write or remove the file. Default: its error is passed on. */
  failed?: Record<'write' | 'remove', (reason: Message) => Message>;
}

/** A sealed file of the state folder. */
export interface StateRecord<T, W = T> {
  path(dir: StateDir): string;
  /** The content or its problem; `null`: there is no such file. */
  open(dir: StateDir): Promise<Opened<T> | null>;
  /** `null`: there is no such file, or a damaged one counts as missing. */
  read(dir: StateDir): Promise<T | null>;
  /** On disk and synced when it resolves. `base64`: see {@link seal}. */
  write(dir: StateDir, content: W, base64?: Uint8Array): Promise<void>;
  /** A missing file is no error. */
  remove(dir: StateDir): Promise<void>;
}

const OTHER_VERSION = say('its version is not supported');

/** How records of this kind are read, written and removed, with the errors that the kind names. */
export function stateRecord<S extends z.ZodType, W = z.output<S>>(
  kind: RecordKind<S, W>,
): StateRecord<z.output<S>, W> {
  const { name, maxBytes, otherVersion = OTHER_VERSION, damaged, failed } = kind;
  const schema = z
    .any()
    .refine((content) => content?.schemaVersion === 1)
    .pipe(kind.schema);
  const encode = kind.encode ?? ((content: W) => z.encode(kind.schema, content as z.output<S>) as object);
  const path = (dir: StateDir) => join(dir.path, `${name}.json`);
  const open = (dir: StateDir) => readSealed(dir.files, path(dir), { maxBytes, schema, otherVersion });
  const done = <T>(
    dir: StateDir,
    message: ((reason: Message) => Message) | undefined,
    work: () => Promise<T>,
  ) => (message === undefined ? work() : stored(path(dir), message, work));
  return {
    path,
    open,
    async read(dir) {
      if (damaged !== undefined) await refuseOther(dir, path(dir));
      const opened = await open(dir);
      if (opened?.ok === false && damaged !== undefined) throw damaged(path(dir), opened.problem);
      return opened?.ok ? opened.content : null;
    },
    async write(dir, content, base64) {
      const bytes = seal({ schemaVersion: 1, ...encode(content) }, base64);
      await done(dir, failed?.write, () => dir.files.replace(path(dir), bytes, { mode: 0o600 }));
    },
    remove: (dir) => done(dir, failed?.remove, () => dir.files.remove(path(dir))),
  };
}

/** The same with one file for each machine, because a state folder may serve many recordings. */
export function machineRecord<S extends z.ZodType<{ machine: MachineIdentity }>, W = z.output<S>>(
  kind: RecordKind<S, W>,
) {
  return (machine: MachineIdentity): StateRecord<z.output<S>, W> => {
    const digest = createHash('sha256').update(`${machine.kind} ${machine.id}`).digest('hex');
    const record = stateRecord({ ...kind, name: `${kind.name}-${digest.slice(0, 32)}` });
    return {
      ...record,
      async read(dir) {
        const content = await record.read(dir);
        return content !== null && sameMachine(content.machine, machine) ? content : null;
      },
    };
  };
}

export function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/** The content of a sealed file, or why it cannot be used. */
type Opened<T> = { ok: true; content: T } | { ok: false; problem: Message };

/**
 * Reads a file of {@link seal} and checks its content; `null` when it is missing. Returns a problem when it
 * cannot be read, is larger than `maxBytes`, was changed, or has another schema (`otherVersion` is the text for
 * the last). Rejects only with errors that are not from the system.
 */
export async function readSealed<S extends z.ZodType>(
  files: FilePort,
  path: string,
  { maxBytes, schema, otherVersion }: { maxBytes: number; schema: S; otherVersion: Message },
): Promise<Opened<z.infer<S>> | null> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path, maxBytes);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    if (error instanceof P2sError) return { ok: false, problem: error.messages.message };
    if (errnoOf(error) === null) throw error;
    return { ok: false, problem: errnoReason(error) };
  }
  const opened = unseal(bytes);
  if (!opened.ok) return opened;
  const checked = safeParse(schema, opened.content);
  return checked.success ? { ok: true, content: checked.data } : { ok: false, problem: otherVersion };
}
