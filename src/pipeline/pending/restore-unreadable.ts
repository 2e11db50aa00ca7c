import { listBackups, readBackup } from '../../change/backup/backup.ts';
import { sameMachine } from '../../change/state/machine-record.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import { cancelledUnwritten, P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { openUnreadable, type UnreadableRecording } from '../../machine/recorded/unreadable.ts';
import { findState, openState } from '../run/folders/state-folder.ts';
import type { RunContext } from '../run/run.ts';
import type { RollbackOptions } from './restore-backup.ts';

/** What was restored before the rollback could start. */
export interface RestoredWhole {
  backup: string;
  path: string;
}

/**
 * Restores a recording that can no longer be read, without parsing it: a backup proves by its hash that the change
 * left exactly these bytes. `null`: there is no such backup, and nothing was written.
 *
 * @throws P2sError `cancelled`, `restore-failed`, `state-dir`
 */
export async function restoreUnreadable(
  context: RunContext,
  options: RollbackOptions,
): Promise<RestoredWhole | null> {
  const { file, parts = [] } = options.machine;
  if (file === undefined || parts.length > 0 || options.onlyUnconfirmed !== undefined) return null;
  const request = { machine: null, observation: null, options, ports: context.ports };
  if ((await findState(request)) === null) return null;
  const store = await openState(request);
  return store.locked(async () => {
    const recording = await openUnreadable(file).catch(() => null);
    if (recording === null) return null;
    const backup = await backupThatLeft(store.dir, recording, options.backup);
    if (backup === null) return null;
    const isAgreed = (await options.confirm?.({ changes: [] }, store.dir.path)) ?? true;
    if (!isAgreed || context.signal?.aborted === true) throw cancelledUnwritten();
    await replace(recording, backup.bytes);
    return { backup: backup.number, path: recording.path };
  });
}

/** The named backup, else the newest one, whose change left these bytes. */
async function backupThatLeft(
  dir: StateDir,
  { identity, sha256 }: UnreadableRecording,
  named: string | null,
): Promise<{ number: string; bytes: Uint8Array } | null> {
  const own = (await listBackups(dir)).filter(
    ({ machine }) => machine !== null && sameMachine(machine, identity),
  );
  for (const number of named === null ? own.map((one) => one.number) : [named]) {
    const { file } = await readBackup(dir, number, identity);
    if (file?.leftSha256 === sha256) return { number, bytes: file.bytes };
  }
  return null;
}

async function replace(recording: UnreadableRecording, bytes: Uint8Array): Promise<void> {
  const where = recording.path;
  try {
    if (await recording.replace(bytes)) return;
  } catch (cause) {
    if (errnoOf(cause) === null) throw cause;
    const message = say`The recording could not be restored: ${errnoReason(cause)}.`;
    throw new P2sError('restore-failed', message, { where, next: CHECK_PATH, cause });
  }
  throw new P2sError(
    'restore-failed',
    say`The recording was changed outside p2s-fix since this backup was made.`,
    {
      where,
      next: say`Compare the file with the backup by hand; nothing was written.`,
    },
  );
}
