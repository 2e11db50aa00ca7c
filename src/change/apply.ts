import { P2sError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { Plan } from '../core/plan.ts';
import { compareReadBack, type Mismatch } from '../core/readback.ts';
import type { RegistrySnapshot } from '../core/registry.ts';
import type { Machine, StepOutcome, WriteStep } from '../machine/port.ts';
import type { ChangeStore, OpenChange } from './change-store.ts';
import { mustHold } from './put-back.ts';
import { stepsOf, storeOfStep, undoSteps } from './steps.ts';
import { disagreements } from './windows-agrees.ts';

const READ_DEADLINE_MS = 60_000;

export interface Applied {
  /** Stores in which something was written. */
  changed: string[];
  backup: string;
}

/**
 * Backs up, writes, reads back by other code than wrote, compares; puts everything back on any difference.
 * A journal stands from before the first write until the end, so that a killed run is found by the next one.
 *
 * @throws P2sError `stale` when a value was not what the plan expected, `needs-elevation` when a write was denied,
 * `write-failed` when a write did not take effect and all was put back, `restore-failed` when that failed too.
 */
export async function applyPlan(
  machine: Machine,
  registry: RegistrySnapshot,
  plan: Plan,
  store: ChangeStore,
  emit: Emit,
): Promise<Applied> {
  const steps = stepsOf(plan.changes);
  emit({ type: 'step', step: 'back-up', status: 'started' });
  const change = await store.begin(machine, registry, steps, { reason: 'apply', planId: plan.id });
  const { backup } = change;
  emit({ type: 'backup', number: backup.number, path: backup.path });
  emit({ type: 'step', step: 'back-up', status: 'done' });

  emit({ type: 'step', step: 'write', status: 'started' });
  for (const id of new Set(steps.map((step) => storeOfStep(step.id))))
    emit({ type: 'write', store: id, status: 'started' });
  const { outcomes } = await machine.write(steps, { notify: true, onStep: change.onStep });
  await change.log(steps, outcomes);
  for (const [id, status] of storeStatuses(outcomes)) emit({ type: 'write', store: id, status });
  const stopped = outcomes.find(({ status }) => status !== 'written' && status !== 'unchanged');
  if (stopped !== undefined) {
    await putBack(machine, steps, outcomes, change, emit);
    throw stoppedError(stopped);
  }
  emit({ type: 'step', step: 'write', status: 'done' });

  emit({ type: 'step', step: 'read-back', status: 'started' });
  const mismatches = await readBack(machine, plan);
  if (mismatches.length > 0) {
    emit({ type: 'step', step: 'read-back', status: 'failed' });
    await putBack(machine, steps, outcomes, change, emit, mismatches);
    throw new P2sError(
      'write-failed',
      `A write did not take effect: ${mismatchText(mismatches)}. Everything was put back.`,
      {
        where: mismatches[0]?.where ?? '',
        next: 'Something on this machine undoes or blocks the write: a policy, a security product, another tool.',
        evidence: { mismatches },
      },
    );
  }
  emit({ type: 'step', step: 'read-back', status: 'done' });
  await change.finish();
  const written = outcomes.filter(({ status }) => status === 'written').map(({ id }) => storeOfStep(id));
  return { changed: [...new Set(written)], backup: backup.number };
}

/** A fresh look, and Windows' own readers where they can be asked: both must say what was wanted. */
async function readBack(machine: Machine, plan: Plan): Promise<Mismatch[]> {
  const observation = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
  const windows = await machine.effective();
  return [
    ...compareReadBack(observation.registry, plan.changes),
    ...(windows === null ? [] : disagreements(windows, plan.changes, observation)),
  ];
}

async function putBack(
  machine: Machine,
  steps: readonly WriteStep[],
  outcomes: readonly StepOutcome[],
  change: OpenChange,
  emit: Emit,
  mismatches: readonly Mismatch[] = [],
): Promise<void> {
  const undo = undoSteps(steps, outcomes);
  if (undo.length > 0) {
    emit({ type: 'step', step: 'restore', status: 'started' });
    try {
      if (machine.recording !== null && change.file !== null) {
        // Steps would give the same values; only the old bytes give the same file.
        await machine.recording.restore(change.file.bytes, [change.file.leftSha256, change.file.sha256]);
      } else {
        const report = await machine.write(undo, { notify: true });
        await change.log(undo, report.outcomes);
      }
      await mustHold(machine, undo);
    } catch (error) {
      emit({ type: 'step', step: 'restore', status: 'failed' });
      // The journal stays: the next run says so, and the backup holds the old values.
      throw bothErrors(error, mismatches);
    }
    for (const { id } of undo) emit({ type: 'write', store: storeOfStep(id), status: 'restored' });
    emit({ type: 'step', step: 'restore', status: 'done' });
  }
  await change.finish();
}

function bothErrors(error: unknown, mismatches: readonly Mismatch[]): unknown {
  if (!(error instanceof P2sError) || mismatches.length === 0) return error;
  const { where, next, evidence } = error;
  return new P2sError(
    'restore-failed',
    `A write did not take effect: ${mismatchText(mismatches)}. Putting back failed too: ${error.message}`,
    {
      where: where ?? '',
      next: next ?? 'p2s-fix rollback',
      evidence: { ...evidence, mismatches },
      cause: error,
    },
  );
}

function storeStatuses(outcomes: readonly StepOutcome[]): Map<string, StepOutcome['status']> {
  const statuses = new Map<string, StepOutcome['status']>();
  for (const { id, status } of outcomes) {
    const before = statuses.get(storeOfStep(id));
    if (before === undefined || before === 'unchanged' || (before === 'written' && status !== 'unchanged')) {
      statuses.set(storeOfStep(id), status);
    }
  }
  return statuses;
}

function stoppedError({ id, status, hresult }: StepOutcome): P2sError {
  const where = storeOfStep(id);
  switch (status) {
    case 'changed':
      return new P2sError(
        'stale',
        'Somebody else changed the value between the plan and the write. Nothing was written over it.',
        {
          where,
          next: 'Run p2s-fix again: it plans from what is there now.',
        },
      );
    case 'denied':
      return new P2sError(
        'needs-elevation',
        'Windows denied the write. What had been written was put back.',
        {
          where,
          next: 'Run the same command as an administrator.',
          evidence: { hresult },
        },
      );
    default:
      return new P2sError('write-failed', 'A write failed. Everything was put back.', {
        where,
        next: 'Something on this machine blocks the write: a policy, a security product, another tool.',
        evidence: { hresult },
      });
  }
}

function mismatchText(mismatches: readonly Mismatch[]): string {
  return mismatches.map(({ where, wanted, found }) => `${where} holds ${found}, not ${wanted}`).join('; ');
}
