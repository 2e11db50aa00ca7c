import type * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import type { Message } from '../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import type { FilePort } from '../../files/port.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { unseal } from './sealed.ts';

/** The content of a sealed file, or why it cannot be used. */
export type Opened<T> = { ok: true; content: T } | { ok: false; problem: Message };

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
