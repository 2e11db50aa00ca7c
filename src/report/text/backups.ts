import type { BackupLine, Confirmation } from '../../core/model/events.ts';
import { command, listed, type Phrase, say } from '../../core/model/say.ts';

/**
 * The text of a backup besides its number: its origin, and whether a rollback would accept it. Two folders number
 * their backups independently, so with two folders in the list each line has its folder.
 */
export function backupText(backup: BackupLine, all: readonly Pick<BackupLine, 'where'>[]): Phrase {
  const { problem, where, foreign, file, due } = backup;
  const what = problem === null ? originText(backup) : say('cannot be used: {problem}', { problem });
  const places = new Set(all.map((line) => line.where));
  const remarks = [
    ...(due === true ? [say('a rollback without a number uses this one')] : []),
    ...(places.size > 1 || foreign === 'folder'
      ? [where === 'machine' ? say('computer folder') : say('user folder')]
      : []),
    ...(foreign === 'folder' ? [say("not taken by an administrator's run")] : []),
    ...(foreign === 'machine' && problem === null
      ? [file === undefined ? say('another computer') : file]
      : []),
  ];
  return remarks.length === 0 ? what : say('{what}  ({remarks})', { what, remarks: listed(remarks) });
}

/** When a backup was made, and before what. */
export function originText({ createdAt, reason }: Pick<BackupLine, 'createdAt' | 'reason'>): Phrase {
  const taken = { createdAt: String(createdAt) };
  return reason === 'rollback'
    ? say('before a rollback, {createdAt}', taken)
    : say('before an apply, {createdAt}', taken);
}

/** The text for a confirmed change. */
export function confirmedText({ backup, by }: Confirmation): Phrase {
  const rollback = command('rollback', { backup });
  return by === 'command'
    ? say('Confirmed: the change is kept. To roll it back later: {command}', { command: rollback })
    : say('Confirmed by the health check: the change is kept. To roll it back later: {command}', {
        command: rollback,
      });
}
