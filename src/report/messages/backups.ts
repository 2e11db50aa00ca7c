import type { BackupLine, Confirmation } from '../../core/model/events.ts';
import { listed } from './parts.ts';
import { type Text, text } from './text.ts';

/**
 * The text of a backup besides its number: its origin, and whether a rollback would accept it. Two folders number
 * their backups independently, so with two folders in the list each line has its folder.
 */
export function backupText(
  { createdAt, reason, problem, where, foreign, file, due }: BackupLine,
  all: readonly Pick<BackupLine, 'where'>[],
): Text {
  const origin = reason === 'rollback' ? 'backup.before-rollback' : 'backup.before-apply';
  const what =
    problem === null ? text(origin, { createdAt: String(createdAt) }) : text('backup.unusable', { problem });
  const places = new Set(all.map((line) => line.where));
  const remarks = [
    ...(due === true ? [text('backup.due')] : []),
    ...(places.size > 1 || foreign === 'folder'
      ? [text(where === 'machine' ? 'backup-folder.machine' : 'backup-folder.user')]
      : []),
    ...(foreign === 'folder' ? [text('backup-foreign.folder')] : []),
    ...(foreign === 'machine' && problem === null
      ? [file === undefined ? text('backup-foreign.machine') : file]
      : []),
  ];
  return remarks.length === 0 ? what : text('backup.with-remarks', { what, remarks: listed(remarks) });
}

/** The text for a confirmed change. */
export function confirmedText({ backup, by }: Confirmation): Text {
  return text(by === 'command' ? 'confirmed.command' : 'confirmed.health-check', { backup });
}
