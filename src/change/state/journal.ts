import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import { command, say } from '../../core/model/say.ts';
import { type MachineIdentity, STEP_STATUSES, type StepStatus, type WriteStep } from '../../machine/port.ts';
import { valueOrNullSchema } from '../../machine/wire/value.ts';
import { machineIdentitySchema, stateRecord } from './record.ts';
import type { StateDir } from './state-dir.ts';

const journalSchema = z.object({
  startedAt: z.iso.datetime(),
  backup: z.string(),
  planId: z.string().nullable(),
  machine: machineIdentitySchema,
  steps: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      /** `pending`: no result was reported; the step may have been done. */
      status: z.enum(['pending', ...STEP_STATUSES]),
      expected: valueOrNullSchema,
      next: valueOrNullSchema,
    }),
  ),
});

/** A change that was started and is not finished: what it intended to write, and the backup that restores it. */
export type Journal = z.output<typeof journalSchema>;

const JOURNAL = stateRecord({
  name: 'journal',
  maxBytes: 64 * 1024 * 1024,
  schema: journalSchema,
  otherVersion: say('it is not a journal of a supported version'),
  damaged: (where, problem) =>
    new P2sError(
      'interrupted-change',
      say('A change was interrupted, and its journal is damaged: {problem}.', { problem }),
      {
        where,
        next: say('Restore the newest backup by its number ({command}), then delete this file.', {
          command: command('rollback', { list: true }),
        }),
        evidence: { damaged: true },
      },
    ),
  failed: {
    write: (reason) => say('The journal cannot be written: {reason}.', { reason }),
    remove: (reason) => say('The journal cannot be removed: {reason}.', { reason }),
  },
});

export interface OpenJournal {
  /** Records the results of steps; on disk when it resolves. Calls run one after the other. */
  mark(steps: readonly { id: string; status: StepStatus }[]): Promise<void>;
  /** Removes the journal, durably, after the change is complete or restored. */
  finish(): Promise<void>;
}

export interface JournalStart {
  backup: string;
  planId: string | null;
  machine: MachineIdentity;
  steps: readonly WriteStep[];
}

/**
 * Records what is about to be written, synced to disk. Call it after the backup, before the first write, with the
 * lock held. Throws P2sError `interrupted-change` when an older journal exists, `state-dir` when it cannot be
 * written.
 */
export async function beginJournal(dir: StateDir, start: JournalStart, now: Date): Promise<OpenJournal> {
  if ((await readJournal(dir)) !== null) {
    throw new P2sError('interrupted-change', say('An earlier change was interrupted.'), {
      where: JOURNAL.path(dir),
      next: say('{command} rolls it back.', { command: command('rollback') }),
    });
  }
  const { backup, planId, machine } = start;
  const steps = start.steps.map(({ id, write: { key, name, expected, next } }): Journal['steps'][number] => {
    return { id, key, name, expected, next, status: 'pending' };
  });
  const journal: Journal = { startedAt: now.toISOString(), backup, planId, machine, steps };
  await JOURNAL.write(dir, journal);
  let last: Promise<unknown> = Promise.resolve();
  return {
    mark(marks) {
      const marked = last.then(() => {
        for (const { id, status } of marks)
          for (const step of steps) if (step.id === id) step.status = status;
        return JOURNAL.write(dir, journal);
      });
      // The caller gets the failure; later marks and the end must not fail with it.
      last = marked.catch(() => {});
      return marked;
    },
    async finish() {
      await last;
      await removeJournal(dir);
    },
  };
}

/**
 * The existing journal, or `null`. Throws P2sError `interrupted-change` when one exists that cannot be read: a
 * change was started, but it is not known which; `state-dir` when something other than a file has that name.
 */
export const readJournal: (dir: StateDir) => Promise<Journal | null> = JOURNAL.read;

/** Called when the change is complete or restored. A missing journal is no error. Throws P2sError `state-dir`. */
export const removeJournal: (dir: StateDir) => Promise<void> = JOURNAL.remove;
