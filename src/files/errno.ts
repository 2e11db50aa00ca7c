/** The errno name of a system error (`ENOENT`), `null` for anything else. */
export function errnoOf(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EBUSY: 'another program holds it',
  ELOOP: 'it is a loop of links',
  ENAMETOOLONG: 'the name is too long',
};

/** In words, for a message; the code itself where we have no words. */
export function errnoReason(error: unknown): string {
  const code = errnoOf(error);
  if (code === null) return 'an unknown error';
  return REASONS[code] ?? code;
}
