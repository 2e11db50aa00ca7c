import type { Mismatch } from '../core/decide/readback.ts';
import { P2sError } from '../core/model/errors.ts';
import type { Emit } from '../core/model/events.ts';
import { command, type Message, say, toTexts } from '../core/model/say.ts';
import type { Machine, StepOutcome, WriteReport, WriteStep } from '../machine/port.ts';
import { type Restore, restore } from './backup/restore.ts';
import { intentsOf } from './backup/restore-plan.ts';
import type { OpenChange } from './change-store.ts';
import { storeOfStep } from './steps.ts';
import { BLOCKED, recordingError, withEnding, writeError } from './write-errors.ts';

/** The writer was killed or did not reply: it may still be running, and holds the writers' lock while it is. */
const END_UNKNOWN = ['powershell-timeout', 'powershell-no-result', 'powershell-overflow'];

export interface Work {
  machine: Machine;
  steps: readonly WriteStep[];
  /** Its backup and journal are on disk. */
  change: OpenChange;
  emit: Emit;
  onWritten: (outcomes: readonly StepOutcome[], notified: WriteReport['notified']) => void;
  /** Reads the machine again and returns the values that differ from what was written. */
  check: () => Promise<Mismatch[]>;
}

/**
 * Writes the steps of a change and checks them. If anything fails, restores the written values and verifies that
 * with another read. Removes the journal only when the change is complete or fully restored.
 *
 * @throws P2sError `stale` when a value was not the expected one, `needs-elevation` when a write was denied,
 * `input` when the file of a recording cannot be written, `write-failed` when a write had no effect;
 * `restore-failed`, with both errors in it, when the restore failed; `state-dir` when all is written and the journal
 * stays
 */
export async function carryOut(work: Work): Promise<StepOutcome[]> {
  const { machine, steps, change, onWritten, check } = work;
  let outcomes: StepOutcome[] | null = null;
  try {
    const report = await machine.write(steps, { notify: true, onStep: change.onStep });
    outcomes = report.outcomes;
    await change.log(steps, outcomes);
    onWritten(outcomes, report.notified);
    const stopped = outcomes.find(({ status }) => status !== 'written' && status !== 'unchanged');
    if (stopped !== undefined) throw stoppedError(stopped, steps, machine.recording?.path ?? null);
    const mismatches = await check();
    if (mismatches.length > 0) throw mismatchError(mismatches);
  } catch (error) {
    throw await restored(work, outcomes, error);
  }
  await change.finish();
  return outcomes;
}

/** Restores the values; returns an error with the first failure and the result of the restore. */
async function restored(
  work: Work,
  outcomes: readonly StepOutcome[] | null,
  first: unknown,
): Promise<unknown> {
  const { machine, steps, change, emit } = work;
  await change.settled();
  const intents = intentsOf(steps, outcomes);
  let result: Restore;
  if (intents.length > 0) emit({ type: 'step', step: 'restore', status: 'started' });
  try {
    if (outcomes === null && first instanceof P2sError && END_UNKNOWN.includes(first.code))
      await afterOtherWriters(machine);
    result = await restore(machine, intents, {
      ...change,
      // Restoring the values matters more than the log; an unwritable log may even be what failed.
      log: (done, ended) => change.log(done, ended).catch(() => undefined),
    });
    await change.restored();
  } catch (second) {
    emit({ type: 'step', step: 'restore', status: 'failed' });
    // The journal stays, so the next run reports the change; the backup holds the old values.
    return bothErrors(first, second);
  }
  for (const { id } of result.restored) emit({ type: 'write', store: storeOfStep(id), status: 'restored' });
  if (intents.length > 0) emit({ type: 'step', step: 'restore', status: 'done' });
  return first instanceof P2sError ? withEnding(first, endingOf(result)) : first;
}

/** An empty write waits for the writers' lock, so a writer that outlived its caller has ended when it resolves. */
export async function afterOtherWriters(machine: Machine): Promise<void> {
  if (machine.recording === null) await machine.write([], { notify: false });
}

function endingOf({ restored, foreign }: Restore): Message {
  if (foreign.length > 0) {
    const places = foreign.map(({ key, name }) => `${key}\\${name}`);
    return say(
      'The values that p2s-fix wrote were restored, except these, which have changed since or cannot be written: {places}.',
      { places },
    );
  }
  return restored.length > 0 ? say('All values were restored.') : say('Nothing was changed.');
}

function bothErrors(first: unknown, second: unknown): P2sError {
  const [known, why] = [first, second].map((error) => (error instanceof P2sError ? error : null));
  return new P2sError(
    'restore-failed',
    say('{first} The rollback failed as well: {second}', {
      first: messageOf(first),
      second: messageOf(second),
    }),
    {
      where: why?.where ?? known?.where ?? '',
      next: say('The backup is kept. The next apply restores it first; {command} does the same.', {
        command: command('rollback'),
      }),
      evidence: {
        ...known?.evidence,
        ...why?.evidence,
        first: known?.code ?? null,
        second: why?.code ?? null,
      },
      cause: new AggregateError([first, second]),
    },
  );
}

function messageOf(error: unknown): Message {
  if (error instanceof P2sError) return error.messages.message;
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return say('An unexpected error occurred: {name}.', { name });
}

function mismatchError(mismatches: readonly Mismatch[]): P2sError {
  const what = mismatches.map(({ where, expected, found }) =>
    say('{where} is {found} instead of {expected}', { where, found, expected }),
  );
  return new P2sError('write-failed', say('A write did not take effect: {what}.', { what }), {
    where: mismatches[0]?.where ?? '',
    next: BLOCKED.here,
    evidence: { mismatches: toTexts(mismatches) },
  });
}

function stoppedError(outcome: StepOutcome, steps: readonly WriteStep[], recording: string | null): P2sError {
  if (recording !== null && outcome.reason !== undefined)
    return recordingError(outcome.status, outcome.reason, recording);
  const write = steps.find((step) => step.id === outcome.id)?.write;
  const where = write === undefined ? storeOfStep(outcome.id) : `${write.key}\\${write.name}`;
  return writeError(outcome, where, 'here');
}
