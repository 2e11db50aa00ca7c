import { readBackup } from '../change/backup.ts';
import type { ChangeStore } from '../change/change-store.ts';
import { readJournal, removeJournal } from '../change/journal.ts';
import { putBackInterruptedChange } from '../change/put-back.ts';
import { findStateDir, type StateDirPlace } from '../change/state-dir.ts';
import type { Assessment } from '../core/assess.ts';
import type { Machine } from '../machine/port.ts';
import type { AuditOptions } from './options.ts';
import type { Ports } from './ports.ts';
import type { RunContext } from './run.ts';

/** Where this run keeps its backups. */
export function placeOf(
  options: Pick<AuditOptions, 'stateDir'>,
  ports: Ports,
  assessment: Assessment,
): StateDirPlace {
  const elevated = assessment.observation.user?.elevated === true;
  return { explicit: options.stateDir, platform: ports.platform, env: ports.env, elevated };
}

/** Audit and plan only say that a change was interrupted; they make no folder and write nothing. */
export async function tellInterruption(
  context: RunContext,
  machine: Machine,
  options: AuditOptions,
  ports: Ports,
  assessment: Assessment,
): Promise<void> {
  const dir = await findStateDir(placeOf(options, ports, assessment));
  const journal = dir === null ? null : await readJournal(dir);
  if (journal === null) return;
  const { kind, id } = await machine.identity();
  if (journal.machine.kind !== kind || journal.machine.id !== id) return;
  context.emit({
    type: 'finding',
    finding: {
      code: 'change-interrupted',
      severity: 'error',
      store: null,
      evidence: { backup: journal.backup, startedAt: journal.startedAt },
    },
  });
  context.outcome('busy');
}

/** Puts an interrupted change back, with the lock held; whether there was one. */
export async function putBackInterrupted(
  context: RunContext,
  machine: Machine,
  assessment: Assessment,
  store: ChangeStore,
): Promise<boolean> {
  const journal = await readJournal(store.dir);
  if (journal === null) return false;
  const { emit, ports } = context;
  emit({ type: 'step', step: 'restore', status: 'started' });
  const backup = await readBackup(store.dir, journal.backup, await machine.identity());
  const { registry } = assessment.observation;
  await putBackInterruptedChange(machine, registry, journal, backup, store, ports.wallClock());
  await removeJournal(store.dir);
  emit({ type: 'step', step: 'restore', status: 'done' });
  return true;
}
