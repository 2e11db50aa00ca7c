import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import type { RegistrySnapshot } from '../core/model/registry.ts';
import { say } from '../core/model/say.ts';
import { removeUnfinished } from '../files/unfinished.ts';
import type { Machine, StepOutcome, StepStatus, WriteStep } from '../machine/port.ts';
import { recordApplied } from './applied.ts';
import { createBackup, pruneBackups } from './backup/backup.ts';
import type { Backup, BackupFile } from './backup/backup-schema.ts';
import { beginJournal, removeJournal } from './state/journal.ts';
import { takeLock, withLock } from './state/lock.ts';
import { openStateDir, type StateDir, type StateDirOptions } from './state/state-dir.ts';
import { forgetLeft } from './state/unconfirmed.ts';
import { logWrites } from './state/write-log.ts';

/** How long to wait for another run; a scheduled run and an admin rarely overlap. */
const LOCK_WAIT_MS = 10_000;
const KEPT_BACKUPS = 50;
/** The files of a state folder that a run replaces; they have values of the registry. */
const REPLACED = /^(?:\d{4,9}|journal|unconfirmed|[a-z]+-[0-9a-f]{32})\.json$/;

/** One change in progress: its backup is on disk, and a journal exists until `finish`. */
export interface OpenChange {
  backup: { number: string; path: string };
  /** Keys that did not exist and that the change creates. */
  createdKeys: readonly string[];
  /** The complete recording before the change; `null` on a live machine. */
  file: BackupFile | null;
  onStep: (step: { id: string; status: StepStatus }) => void;
  log(steps: readonly WriteStep[], outcomes: readonly StepOutcome[]): Promise<void>;
  /**
   * Resolves when the last reported step is in the journal: nothing of this change is written to it afterwards.
   */
  settled(): Promise<void>;
  /** Records what the steps left, for later runs to compare with. A failure here does not fail the change. */
  noteApplied(registry: RegistrySnapshot): Promise<void>;
  /**
   * The change is complete: removes the journal. Throws P2sError `state-dir` when it stays: then the values are
   * written, but the next run takes the change for an interrupted one.
   */
  finish(): Promise<void>;
  /** The change is fully restored: the journals are as they were before it. */
  restored(): Promise<void>;
}

export interface ChangeKind {
  reason: Backup['reason'];
  planId: string | null;
  /**
   * An earlier journal cannot be read. It stays until this change is complete, and no second journal is started,
   * so that the next run still detects a killed run.
   */
  damagedJournal: boolean;
}

/** The state folder of this run; `locked` holds its lock during `work`, `lock` until the release. */
export interface ChangeStore {
  dir: StateDir;
  lock(): Promise<() => Promise<void>>;
  locked<T>(work: () => Promise<T>): Promise<T>;
  /** Backs up what the steps replace, then opens the journal; both are synced. */
  begin(
    machine: Machine,
    registry: RegistrySnapshot,
    steps: readonly WriteStep[],
    kind: ChangeKind,
  ): Promise<OpenChange>;
}

export interface ChangeStoreOptions extends StateDirOptions {
  wallClock: () => Date;
}

/** @throws P2sError `state-dir` when the folder is not trusted or cannot be created */
export async function openChangeStore(options: ChangeStoreOptions): Promise<ChangeStore> {
  const { wallClock } = options;
  const dir = await openStateDir(options);
  return {
    dir,
    lock: () => takeLock(dir, { waitMs: LOCK_WAIT_MS }),
    locked: (work) => withLock(dir, { waitMs: LOCK_WAIT_MS }, work),
    async begin(machine, registry, steps, { reason, planId, damagedJournal }) {
      const identity = await machine.identity();
      const keys = new Set(steps.map(({ write }) => write.key));
      const createdKeys = [...keys].filter((key) => registry.key(key).visibility === 'absent');
      const file = await fileOf(machine, steps);
      const backup = await createBackup(
        dir,
        {
          reason,
          planId,
          machine: identity,
          values: steps.map(({ write: { key, name, expected } }) => ({ key, name, value: expected })),
          createdKeys,
          file,
        },
        wallClock(),
      );
      const isOwn = (name: string) => REPLACED.test(name);
      await Promise.all(
        [dir.path, dirname(backup.path)].map((folder) =>
          removeUnfinished(dir.files, folder, isOwn, wallClock()),
        ),
      );
      const start = { backup: backup.number, planId, machine: identity, steps };
      const journal = damagedJournal ? null : await beginJournal(dir, start, wallClock());
      let marking = Promise.resolve();
      // Old backups that stay take space only: the change has ended, whatever becomes of them.
      const prune = () => pruneBackups(dir, KEPT_BACKUPS, identity).catch(() => undefined);
      return {
        backup,
        createdKeys,
        file,
        // Progress only: a lost mark leaves `pending` in the journal, and recovery checks such steps anyway.
        onStep: (step) => {
          marking = marking.then(() => journal?.mark([step])).catch(() => undefined);
        },
        log: (done, outcomes) =>
          logWrites(dir, { machine: identity, backup: backup.number, now: wallClock() }, done, outcomes),
        settled: () => marking,
        async noteApplied(now) {
          const values = steps.map(({ write: { key, name } }) => ({
            key,
            name,
            value: now.value(key, name) ?? null,
          }));
          const state = { backup: backup.number, appliedAt: wallClock().toISOString(), values };
          await recordApplied(dir, identity, state).catch(() => undefined);
          await forgetLeft(dir, identity);
        },
        async finish() {
          await marking;
          await removeJournal(dir).catch((error: unknown) => {
            throw journalLeft(error);
          });
          await prune();
        },
        async restored() {
          await marking;
          await journal?.finish();
          // A user can make every change of their hive fail; the backups of these must not fill the disk.
          await prune();
        },
      };
    },
  };
}

function journalLeft(error: unknown): unknown {
  if (!(error instanceof P2sError)) return error;
  return error.again({
    message: say('All values were written and checked. {message}', { message: error.messages.message }),
    next: say(
      'Delete this file. Otherwise the next apply or rollback restores the values from before this change.',
    ),
  });
}

/** Backs up the complete recording, so that a rollback restores every byte. */
async function fileOf({ recording }: Machine, steps: readonly WriteStep[]): Promise<BackupFile | null> {
  if (recording === null) return null;
  const bytes = await recording.read();
  return { bytes, sha256: sha256(bytes), leftSha256: sha256(recording.edit(bytes, steps)) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
