import { join } from 'node:path';
import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import type { RegistrySnapshot } from '../../core/model/registry.ts';
import { type Message, say } from '../../core/model/say.ts';
import { sameSetting } from '../../core/stores/same-setting.ts';
import type { MachineIdentity, WriteStep } from '../../machine/port.ts';
import { toWireOrNull, valueOrNullSchema } from '../../machine/wire/value.ts';
import { machineIdentitySchema } from '../backup/backup-schema.ts';
import type { Intent } from '../backup/restore-plan.ts';
import { OTHER_VERSION, sameMachine } from './machine-record.ts';
import { seal } from './sealed.ts';
import { readSealed } from './sealed-file.ts';
import { refuseOther, type StateDir } from './state-dir.ts';
import { stored } from './stored.ts';

const FILE_NAME = 'unconfirmed.json';
const MAX_BYTES = 64 * 1024 * 1024;
/** A small clock correction does not count as a clock that was set back. */
const CLOCK_SLACK_MS = 60_000;

/** A change that is rolled back automatically unless it is confirmed in time. */
export interface Unconfirmed {
  /** The backup made before it. */
  backup: string;
  machine: MachineIdentity;
  /** ISO 8601, both. */
  armedAt: string;
  deadline: string;
  steps: Intent[];
  /** When it was rolled back; `null` while unconfirmed. Kept, so that a late confirm reports the rollback. */
  putBackAt: string | null;
  /** Values changed outside p2s-fix, so not rolled back. A script that rolls back adds them. */
  left: readonly Place[];
}

/** A value of the registry. */
export interface Place {
  key: string;
  name: string;
}

const schema = z.object({
  schemaVersion: z.literal(1),
  backup: z.string(),
  machine: machineIdentitySchema,
  armedAt: z.iso.datetime(),
  deadline: z.iso.datetime(),
  steps: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      expected: valueOrNullSchema,
      next: valueOrNullSchema,
    }),
  ),
  putBackAt: z.iso.datetime().nullable(),
  left: z.array(z.object({ key: z.string(), name: z.string() })),
});

/** The steps of a change in the form that {@link writeUnconfirmed} takes. */
export function intentsToConfirm(steps: readonly WriteStep[]): Intent[] {
  return steps.map(({ id, write: { key, name, expected, next } }) => ({ id, key, name, expected, next }));
}

/** Values that the rollback skipped and that still differ from before the change; none without a rollback. */
export function stillLeft({ putBackAt, steps, left }: Unconfirmed, registry: RegistrySnapshot): Intent[] {
  if (putBackAt === null) return [];
  const isLeft = (step: Place) => left.some(({ key, name }) => key === step.key && name === step.name);
  return steps.filter(isLeft).filter(({ key, name, expected }) => {
    const now = registry.value(key, name);
    return now === undefined || !sameSetting(name, now, expected);
  });
}

/** Remaining milliseconds; 0 or less when expired. A clock that was set back does not extend it. */
export function timeLeft({ armedAt, deadline }: Unconfirmed, now: Date): number {
  const [from, until] = [Date.parse(armedAt), Date.parse(deadline)];
  if (now.getTime() < from - CLOCK_SLACK_MS) return 0;
  return Math.min(until - from, until - now.getTime());
}

/**
 * The unconfirmed change, or the last one, or `null`. Throws P2sError `interrupted-change` when the file exists
 * but cannot be read, `state-dir` when something other than a file has that name.
 */
export async function readUnconfirmed(dir: StateDir): Promise<Unconfirmed | null> {
  await refuseOther(dir, pathOf(dir));
  const asked = { maxBytes: MAX_BYTES, schema, otherVersion: OTHER_VERSION };
  const opened = await readSealed(dir.files, pathOf(dir), asked);
  if (opened === null) return null;
  if (!opened.ok) throw unreadable(dir, opened.problem);
  const { schemaVersion: _, ...unconfirmed } = opened.content;
  return unconfirmed;
}

/** On disk and synced when it resolves. Throws P2sError `state-dir`. Call it with the lock held. */
export async function writeUnconfirmed(dir: StateDir, { steps, left, ...rest }: Unconfirmed): Promise<void> {
  const content: z.input<typeof schema> = {
    schemaVersion: 1,
    ...rest,
    steps: steps.map(({ id, key, name, expected, next }) => {
      return { id, key, name, expected: toWireOrNull(expected), next: toWireOrNull(next) };
    }),
    left: left.map(({ key, name }) => ({ key, name })),
  };
  const failed = (reason: Message) => say('The unconfirmed change cannot be recorded: {reason}.', { reason });
  await stored(pathOf(dir), failed, () => dir.files.replace(pathOf(dir), seal(content), { mode: 0o600 }));
}

/** Called when the change is confirmed or fully restored. A missing file is no error. */
export async function removeUnconfirmed(dir: StateDir): Promise<void> {
  const failed = (reason: Message) =>
    say('The record of the unconfirmed change cannot be removed: {reason}.', { reason });
  await stored(pathOf(dir), failed, () => dir.files.remove(pathOf(dir)));
}

/** Called after another change: what an earlier rollback skipped no longer matters. */
export async function forgetLeft(dir: StateDir, own: MachineIdentity): Promise<void> {
  try {
    const change = await readUnconfirmed(dir);
    if (change === null || change.putBackAt === null || !sameMachine(change.machine, own)) return;
    await removeUnconfirmed(dir);
  } catch (error) {
    // If the record stays, it at worst reports what is already correct.
    if (!(error instanceof P2sError)) throw error;
  }
}

function pathOf(dir: StateDir): string {
  return join(dir.path, FILE_NAME);
}

function unreadable(dir: StateDir, problem: Message): P2sError {
  return new P2sError(
    'interrupted-change',
    say('There is an unconfirmed change, but its record is damaged: {problem}.', { problem }),
    {
      where: pathOf(dir),
      next: say(
        'To roll the change back, restore its backup by its number (p2s-fix rollback --list). To keep it, delete this file.',
      ),
      evidence: { damaged: true },
    },
  );
}
