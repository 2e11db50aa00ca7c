import { open } from 'node:fs/promises';
import { P2sError } from '../core/errors.ts';

/**
 * Writes a file that is not there yet, synced, for its owner alone. An existing file is never overwritten: nothing lost.
 *
 * @throws P2sError `input` when it exists already or cannot be written
 */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = code === 'EEXIST' ? 'The file exists already.' : `The file cannot be written (${code}).`;
    throw new P2sError('input', message, { where: path, next: 'Name another file with --out.', cause });
  }
}
