import { join } from 'node:path';
import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import type { RegistryValue } from '../../core/model/registry.ts';
import { type Message, say } from '../../core/model/say.ts';
import { type MachineIdentity, STEP_STATUSES, type StepStatus, type WriteStep } from '../../machine/port.ts';
import { toWireOrNull, valueOrNullSchema } from '../../machine/wire/value.ts';
import { machineIdentitySchema } from '../backup/backup-schema.ts';
import { seal } from './sealed.ts';
import { readSealed } from './sealed-file.ts';
import { refuseOther, type StateDir } from './state-dir.ts';
import { stored } from './stored.ts';

const FILE_NAME = 'journal.json';
const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;

export interface JournalStep {
  id: string;
  key: string;
  name: string;
  expected: RegistryValue | null;
  next: RegistryValue | null;
  /** `pending`: no result was reported; the step may have been done. */
  status: StepStatus | 'pending';
}

/** A change that was started and is not finished: what it intended to write, and the backup that restores it. */
export interface Journal {
  startedAt: string;
  backup: string;
  planId: string | null;
  machine: MachineIdentity;
  steps: JournalStep[];
}

export interface OpenJournal {
  /** Records the results of steps; on disk when it resolves. Calls run one after the other. */
  mark(steps: readonly { id: string; status: StepStatus }[]): Promise<void>;
  /** Removes the journal, durably, after the change is complete or restored. */
  finish(): Promise<void>;
}

const schema = z.object({
  schemaVersion: z.literal(1),
  startedAt: z.iso.datetime(),
  backup: z.string(),
  planId: z.string().nullable(),
  machine: machineIdentitySchema,
  steps: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      expected: valueOrNullSchema,
      next: valueOrNullSchema,
      status: z.enum(['pending', ...STEP_STATUSES]),
    }),
  ),
});

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
      where: pathOf(dir),
      next: say('p2s-fix rollback rolls it back.'),
    });
  }
  const { backup, planId, machine } = start;
  const steps = start.steps.map(({ id, write: { key, name, expected, next } }): JournalStep => {
    return { id, key, name, expected, next, status: 'pending' };
  });
  const journal: Journal = { startedAt: now.toISOString(), backup, planId, machine, steps };
  await save(dir, journal);
  let last: Promise<unknown> = Promise.resolve();
  return {
    mark(marks) {
      const marked = last.then(() => {
        for (const { id, status } of marks)
          for (const step of steps) if (step.id === id) step.status = status;
        return save(dir, journal);
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
export async function readJournal(dir: StateDir): Promise<Journal | null> {
  await refuseOther(dir, pathOf(dir));
  const otherVersion = say('it is not a journal of a supported version');
  const opened = await readSealed(dir.files, pathOf(dir), {
    maxBytes: MAX_JOURNAL_BYTES,
    schema,
    otherVersion,
  });
  if (opened === null) return null;
  if (!opened.ok) throw unreadable(dir, opened.problem);
  const { schemaVersion: _, ...journal } = opened.content;
  return journal;
}

/** Called when the change is complete or restored. A missing journal is no error. Throws P2sError `state-dir`. */
export async function removeJournal(dir: StateDir): Promise<void> {
  const failed = (reason: Message) => say('The journal cannot be removed: {reason}.', { reason });
  await stored(pathOf(dir), failed, () => dir.files.remove(pathOf(dir)));
}

async function save(dir: StateDir, { steps, ...rest }: Journal): Promise<void> {
  const wire = steps.map(({ expected, next, ...step }) => {
    return { ...step, expected: toWireOrNull(expected), next: toWireOrNull(next) };
  });
  const content: z.input<typeof schema> = { schemaVersion: 1, ...rest, steps: wire };
  const failed = (reason: Message) => say('The journal cannot be written: {reason}.', { reason });
  await stored(pathOf(dir), failed, () => dir.files.replace(pathOf(dir), seal(content), { mode: 0o600 }));
}

function pathOf(dir: StateDir): string {
  return join(dir.path, FILE_NAME);
}

function unreadable(dir: StateDir, problem: Message): P2sError {
  return new P2sError(
    'interrupted-change',
    say('A change was interrupted, and its journal is damaged: {problem}.', { problem }),
    {
      where: pathOf(dir),
      next: say('Restore the newest backup by its number (p2s-fix rollback --list), then delete this file.'),
      evidence: { damaged: true },
    },
  );
}
