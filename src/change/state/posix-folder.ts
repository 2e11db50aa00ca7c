import { basename, dirname, join } from 'node:path';
import { type Message, say } from '../../core/model/say.ts';
import type { FileInfo, FilePort } from '../../files/port.ts';
import type { FolderGuard } from './state-dir.ts';

const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Judges a state folder by owners and permission bits: the folder, `backups` in it, the owner of what is in both, and
 * each folder above it, as OpenSSH's StrictModes does. `path` has no links above it ({@link withoutLinks}).
 */
export function posixGuard(files: FilePort): FolderGuard {
  return async (path, info) => {
    const reason = await refusalAbove(files, path);
    return reason !== null || info === null ? reason : refusalOfFolder(files, path, info);
  };
}

/** The same path with every link above its last part resolved, so that nobody can point it elsewhere later. */
export async function withoutLinks(files: FilePort, path: string): Promise<string> {
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
