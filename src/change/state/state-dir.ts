import { posix, win32 } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, say } from '../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FileInfo, FilePort } from '../../files/port.ts';

/** The checked folder of backups, journal, lock and write log, with access to its files. */
export interface StateDir {
  readonly path: string;
  readonly files: FilePort;
}

export interface StateDirPlace {
  /** `--state-dir`. */
  explicit?: string | undefined;
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** Of an administrator's run on Windows: the folder of programs, where users can create nothing. */
  programs?: string | null | undefined;
}

/** Why an existing folder is not trusted; `null` when it is trusted. */
export type FolderGuard = (path: string, info: FileInfo) => Promise<Message | null>;

/** Creates a folder that only accounts trusted by the guard can write; returns why it cannot, else `null`. */
export type FolderMaker = (path: string) => Promise<Message | null>;

export interface StateDirOptions extends StateDirPlace {
  files?: FilePort;
  /**
   * Default: owner and permission bits on POSIX. On Windows no folder is trusted without a guard that reads ACLs.
   */
  guard?: FolderGuard;
  /** Default: create with mode 0700. */
  make?: FolderMaker;
}

/** The path of the state folder. Throws P2sError `state-dir` when the environment does not define it. */
export function stateDirPath({ explicit, platform, env, programs }: StateDirPlace): string {
  const { join, resolve, isAbsolute } = platform === 'win32' ? win32 : posix;
  if (explicit !== undefined) return resolve(explicit);
  if (platform === 'win32' && programs != null) return join(programs, 'p2s-fix', 'state');
  const variable = platform === 'win32' ? 'LOCALAPPDATA' : 'HOME';
  const xdg = platform === 'win32' ? undefined : env.XDG_STATE_HOME;
  // The XDG Base Directory Specification requires to ignore relative paths.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'p2s-fix');
  const base = env[variable] ?? '';
  if (!isAbsolute(base)) {
    throw new P2sError(
      'state-dir',
      say`There is no folder for backups: ${variable} is not set to a full path.`,
      {
        next: say`Name a folder with --state-dir DIR.`,
      },
    );
  }
  return platform === 'win32' ? join(base, 'p2s-fix') : join(base, '.local', 'state', 'p2s-fix');
}

/**
 * The state folder, created (0700) when it is missing. Throws P2sError `state-dir` when it cannot be created, is
 * a link or not a folder, or another account could have written to it.
 */
export async function openStateDir(options: StateDirOptions): Promise<StateDir> {
  const path = stateDirPath(options);
  const files = options.files ?? nodeFiles();
  const found = await system(path, () => files.info(path));
  if (found === null) {
    const reason = await system(path, () => (options.make ?? plainly(files))(path));
    if (reason !== null) return fail(path, reason);
  }
  // Checks a folder that we created as well: another process may have created it first.
  return (await findStateDir(options)) ?? fail(path, say`it was removed during the run`);
}

/** The state folder if it exists; does not create it. Throws as {@link openStateDir}. */
export async function findStateDir(options: StateDirOptions): Promise<StateDir | null> {
  const path = stateDirPath(options);
  const files = options.files ?? nodeFiles();
  const info = await system(path, () => files.info(path));
  if (info === null) return null;
  if (info.kind === 'link') return fail(path, say`it is a link`);
  if (info.kind !== 'folder') return fail(path, say`it is not a folder`);
  const guard = options.guard ?? (options.platform === 'win32' ? noGuard : posixGuard);
  const reason = await system(path, () => guard(path, info));
  return reason === null ? { path, files } : fail(path, reason);
}

function plainly(files: FilePort): FolderMaker {
  return async (path) => {
    await files.makeFolder(path, 0o700);
    return null;
  };
}

async function noGuard(): Promise<Message> {
  return say`its access list was not read`;
}

async function posixGuard(_path: string, info: FileInfo): Promise<Message | null> {
  if (info.uid !== process.getuid?.()) return say`it belongs to another user (uid ${info.uid})`;
  return (info.mode & 0o022) === 0 ? null : say`other users may write to it (mode ${info.mode.toString(8)})`;
}

function fail(path: string, reason: Message): never {
  throw new P2sError('state-dir', say`The folder for backups cannot be used: ${reason}.`, {
    where: path,
    next: say`Check its content and remove it, or name another one with --state-dir DIR.`,
  });
}

async function system<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return fail(path, errnoReason(error));
  }
}
