import type { StoreChange } from '../../core/decide/plan.ts';
import type { Words } from './words.ts';

/** The content of the question before a write, for every view. */
export interface AskedChange {
  changes: readonly Pick<StoreChange, 'store' | 'after'>[];
  isRollback: boolean;
  /** The user whose setting is copied to the computer. */
  whose?: string | null;
}

/** Its first line. */
export function questionTitle({ changes, isRollback, whose = null }: AskedChange, words: Words): string {
  if (!isRollback)
    return whose === null ? words('ask.will-write') : words('ask.will-write-of', { user: whose });
  return changes.length === 0 ? words('ask.will-restore-whole') : words('ask.will-restore');
}

/** The backup folder, and how to roll back. */
export function backupPlace(folder: string | null, words: Words): string {
  return `${folder === null ? words('ask.backup-made') : words('ask.backup-goes', { folder })}${words('ask.undo-later')}`;
}
