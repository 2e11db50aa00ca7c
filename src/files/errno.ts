import { type Message, say } from '../core/model/say.ts';

/** The errno name of a system error (`ENOENT`), `null` for anything else. */
export function errnoOf(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}

const REASONS: Record<string, Message> = {
  ENOENT: say('there is no such file or folder'),
  ENOTDIR: say('a part of the path is not a folder'),
  EISDIR: say('it is a folder'),
  EEXIST: say('a file has this name already'),
  EACCES: say('permission is denied'),
  EPERM: say('permission is denied'),
  EROFS: say('the file system is read-only'),
  ENOSPC: say('the disk is full'),
  EFBIG: say('the file is larger than is permitted'),
  EIO: say('the disk reported an error'),
  EDQUOT: say('the disk quota is used up'),
  ENXIO: say('it is not a regular file'),
  EBUSY: say('another program is using it'),
  ELOOP: say('it is a link, or a loop of links'),
  ENAMETOOLONG: say('the name is too long'),
};

/** The next step where a file that a user named cannot be read. */
export const CHECK_PATH = say('Check that the path is right and that you may read it.');

/** A text for a message; the code itself if there is no text for it. */
export function errnoReason(error: unknown): Message {
  const code = errnoOf(error);
  if (code === null) return say('an unknown error');
  return REASONS[code] ?? say('{code}', { code });
}
