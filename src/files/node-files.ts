import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { P2sError } from '../core/model/errors.ts';
import { asBytes, sameBytes } from '../core/model/registry.ts';
import { say } from '../core/model/say.ts';
import { errnoOf } from './errno.ts';
import type { FileInfo, FilePort, ReplaceOptions } from './port.ts';

/** Stages of a replacement; a test may stop the process at each. */
export type ReplaceStage = 'temp-synced' | 'renamed';

/** On Windows, an antivirus scanner or indexer may lock a new file for a moment. */
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY']);
const RENAME_TRIES = 20;
const RENAME_PAUSE_MS = 50;

/** Opens a file without following a link, or waiting for the reader of a named pipe. Windows has neither flag. */
export const NOT_ELSEWHERE = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The real file system. `atStage` is called at the stages of each replacement. */
export function nodeFiles(atStage: (stage: ReplaceStage, path: string) => void = () => {}): FilePort {
  return {
    read,
    replace: (path, bytes, options = {}) => replace(path, bytes, options, atStage),
    append,
    list: async (folder) => (await missing(readdir(folder))) ?? [],
    makeFolder,
    info,
    realpath: (path) => realpath(path),
    remove: async (path) => {
      await rm(path, { force: true });
      await syncFolder(path);
    },
  };
}

async function read(path: string, maxBytes: number): Promise<Uint8Array> {
  // Without waiting: opening a named pipe would block until it has a writer.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await regular(handle, path);
    if (size > maxBytes) {
      throw new P2sError(
        'input',
        say('The file has {size} bytes; more than {limit} are not read.', { size, limit: maxBytes }),
        {
          where: path,
          next: say('Check that this is the right file.'),
        },
      );
    }
    return asBytes(await handle.readFile());
  } finally {
    await handle.close();
  }
}

async function regular(handle: FileHandle, path: string): Promise<{ size: number }> {
  const found = await handle.stat();
  if (found.isFile()) return found;
  throw new P2sError('input', say('This is not a regular file.'), {
    where: path,
    next: say('Name a regular file.'),
  });
}

/**
 * Writes a new file beside the old one (never through an existing link), syncs it, renames it over the old one,
 * and syncs the folder. Keeps the mode and, if permitted, the owner of the old file.
 */
async function replace(
  path: string,
  bytes: Uint8Array,
  { mode = 0o666, expected }: ReplaceOptions,
  atStage: (stage: ReplaceStage, path: string) => void,
): Promise<boolean> {
  const old = await missing(stat(path));
  const temp = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(temp, 'wx', mode);
  try {
    try {
      if (old !== null && process.platform !== 'win32') await keepOwner(handle, old);
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    atStage('temp-synced', path);
    if (expected !== undefined && !(await holds(path, expected))) return false;
    await renameOver(temp, path);
    atStage('renamed', path);
  } finally {
    await rm(temp, { force: true });
  }
  await syncFolder(path);
  return true;
}

async function holds(path: string, expected: Uint8Array): Promise<boolean> {
  const found = await missing(stat(path));
  if (found === null || !found.isFile() || found.size !== expected.length) return false;
  return sameBytes(await read(path, expected.length), expected);
}

async function keepOwner(handle: FileHandle, old: { mode: number; uid: number; gid: number }): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== old.uid || own.gid !== old.gid) {
    await handle.chown(old.uid, old.gid).catch((error: unknown) => {
      if (errnoOf(error) !== 'EPERM') throw error;
    });
  }
  await handle.chmod(old.mode & 0o777);
}

async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const again = process.platform === 'win32' && BUSY.has(errnoOf(error) ?? '') && tries < RENAME_TRIES;
      if (!again) throw error;
      await wait(RENAME_PAUSE_MS);
    }
  }
}

async function append(path: string, bytes: Uint8Array): Promise<void> {
  const { O_WRONLY, O_APPEND, O_CREAT } = constants;
  const handle = await open(path, O_WRONLY | O_APPEND | O_CREAT | NOT_ELSEWHERE, 0o600);
  try {
    await regular(handle, path);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Also creates the parent folders, one by one: Node's recursive mkdir does not end where a folder can never be
 * created although its parent exists (`/proc/x`).
 */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    if (errnoOf(error) !== 'ENOENT' || above === path) throw error;
    // Another process may have created the parent, or the folder itself, meanwhile: try only one more time.
    if (!(await isFolder(above))) await makeFolder(above, mode);
    await mkdir(path, mode).catch(async (again: unknown) => {
      if (!(await isFolder(path))) throw again;
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function info(path: string): Promise<FileInfo | null> {
  const found = await missing(lstat(path));
  if (found === null) return null;
  const link = found.isSymbolicLink();
  const kind = link ? 'link' : found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
  return { kind, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid, modifiedAt: found.mtime };
}

/** Makes names durable. Windows cannot open a folder for this and does not need it (NTFS journals names). */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await missing(open(dirname(path), 'r'));
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems refuse; the rename itself was atomic.
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes(errnoOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

async function missing<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}
