import type { StoreChange } from '../../core/decide/plan.ts';
import type { Words } from './words.ts';

/** What the question before a write is about, for every view that asks it. */
export interface AskedChange {
  changes: readonly Pick<StoreChange, 'store' | 'after'>[];
  undoing: boolean;
  /** The user whose setting becomes the computer's. */
  whose?: string | null;
}

/** Its first line. */
export function questionTitle({ changes, undoing, whose = null }: AskedChange, { ask }: Words): string {
  if (!undoing) return whose === null ? ask.willWrite : ask.willWriteOf(whose);
  return changes.length === 0 ? ask.willPutBackWhole : ask.willPutBack;
}

/** Where the backup goes, and how to undo. */
export function backupPlace(folder: string | null, { ask }: Words): string {
  return `${folder === null ? ask.backupMade : ask.backupGoes(folder)}${ask.undoLater}`;
}
