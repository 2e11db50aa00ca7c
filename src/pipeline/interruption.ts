import { readBackup } from '../change/backup.ts';
import type { Backup } from '../change/backup-schema.ts';
import { afterOtherWriters } from '../change/carry-out.ts';
import type { ChangeStore } from '../change/change-store.ts';
import { type Journal, readJournal, removeJournal } from '../change/journal.ts';
import { putBack } from '../change/put-back.ts';
import { findStateDir, type StateDir, type StateDirPlace, stateDirPath } from '../change/state-dir.ts';
import { logWrites } from '../change/write-log.ts';
import { P2sError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { Machine, MachineIdentity } from '../machine/port.ts';
import type { AuditOptions } from './options.ts';
import type { Ports } from './ports.ts';
import type { RunContext } from './run.ts';

/** Where this run keeps its backups. */
export function placeOf(
  options: Pick<AuditOptions, 'stateDir'>,
  ports: Ports,
  observation: Observation | null,
): StateDirPlace {
  const elevated = observation?.user?.elevated === true;
  return { explicit: options.stateDir, platform: ports.platform, env: ports.env, elevated };
}

/** Audit and plan only say that a change was interrupted; they make no folder and write nothing. */
export async function tellInterruption(
  context: RunContext,
  machine: Machine,
  options: AuditOptions,
  ports: Ports,
  observation: Observation,
): Promise<void> {
  const dir = await stateDirOf(options, ports, observation);
  const journal = dir === null ? null : await readJournal(dir);
  if (journal === null || !sameMachine(journal.machine, await machine.identity())) return;
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

/** An audit needs no state folder: where the system names no place for one, no change of ours was ever begun. */
async function stateDirOf(
  options: Pick<AuditOptions, 'stateDir'>,
  ports: Ports,
  observation: Observation,
): Promise<StateDir | null> {
  const place = placeOf(options, ports, observation);
  try {
    stateDirPath(place);
  } catch {
    return null;
  }
  return findStateDir(place);
}

/**
 * Puts an interrupted change back, with the lock held: every value that holds what that change wanted to write gets
 * its old content again; a value that somebody else has changed since is left alone. Resolves to the places that were
 * put back, or to `null` when no change was interrupted.
 *
 * @throws P2sError `interrupted-change` when it is another machine's, `restore-failed`, `needs-elevation`: the journal
 * stays then.
 */
export async function putBackInterrupted(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
): Promise<string[] | null> {
  const { dir } = store;
  const journal = await readJournal(dir);
  if (journal === null) return null;
  const { emit, ports } = context;
  const own = await machine.identity();
  if (!sameMachine(journal.machine, own)) {
    if (!(await isGone(journal, dir))) throw ofAnotherMachine(journal, dir.path);
    await removeJournal(dir);
    return null;
  }
  emit({ type: 'step', step: 'restore', status: 'started' });
  const { createdKeys, file } = await backupOf(journal, dir);
  // Who wrote for a run that was killed may still be at it.
  await afterOtherWriters(machine);
  const { restored } = await putBack(machine, journal.steps, {
    createdKeys,
    file,
    log: (steps, outcomes) =>
      logWrites(dir, { machine: own, backup: journal.backup, now: ports.wallClock() }, steps, outcomes),
  });
  await removeJournal(dir);
  emit({ type: 'step', step: 'restore', status: 'done' });
  return restored.map(({ write }) => `${write.key}\\${write.name}`);
}

/** A damaged or missing backup must not lock everybody out: the journal holds the old values, too. */
async function backupOf(
  { backup, machine }: Journal,
  dir: StateDir,
): Promise<Pick<Backup, 'createdKeys' | 'file'>> {
  try {
    return await readBackup(dir, backup, machine);
  } catch (error) {
    const unusable = error instanceof P2sError && ['backup-unusable', 'input'].includes(error.code);
    if (!unusable) throw error;
    return { createdKeys: [], file: null };
  }
}

export function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/** A copy that was never made, or a recording that somebody has deleted: there is nothing to put back. */
async function isGone({ machine: { kind, id } }: Journal, { files }: StateDir): Promise<boolean> {
  return kind === 'recorded' && (await files.info(id)) === null;
}

/** There is one journal to a folder: until it is gone nothing can be changed with this folder. */
function ofAnotherMachine({ machine, backup }: Journal, folder: string): P2sError {
  const options = machine.kind === 'recorded' ? ` --machine "${machine.id}" --in-place` : '';
  return new P2sError('interrupted-change', `A change of another machine (${machine.id}) was interrupted.`, {
    where: folder,
    next: `Put that back first: p2s-fix rollback ${backup}${options}. Or name another folder with --state-dir DIR.`,
    evidence: { machine, backup },
  });
}
