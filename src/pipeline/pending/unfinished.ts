import { listBackups } from '../../change/backup/backup.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import type { Journal } from '../../change/state/journal.ts';
import type { Unconfirmed } from '../../change/state/unconfirmed.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Machine } from '../../machine/port.ts';
import type { RunContext } from '../run/run.ts';
import { interruptedChange, restoreInterrupted } from './interruption.ts';
import { restoreUnconfirmed, waitingChange } from './unconfirmed.ts';

/** The changes of a machine that have not ended. */
export interface Unfinished {
  interrupted: Journal | null;
  /** Not confirmed yet. */
  waiting: Unconfirmed | null;
  /** Records that cannot be read: the backup of their change takes their place. */
  damaged: { journal: boolean; unconfirmed: boolean };
  /** The backup of the change that is restored first. */
  backup: string | null;
}

/**
 * Reads both records. `named`: the backup that the user named, with which a damaged record is no error.
 *
 * @throws P2sError `state-dir` when a record cannot be read
 */
export async function readUnfinished(
  store: ChangeStore,
  machine: Machine,
  named: string | null,
): Promise<Unfinished> {
  const journal = await readable(store, named, () => interruptedChange(store.dir, machine));
  const note = await readable(store, named, () => waitingChange(store.dir, machine));
  const interrupted = journal === 'damaged' ? null : journal;
  const waiting = note === 'damaged' ? null : note;
  return {
    interrupted,
    waiting,
    damaged: { journal: journal === 'damaged', unconfirmed: note === 'damaged' },
    backup: interrupted?.backup ?? waiting?.backup ?? null,
  };
}

/** Restores the values that these changes wrote. Resolves to their places. */
export async function restoreUnfinished(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  { interrupted, waiting }: Unfinished,
): Promise<string[]> {
  const first = interrupted === null ? [] : ((await restoreInterrupted(context, machine, store)) ?? []);
  if (waiting === null || waiting.backup === interrupted?.backup) return [...first];
  return [...first, ...(await restoreUnconfirmed(context, machine, store, waiting))];
}

/**
 * If the record of an unfinished change is damaged, there is no other way than its backup. That is the newest one in
 * the folder: a backup of another computer says nothing about the change.
 */
async function readable<T>(
  { dir }: ChangeStore,
  named: string | null,
  read: () => Promise<T>,
): Promise<T | 'damaged'> {
  try {
    return await read();
  } catch (error) {
    if (named === null || !(error instanceof P2sError) || error.evidence.damaged !== true) throw error;
    const newest = (await listBackups(dir)).find(({ problem }) => problem === null);
    if (newest?.number === named) return 'damaged';
    throw error;
  }
}
