import { join } from 'node:path';
import { errnoOf } from './errno.ts';
import type { FilePort } from './port.ts';

/** What a replacement of a file names its new content until it is complete. */
const UNFINISHED = /^(.+)\.[0-9a-f]{12}\.tmp$/;
/** A younger file may belong to a run that is still writing it. */
const MIN_AGE_MS = 10 * 60_000;

/**
 * Removes what killed runs left of unfinished replacements in a folder: these files have the raw content. Only
 * regular files of exactly this form, for a name that `isOwn`, of at least ten minutes ago. A failure is ignored:
 * what the run has to do matters more.
 */
export async function removeUnfinished(
  files: FilePort,
  folder: string,
  isOwn: (name: string) => boolean,
  now: Date,
): Promise<void> {
  try {
    for (const name of await files.list(folder)) {
      const of = UNFINISHED.exec(name)?.[1];
      if (of === undefined || !isOwn(of)) continue;
      const path = join(folder, name);
      const info = await files.info(path);
      if (info?.kind !== 'file' || now.getTime() - info.modifiedAt.getTime() < MIN_AGE_MS) continue;
      await files.remove(path);
    }
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}
