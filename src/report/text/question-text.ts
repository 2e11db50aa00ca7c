import type { StoreChange } from '../../core/decide/plan.ts';
import type { BackupLine } from '../../core/model/events.ts';
import { command, say } from '../../core/model/say.ts';
import { originText } from './backups.ts';
import type { Words } from './words.ts';

/** The content of the question before a write, for every view. */
export interface AskedChange {
  changes: readonly Pick<StoreChange, 'store' | 'after'>[];
  isRollback: boolean;
  /** The user whose setting is copied to the computer. */
  whose?: string;
  /** What a rollback restores. */
  backup?: Pick<BackupLine, 'number' | 'createdAt' | 'reason'>;
}

/** Its first line. */
export function questionTitle({ changes, isRollback, whose, backup }: AskedChange, words: Words): string {
  if (!isRollback)
    return whose === undefined
      ? words(say('p2s-fix will write:'))
      : words(
          say(
            'The proxy setting of {user} becomes the WinHTTP setting of the whole computer. p2s-fix will write:',
            { user: whose },
          ),
        );
  if (backup !== undefined) {
    const restored = { number: backup.number, origin: originText(backup) };
    return changes.length === 0
      ? words(say('p2s-fix will restore the values of backup {number} ({origin}).', restored))
      : words(say('p2s-fix will restore backup {number} ({origin}):', restored));
  }
  return changes.length === 0
    ? words(say('p2s-fix will restore the values of the backup.'))
    : words(say('p2s-fix will restore:'));
}

/** The backup folder, and how to roll back. */
export function backupPlace(folder: string | null, words: Words): string {
  return `${folder === null ? words(say('A backup is made first.')) : words(say('A backup is made first in {folder}.', { folder }))}${words.between.sentences}${words(say('To roll back: {command}', { command: command('rollback') }))}`;
}
