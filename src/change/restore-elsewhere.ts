import { join } from 'node:path';
import { asciiJson } from '../core/codec/ascii-json.ts';
import { RESTORE_FILES, restoreTaskXml } from '../core/fleet/restore-task.ts';
import type { WriteStep } from '../machine/port.ts';
import { forgetApplied } from './applied.ts';
import { changeRequest } from './change-request.ts';
import type { StateDirElsewhere } from './files-elsewhere.ts';
import type { StateDir } from './state-dir.ts';
import { removeUnconfirmed, type Unconfirmed, writeUnconfirmed } from './unconfirmed.ts';

/** What a change that has to be confirmed leaves there to go back by itself. */
export interface ConfirmBy {
  withinMs: number;
  /** The state folder as that machine spells it. */
  folder: string;
  /** `Invoke-P2SChange`, as it ships. */
  script: Uint8Array;
}

/**
 * Notes that a change waits to be confirmed, and what puts it back otherwise: the script, its request and its task. The
 * request is refused there when the note is gone or another one, so a task that comes too late does nothing.
 */
export async function writeRestore(
  { dir, taken }: Pick<StateDirElsewhere, 'dir' | 'taken'>,
  waiting: Unconfirmed,
  steps: readonly WriteStep[],
  createdKeys: readonly string[],
  { folder, script }: ConfirmBy,
): Promise<void> {
  // What the task does is composed as anything else is, and taken away again.
  await writeUnconfirmed(dir, waiting);
  const record = taken();
  // The note first: while the disk is full it cannot be written, and the task has to find its files again.
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
  const files = { exists: true, seen: record, before: [], after, undone: [] };
  // Nobody looks again there: what somebody else has changed must not keep the rest from going back.
  const request = changeRequest(back, files, 'remove', { leaveForeign: true });
  const xml = Buffer.from(`\ufeff${restoreTaskXml(folder, waiting.deadline)}`, 'utf16le');
  await writeUnconfirmed(dir, waiting);
  await dir.files.replace(join(dir.path, RESTORE_FILES.script), script);
  await dir.files.replace(join(dir.path, RESTORE_FILES.request), Buffer.from(`${asciiJson(request)}\n`));
  await dir.files.replace(join(dir.path, RESTORE_FILES.task), xml);
}

/** Nothing waits any more. */
export async function removeRestore(dir: StateDir): Promise<void> {
  await removeTask(dir);
  await removeUnconfirmed(dir);
}

/** Removes the task and its files. The note of the change stays, because the change is restored in another way. */
export async function removeTask(dir: StateDir): Promise<void> {
  for (const name of Object.values(RESTORE_FILES)) await dir.files.remove(join(dir.path, name));
}
