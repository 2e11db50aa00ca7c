import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import type { RegistrySnapshot } from '../../core/model/registry.ts';
import { command, say } from '../../core/model/say.ts';
import { sameSetting } from '../../core/stores/same-setting.ts';
import type { MachineIdentity, WriteStep } from '../../machine/port.ts';
import { valueOrNullSchema } from '../../machine/wire/value.ts';
import type { Intent } from '../backup/restore-plan.ts';
import { machineIdentitySchema, sameMachine, stateRecord } from './record.ts';
import type { StateDir } from './state-dir.ts';

/** A small clock correction does not count as a clock that was set back. */
const CLOCK_SLACK_MS = 60_000;

const placeSchema = z.object({ key: z.string(), name: z.string() });
const unconfirmedSchema = z.object({
  /** The backup made before it. */
  backup: z.string(),
  machine: machineIdentitySchema,
  armedAt: z.iso.datetime(),
  deadline: z.iso.datetime(),
  /** When it was rolled back; `null` while unconfirmed. Kept, so that a late confirm reports the rollback. */
  putBackAt: z.iso.datetime().nullable(),
  steps: z.array(
    z.object({ id: z.string(), ...placeSchema.shape, expected: valueOrNullSchema, next: valueOrNullSchema }),
  ),
  /** Values changed outside p2s-fix, so not rolled back. A script that rolls back adds them. */
  left: z.array(placeSchema).readonly(),
});

/** A change that is rolled back automatically unless it is confirmed in time. */
export type Unconfirmed = z.output<typeof unconfirmedSchema>;

/** A value of the registry. */
export type Place = z.output<typeof placeSchema>;

const UNCONFIRMED = stateRecord({
  name: 'unconfirmed',
  maxBytes: 64 * 1024 * 1024,
  schema: unconfirmedSchema,
  damaged: (where, problem) =>
    new P2sError(
      'interrupted-change',
      say('There is an unconfirmed change, but its record is damaged: {problem}.', { problem }),
      {
        where,
        next: say(
          'To roll the change back, restore its backup by its number ({command}). To keep it, delete this file.',
          { command: command('rollback', { list: true }) },
        ),
        evidence: { damaged: true },
      },
    ),
  failed: {
    write: (reason) => say('The unconfirmed change cannot be recorded: {reason}.', { reason }),
    remove: (reason) => say('The record of the unconfirmed change cannot be removed: {reason}.', { reason }),
  },
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
export const readUnconfirmed: (dir: StateDir) => Promise<Unconfirmed | null> = UNCONFIRMED.read;

/** On disk and synced when it resolves. Throws P2sError `state-dir`. Call it with the lock held. */
export const writeUnconfirmed: (dir: StateDir, change: Unconfirmed) => Promise<void> = UNCONFIRMED.write;

/** Called when the change is confirmed or fully restored. A missing file is no error. */
export const removeUnconfirmed: (dir: StateDir) => Promise<void> = UNCONFIRMED.remove;

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
