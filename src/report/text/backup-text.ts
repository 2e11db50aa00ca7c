import type { BackupLine, Confirmation } from '../../core/model/events.ts';

/**
 * The text of a backup besides its number: its origin, and whether a rollback would accept it. Two folders number
 * their backups independently, so with two folders in the list each line has its folder.
 */
export function backupText(
  { createdAt, reason, problem, where, foreign }: BackupLine,
  all: readonly Pick<BackupLine, 'where'>[],
): string {
  const what = problem ?? `${reason === 'rollback' ? 'before a rollback' : 'before an apply'}, ${createdAt}`;
  const places = new Set(all.map((line) => line.where));
  const folder = where === 'machine' ? 'computer folder' : 'user folder';
  const remarks = [
    ...(places.size > 1 || foreign === 'folder' ? [folder] : []),
    ...(foreign === 'folder' ? ["not taken by an administrator's run"] : []),
    ...(foreign === 'machine' && problem === null ? ['another computer'] : []),
  ];
  return remarks.length === 0 ? what : `${what}  (${remarks.join(', ')})`;
}

/** The text for a confirmed change. */
export function confirmedText({ backup, by }: Confirmation): string {
  const how = by === 'command' ? 'Confirmed' : 'Confirmed by the health check';
  return `${how}: the change is kept. To roll it back later: p2s-fix rollback ${backup}`;
}
