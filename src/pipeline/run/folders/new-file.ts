import { type FileHandle, open, rm } from 'node:fs/promises';
import { P2sError } from '../../../core/model/errors.ts';
import { option, say } from '../../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../../files/errno.ts';
import { nodeFiles } from '../../../files/node-files.ts';

/** A file that is being written. */
type NewFile = Pick<FileHandle, 'writeFile' | 'sync' | 'close'>;

/**
 * Writes a new file, synced, for its owner only. Never overwrites an existing file, and leaves no part of one.
 *
 * @throws P2sError `input` when it exists already or cannot be written, `report-failed` when the disk is the reason
 */
export async function writeNew(
  path: string,
  content: string | Uint8Array,
  create: (path: string) => Promise<NewFile> = createNew,
): Promise<void> {
  try {
    const file = await create(path);
    try {
      await fillAndClose(file, content);
    } catch (error) {
      // The disk may refuse this too; the first reason is the one to report.
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    }
  } catch (cause) {
    throw notWritten(path, '--out', cause);
  }
}

function createNew(path: string): Promise<FileHandle> {
  return open(path, 'wx', 0o600);
}

async function fillAndClose(file: NewFile, content: string | Uint8Array): Promise<void> {
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Checks before a run that the file it writes at the end does not exist: nobody has a backup of that one.
 *
 * @throws P2sError `input`
 */
export async function refuseExisting(
  path: string,
  next = say('Name another file with {option}.', { option: option('out') }),
): Promise<void> {
  // Where it cannot be looked for, writing it reports why.
  const found = await nodeFiles()
    .info(path)
    .catch(() => null);
  if (found === null) return;
  throw new P2sError('input', say('The file exists already.'), { where: path, next });
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
 * @throws P2sError `input` if it has content or cannot be created, `report-failed` when the disk is the reason;
 * `option` names the option for another file
 */
export async function reserveNew(path: string, option: string): Promise<ReservedFile> {
  try {
    await (await createNew(path)).close();
  } catch (cause) {
    if (errnoOf(cause) !== 'EEXIST' || !(await isEmpty(path))) throw notWritten(path, option, cause);
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
  const why = isWritten === false ? say('it was changed outside p2s-fix during this run') : isWritten.code;
  throw new P2sError(
    'report-failed',
    say('The report cannot be written ({why}). All other results are complete.', { why: why ?? String(why) }),
    { where: path, next: say('Run again with another file for this report.') },
  );
}

/** A full disk, a limit or a broken disk: no input is wrong. */
const DISK = new Set(['ENOSPC', 'EFBIG', 'EDQUOT', 'EIO']);

/** Whether the disk is the reason, and not the name or a permission. */
export function diskRefused(cause: unknown): boolean {
  return DISK.has(errnoOf(cause) ?? '');
}

/** The error of a file that cannot be created or written; `option` names another one. */
export function notWritten(path: string, option: string, cause: unknown): P2sError {
  if (diskRefused(cause)) {
    const next = say('Free space there, or name another place with {option}.', { option });
    const message = say('The file cannot be written: {reason}.', { reason: errnoReason(cause) });
    return new P2sError('report-failed', message, { where: path, next, cause });
  }
  const code = errnoOf(cause);
  const message =
    code === 'EEXIST'
      ? say('The file exists already.')
      : say('The file cannot be written ({code}).', { code: String(code) });
  return new P2sError('input', message, {
    where: path,
    next: say('Name another file with {option}.', { option }),
    cause,
  });
}
