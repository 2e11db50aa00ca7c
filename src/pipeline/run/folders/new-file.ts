import { open } from 'node:fs/promises';
import { P2sError } from '../../../core/model/errors.ts';
import { say } from '../../../core/model/say.ts';
import { nodeFiles } from '../../../files/node-files.ts';

/**
 * Writes a new file, synced, for its owner only. Never overwrites an existing file.
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
    throw refused(path, code, '--out', cause);
  }
}

/** A reserved name for a file that is written at the end. */
export interface ReservedFile {
  /**
   * Writes all of the content, synced, or nothing.
   *
   * @throws P2sError `report-failed`
   */
  write(content: string): Promise<void>;
}

/**
 * Checks before a run that its file can be written, and leaves an empty one for its owner only. Never overwrites a
 * file with content; an empty file may be left from a killed run.
 *
 * @throws P2sError `input` if it has content or cannot be created; `option` names the option for another file
 */
export async function reserveNew(path: string, option: string): Promise<ReservedFile> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || !(await isEmpty(path))) throw refused(path, code, option, cause);
  }
  return { write: (content) => fill(path, content) };
}

async function isEmpty(path: string): Promise<boolean> {
  const file = await nodeFiles()
    .read(path, 0)
    .catch(() => null);
  return file !== null;
}

async function fill(path: string, content: string): Promise<void> {
  const isWritten = await nodeFiles()
    .replace(path, Buffer.from(content), { mode: 0o600, expected: new Uint8Array(0) })
    .catch((cause: NodeJS.ErrnoException) => cause);
  if (isWritten === true) return;
  const why = isWritten === false ? say`it was changed outside p2s-fix during this run` : isWritten.code;
  throw new P2sError(
    'report-failed',
    say`The report cannot be written (${why}). All other results are complete.`,
    { where: path, next: say`Run again with another file for this report.` },
  );
}

function refused(path: string, code: string | undefined, option: string, cause: unknown): P2sError {
  const message =
    code === 'EEXIST' ? say`The file exists already.` : say`The file cannot be written (${code}).`;
  return new P2sError('input', message, { where: path, next: say`Name another file with ${option}.`, cause });
}
