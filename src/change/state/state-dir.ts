import { basename, dirname, join, posix, win32 } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, option, say } from '../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FileInfo, FilePort } from '../../files/port.ts';

const CHECK_CONTENT = say('Check its content and remove it, or name another one with {option} DIR.', {
  option: option('state-dir'),
});

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

/** Why a folder is not trusted, or must not be created there (`info: null`); `null` when it is trusted. */
export type FolderGuard = (path: string, info: FileInfo | null) => Promise<Message | null>;

/** Creates a folder that only accounts trusted by the guard can write; returns why it cannot, else `null`. */
export type FolderMaker = (path: string) => Promise<Message | null>;

export interface StateDirOptions extends StateDirPlace {
  files?: FilePort;
  /**
   * Default: {@link posixGuard}. On Windows no folder is trusted without a guard that reads ACLs.
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
      say('There is no folder for backups: {variable} is not set to a full path.', { variable }),
      {
        next: say('Name a folder with {option} DIR.', { option: option('state-dir') }),
      },
    );
  }
  return platform === 'win32' ? join(base, 'p2s-fix') : join(base, '.local', 'state', 'p2s-fix');
}

/**
 * The state folder, created (0700) when it is missing. Throws P2sError `state-dir` when it cannot be created, is
 * a link or not a folder, or another account could have written to it or could replace it.
 */
export async function openStateDir(options: StateDirOptions): Promise<StateDir> {
  const found = await findStateDir(options);
  if (found !== null) return found;
  const { path, files } = await placeOf(options);
  const reason = await system(path, () => (options.make ?? plainly(files))(path));
  if (reason !== null) return fail(path, reason);
  // Checks a folder that we created as well: another process may have created it first.
  return (await findStateDir(options)) ?? fail(path, say('it was removed during the run'));
}

/** The state folder if it exists; does not create it. Throws as {@link openStateDir}, also where it is missing. */
export async function findStateDir(options: StateDirOptions): Promise<StateDir | null> {
  const { path, files } = await placeOf(options);
  const info = await system(path, () => files.info(path));
  if (info?.kind === 'link') return fail(path, say('it is a link'));
  if (info !== null && info.kind !== 'folder') return fail(path, say('it is not a folder'));
  const guard = options.guard ?? (options.platform === 'win32' ? noGuard : posixGuard(files));
  const reason = await system(path, () => guard(path, info));
  if (reason !== null) return fail(path, reason);
  return info === null ? null : { path, files };
}

async function placeOf(options: StateDirOptions): Promise<StateDir> {
  const path = stateDirPath(options);
  const files = options.files ?? nodeFiles();
  const isWindows = options.platform === 'win32';
  return { path: isWindows ? path : await system(path, () => withoutLinks(files, path)), files };
}

/** Throws P2sError `state-dir` if a folder, link or pipe has the name of a file; p2s-fix makes none. */
export async function refuseOther(dir: StateDir, path: string): Promise<void> {
  const info = await system(path, () => dir.files.info(path));
  if (info === null || info.kind === 'file') return;
  throw new P2sError('state-dir', say('This is not a regular file.'), { where: path, next: CHECK_CONTENT });
}

function plainly(files: FilePort): FolderMaker {
  return async (path) => {
    await files.makeFolder(path, 0o700);
    return null;
  };
}

async function noGuard(): Promise<Message> {
  return say('its access list was not read');
}

function fail(path: string, reason: Message): never {
  throw new P2sError('state-dir', say('The folder for backups cannot be used: {reason}.', { reason }), {
    where: path,
    next: CHECK_CONTENT,
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

const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Judges a state folder by owners and permission bits: the folder, `backups` in it, the owner of what is in both, and
 * each folder above it, as OpenSSH's StrictModes does. `path` has no links above it ({@link withoutLinks}).
 */
function posixGuard(files: FilePort): FolderGuard {
  return async (path, info) => {
    const reason = await refusalAbove(files, path);
    return reason !== null || info === null ? reason : refusalOfFolder(files, path, info);
  };
}

/** The same path with every link above its last part resolved, so that nobody can point it elsewhere later. */
async function withoutLinks(files: FilePort, path: string): Promise<string> {
  const above = dirname(path);
  if (above === path) return path;
  const exists = (await files.info(above)) !== null;
  return join(await (exists ? files.realpath(above) : withoutLinks(files, above)), basename(path));
}

/** In a sticky folder, such as /tmp, nobody can replace what belongs to somebody else. */
async function refusalAbove(files: FilePort, path: string): Promise<Message | null> {
  const above = dirname(path);
  if (above === path) return null;
  const info = await files.info(above);
  // A group with the number of its user has no other member: user private groups, as in Ubuntu and Fedora.
  const others = info?.gid === process.getuid?.() ? OTHERS_WRITE : OTHERS_WRITE | GROUP_WRITE;
  const reason = info === null ? null : refusalOf(info, (info.mode & STICKY) === 0 ? others : 0);
  return reason === null ? refusalAbove(files, above) : say('{above}: {reason}', { above, reason });
}

/** An entry of somebody else was made while others could write to the folder; links of this user are its own. */
async function refusalOfFolder(files: FilePort, path: string, info: FileInfo): Promise<Message | null> {
  const reason = refusalOf(info, OTHERS_WRITE | GROUP_WRITE);
  if (reason !== null) return reason;
  for (const name of await files.list(path)) {
    const entry = join(path, name);
    const found = await files.info(entry);
    if (found === null) continue;
    const inside =
      name !== 'backups'
        ? refusalOf(found, 0)
        : found.kind === 'folder'
          ? await refusalOfFolder(files, entry, found)
          : say('it is not a folder');
    if (inside !== null) return say('{entry}: {inside}', { entry, inside });
  }
  return null;
}

function refusalOf({ uid, mode }: FileInfo, others: number): Message | null {
  if (uid !== 0 && uid !== process.getuid?.()) return say('it belongs to another user (uid {uid})', { uid });
  return (mode & others) === 0
    ? null
    : say('other users may write to it (mode {mode})', { mode: mode.toString(8) });
}
