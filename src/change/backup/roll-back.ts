import { compareValues } from '../../core/decide/readback.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Emit } from '../../core/model/events.ts';
import type { Finding } from '../../core/model/finding.ts';
import { sameBytes } from '../../core/model/registry.ts';
import { isElevated } from '../../core/security/elevated.ts';
import type { Machine, WriteReport } from '../../machine/port.ts';
import { carryOut } from '../carry-out.ts';
import type { ChangeStore } from '../change-store.ts';
import { noticesOf } from '../notices.ts';
import type { Backup } from './backup-schema.ts';
import { CAUSED_BY_USER, personsHive, rollbackBeside } from './restore.ts';
import type { Old } from './restore-plan.ts';

const READ_DEADLINE_MS = 60_000;

export interface RolledBack {
  /** The values that were restored; for a recording its path. */
  changed: string[];
  /** The backup made before the rollback; `null` when none was needed. */
  backup: string | null;
  /** Values in users' hives that could not be restored, and values of a type that cannot be written. */
  left: readonly Old[];
  /** Findings to report about the rollback. */
  notices: Finding[];
}

/**
 * Restores exactly what a backup holds. Values are backed up, written, read back and compared as in an apply; a
 * file is replaced as a whole, if only the change has touched it. If a value in a user's hive cannot be restored,
 * that hive is skipped: its user can cause that, and must not block the rollback of the computer's own setting.
 * `damagedJournal`: this rollback replaces a journal that cannot be read.
 *
 * @throws P2sError as `carryOut`; `backup-unusable` when a recording was changed outside p2s-fix
 */
export async function rollBack(
  machine: Machine,
  backup: Backup,
  store: ChangeStore,
  damagedJournal: boolean,
  emit: Emit,
): Promise<RolledBack> {
  const { recording } = machine;
  if (recording !== null && backup.file !== null) {
    const { bytes, leftSha256, sha256 } = backup.file;
    const before = await recording.read();
    emit({ type: 'step', step: 'restore', status: 'started' });
    await recording.restore(bytes, [leftSha256, sha256]);
    emit({ type: 'step', step: 'restore', status: 'done' });
    return { changed: sameBytes(before, bytes) ? [] : [recording.path], backup: null, left: [], notices: [] };
  }
  const closed = new Set<string>();
  for (;;) {
    try {
      return await rollBackBeside(closed, machine, backup, store, damagedJournal, emit);
    } catch (error) {
      const hive =
        error instanceof P2sError && CAUSED_BY_USER.includes(error.code)
          ? personsHive(error.where ?? '')
          : null;
      if (hive === null || closed.has(hive)) throw error;
      if (!isElevated(await machine.observe({ deadlineMs: READ_DEADLINE_MS }))) throw error;
      closed.add(hive);
    }
  }
}

/** Restores all values except those of the closed hives. */
async function rollBackBeside(
  closed: ReadonlySet<string>,
  machine: Machine,
  backup: Backup,
  store: ChangeStore,
  damagedJournal: boolean,
  emit: Emit,
): Promise<RolledBack> {
  const observation = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
  const { registry, user } = observation;
  const { steps, left } = rollbackBeside(registry, backup, closed, isElevated(observation));
  if (steps.length === 0) return { changed: [], backup: null, left, notices: [] };
  const kind = { reason: 'rollback', planId: null, damagedJournal } as const;
  const change = await store.begin(machine, registry, steps, kind);
  emit({ type: 'backup', ...change.backup });
  emit({ type: 'step', step: 'restore', status: 'started' });
  let notified: WriteReport['notified'] = null;
  const outcomes = await carryOut({
    machine,
    steps,
    change,
    emit,
    onWritten: (_, reported) => {
      notified = reported;
    },
    check: async () => {
      const now = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
      return steps.flatMap(({ id, write }) => compareValues(now.registry, id, [write]));
    },
  });
  emit({ type: 'step', step: 'restore', status: 'done' });
  // A rollback does not ask Windows' readers: it restores the backup whatever they report.
  const witness = { windows: null, refused: null };
  return {
    changed: steps.map(({ write }) => `${write.key}\\${write.name}`),
    backup: change.backup.number,
    left,
    notices: noticesOf({ steps, outcomes, notified, witness, self: user?.sid ?? null }),
  };
}
