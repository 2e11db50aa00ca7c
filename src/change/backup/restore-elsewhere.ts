import { join } from 'node:path';
import { asciiJson } from '../../core/codec/ascii-json.ts';
import { RESTORE_FILES, restoreTaskXml } from '../../core/fleet/restore-task.ts';
import type { WriteStep } from '../../machine/port.ts';
import { forgetApplied } from '../applied.ts';
import { changeRequest } from '../change-request.ts';
import type { StateDir } from '../state/state-dir.ts';
import { removeUnconfirmed, type Unconfirmed, writeUnconfirmed } from '../state/unconfirmed.ts';
import type { StateDirElsewhere } from './files-elsewhere.ts';

/** What an unconfirmed change needs on the other computer to be rolled back automatically. */
export interface ConfirmBy {
  withinMs: number;
  /** The state folder as a path of that computer. */
  folder: string;
  /** `Invoke-P2SChange`, as it ships. */
  script: Uint8Array;
}

/**
 * Records an unconfirmed change and what rolls it back: the script, its request and its task. The computer
 * refuses the request when the record is missing or of another change, so a task that runs too late does nothing.
 */
export async function writeRestore(
  { dir, taken }: Pick<StateDirElsewhere, 'dir' | 'taken'>,
  waiting: Unconfirmed,
  steps: readonly WriteStep[],
  createdKeys: readonly string[],
  { folder, script }: ConfirmBy,
): Promise<void> {
  // Composes the task's work like any other change, then discards it.
  await writeUnconfirmed(dir, waiting);
  const record = taken();
  // The record first: on a full disk it cannot be written, and the task must still find its files then.
  await writeUnconfirmed(dir, { ...waiting, putBackAt: waiting.deadline });
  await removeTask(dir);
  await forgetApplied(dir, waiting.machine);
  const after = taken();
  const back = steps.toReversed().map(
    ({ id, write }): WriteStep => ({
      id,
      write: { ...write, expected: write.next, next: write.expected },
      removeKeyIfEmpty: createdKeys.includes(write.key),
    }),
  );
  const files = { exists: true, seen: record, before: [], after, rolledBack: [] };
  // The task does not check again: a value changed outside p2s-fix must not prevent the restore of the others.
  const request = changeRequest(back, files, 'remove', { leaveForeign: true });
  const xml = Buffer.from(`\ufeff${restoreTaskXml(folder, waiting.deadline)}`, 'utf16le');
  await writeUnconfirmed(dir, waiting);
  await dir.files.replace(join(dir.path, RESTORE_FILES.script), script);
  await dir.files.replace(join(dir.path, RESTORE_FILES.request), Buffer.from(`${asciiJson(request)}\n`));
  await dir.files.replace(join(dir.path, RESTORE_FILES.task), xml);
}

/** Removes the task and the record of the unconfirmed change. */
export async function removeRestore(dir: StateDir): Promise<void> {
  await removeTask(dir);
  await removeUnconfirmed(dir);
}

/**
 * Removes the task and its files. The record of the change stays, because the change is restored in another way.
 */
export async function removeTask(dir: StateDir): Promise<void> {
  for (const name of Object.values(RESTORE_FILES)) await dir.files.remove(join(dir.path, name));
}
