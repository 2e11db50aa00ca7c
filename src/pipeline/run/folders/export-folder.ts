import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { P2sError } from '../../../core/model/errors.ts';
import { option, say } from '../../../core/model/say.ts';
import { errnoOf } from '../../../files/errno.ts';
import { nodeFiles } from '../../../files/node-files.ts';
import { diskRefused, notWritten, writeNew } from './new-file.ts';

/** The folder of an export while it is filled. */
export interface ExportFolder {
  /** @throws P2sError as `writeNew` */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** @throws P2sError as `writeNew` */
  makeFolder(name: string): Promise<void>;
}

/**
 * Creates the folder of an export, or checks that it is empty, and fills it. If that fails, everything that this run
 * created is removed again: a part of an export must not pass for a whole one.
 *
 * @throws P2sError `input`, `report-failed`
 */
export async function fillFolder(
  out: string,
  fill: (folder: ExportFolder) => Promise<void>,
): Promise<string> {
  const made: string[] = await missingFolders(out);
  try {
    await makeEmptyFolder(out);
    await fill({
      async write(name, content) {
        const file = join(out, name);
        await writeNew(file, content);
        made.push(file);
      },
      async makeFolder(name) {
        const folder = join(out, name);
        await mkdir(folder).catch((cause: unknown) => {
          throw notWritten(folder, '--out', cause);
        });
        made.push(folder);
      },
    });
    return out;
  } catch (error) {
    for (const path of made.toReversed()) await removeMade(path);
    throw error;
  }
}

async function makeEmptyFolder(out: string): Promise<void> {
  try {
    const files = nodeFiles();
    await files.makeFolder(out, 0o700);
    if ((await files.list(out)).length === 0) return;
  } catch (cause) {
    if (diskRefused(cause)) throw notWritten(out, '--out', cause);
    const message = say('The folder cannot be made ({errno}).', { errno: String(errnoOf(cause)) });
    throw new P2sError('input', message, {
      where: out,
      next: say('Name another one with {option}.', { option: option('out') }),
      cause,
    });
  }
  throw new P2sError('input', say('The folder is not empty.'), {
    where: out,
    next: say('Name another one with {option}.', { option: option('out') }),
  });
}

/** The folder and its parents, as far as they do not exist yet; the outermost first. */
async function missingFolders(path: string): Promise<string[]> {
  const found = await nodeFiles()
    .info(path)
    .catch(() => 'unreadable' as const);
  const above = dirname(path);
  if (found !== null || above === path) return [];
  return [...(await missingFolders(above)), path];
}

/** A folder with content of another program stays. */
async function removeMade(path: string): Promise<void> {
  await rm(path)
    .catch(() => rmdir(path))
    .catch(() => undefined);
}
