import type { StoreChange } from '../../core/decide/plan.ts';
import type { Words } from './words.ts';

/** The content of the question before a write, for every view. */
export interface AskedChange {
  changes: readonly Pick<StoreChange, 'store' | 'after'>[];
  undoing: boolean;
  /** The user whose setting is copied to the computer. */
  whose?: string | null;
}

/** Its first line. */
export function questionTitle({ changes, undoing, whose = null }: AskedChange, { ask }: Words): string {
  if (!undoing) return whose === null ? ask.willWrite : ask.willWriteOf(whose);
  return changes.length === 0 ? ask.willRestoreWhole : ask.willRestore;
}

/** The backup folder, and how to roll back. */
export function backupPlace(folder: string | null, { ask }: Words): string {
  return `${folder === null ? ask.backupMade : ask.backupGoes(folder)}${ask.undoLater}`;
}
