import type { Plan } from '../core/decide/plan.ts';
import { compareReadBack, type Mismatch } from '../core/decide/readback.ts';
import { cancelledUnwritten } from '../core/model/errors.ts';
import type { Emit } from '../core/model/events.ts';
import type { Finding } from '../core/model/finding.ts';
import type { Observation } from '../core/model/observation.ts';
import type { RegistrySnapshot } from '../core/model/registry.ts';
import type { Machine, StepOutcome, WriteReport } from '../machine/port.ts';
import { carryOut } from './carry-out.ts';
import type { ChangeStore } from './change-store.ts';
import { askWindows, noticesOf, type SecondWitness } from './notices.ts';
import { stepsOf, storeOfStep } from './steps.ts';
import { disagreements, hiddenAutoDetect } from './windows-agrees.ts';

const READ_DEADLINE_MS = 60_000;

export interface Applied {
  /** Ids of the settings that were written. */
  changed: string[];
  backup: string;
  /** Findings to report about a successful change. */
  notices: Finding[];
}

/**
 * Backs up, writes, reads back with other code than the writer's, compares; restores all values on any difference.
 * A journal exists from before the first write until the end, so the next run detects a killed run.
 *
 * @throws P2sError as {@link carryOut}; `cancelled` if `signal` ends it before the first write
 */
export async function applyPlan(
  machine: Machine,
  registry: RegistrySnapshot,
  plan: Plan,
  store: ChangeStore,
  emit: Emit,
  signal?: AbortSignal,
): Promise<Applied> {
  const steps = stepsOf(plan.changes);
  emit({ type: 'step', step: 'back-up', status: 'started' });
  const kind = { reason: 'apply', planId: plan.id, damagedJournal: false } as const;
  const change = await store.begin(machine, registry, steps, kind);
  const { backup } = change;
  emit({ type: 'backup', number: backup.number, path: backup.path });
  emit({ type: 'step', step: 'back-up', status: 'done' });
  if (signal?.aborted === true) {
    await change.restored();
    throw cancelledUnwritten();
  }

  emit({ type: 'step', step: 'write', status: 'started' });
  for (const { store: id } of plan.changes) emit({ type: 'write', store: id, status: 'started' });
  let notified: WriteReport['notified'] = null;
  let last: ReadBack | null = null;
  // PowerShell compiles a script at its first run: it does so while the writer starts, and the result is not used.
  const prepared = askWindows(machine).catch(() => null);
  const outcomes = await carryOut({
    machine,
    steps,
    change,
    emit,
    onWritten: (ended, reported) => {
      notified = reported;
      for (const [id, status] of storeStatuses(ended)) emit({ type: 'write', store: id, status });
      if (ended.every(({ status }) => status === 'written' || status === 'unchanged'))
        emit({ type: 'step', step: 'write', status: 'done' });
    },
    check: async () => {
      emit({ type: 'step', step: 'read-back', status: 'started' });
      await prepared;
      last = await readBack(machine);
      const mismatches = mismatchesIn(last, plan);
      if (mismatches.length === 0) await change.noteApplied(last.observation.registry);
      emit({ type: 'step', step: 'read-back', status: mismatches.length === 0 ? 'done' : 'failed' });
      return mismatches;
    },
  });
  const written = outcomes.filter(({ status }) => status === 'written').map(({ id }) => storeOfStep(id));
  const { witness, observation } = last ?? (await readBack(machine));
  const self = observation.user?.sid ?? null;
  const notices = [
    ...noticesOf({ steps, outcomes, notified, witness, self }),
    ...(witness.windows === null ? [] : hiddenAutoDetect(witness.windows, plan.changes, observation)),
  ];
  return { changed: [...new Set(written)], backup: backup.number, notices };
}

interface ReadBack {
  observation: Observation;
  witness: SecondWitness;
}

/** Reads the machine again and asks Windows' own readers where possible. Both must show the desired values. */
async function readBack(machine: Machine): Promise<ReadBack> {
  const observation = await machine.observe({ deadlineMs: READ_DEADLINE_MS });
  return { observation, witness: await askWindows(machine) };
}

function mismatchesIn({ observation, witness: { windows } }: ReadBack, plan: Plan): Mismatch[] {
  return [
    ...compareReadBack(observation.registry, plan.changes),
    ...(windows === null ? [] : disagreements(windows, plan.changes, observation)),
  ];
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
