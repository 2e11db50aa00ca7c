import { isDeepStrictEqual } from 'node:util';
import { listBackups, readBackup } from '../change/backup.ts';
import { type ChangeStore, openChangeStore } from '../change/change-store.ts';
import { type Journal, readJournal, removeJournal } from '../change/journal.ts';
import { rollBack } from '../change/roll-back.ts';
import { findStateDir } from '../change/state-dir.ts';
import { P2sError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import { readStores, viewOf } from '../core/stores.ts';
import type { Machine, MachineIdentity } from '../machine/port.ts';
import type { ReportDocument } from '../report/document.ts';
import { placeOf, putBackInterrupted, sameMachine } from './interruption.ts';
import { look } from './look.ts';
import { openMachine } from './open-machine.ts';
import type { AuditOptions, Confirm } from './options.ts';
import { tellMachine } from './picture.ts';
import type { Ports } from './ports.ts';
import { type RunContext, runMode } from './run.ts';

export interface RollbackOptions extends AuditOptions {
  /** The number of a backup; `null`: that of an interrupted change, else the newest of this machine. */
  backup: string | null;
  /** Absent: proceeds. */
  confirm?: Confirm;
}

/** Puts back what a backup holds, byte for byte, after backing up what is there now. */
export function runRollback(options: RollbackOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('rollback', ports, options, async (context) => {
    const machine = await openMachine(options.machine, ports, 'write');
    try {
      const observation = await look(context, machine);
      tellMachine(context, machine, observation, readStores(observation.registry), null);
      const place = placeOf(options, ports, observation);
      const store = await openChangeStore({ ...place, wallClock: ports.wallClock });
      await store.locked(() => rollbackLocked(context, machine, observation, store, options));
    } finally {
      await machine.close();
    }
  });
}

/** The backups in the state folder, newest first. */
export function runListBackups(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('rollback', ports, options, async (context) => {
    // A list needs no machine; with one it says which backups are its own.
    const none = options.machine.file === undefined && ports.platform !== 'win32';
    const machine = none ? null : await openMachine(options.machine, ports, 'read');
    try {
      const observation = machine === null ? null : await look(context, machine);
      const dir = await findStateDir(placeOf(options, ports, observation));
      const own = (await machine?.identity()) ?? null;
      const backups = dir === null ? [] : await listBackups(dir);
      context.emit({
        type: 'backups',
        backups: backups.map(({ number, createdAt, reason, machine: of, problem }) => ({
          number,
          createdAt,
          reason,
          problem,
          own: of !== null && own !== null && sameMachine(of, own),
        })),
      });
    } finally {
      await machine?.close();
    }
  });
}

async function rollbackLocked(
  context: RunContext,
  machine: Machine,
  before: Observation,
  store: ChangeStore,
  options: RollbackOptions,
): Promise<void> {
  const own = await machine.identity();
  const journal = await waitingJournal(store, own, options.backup);
  const interrupted = journal !== null && journal !== 'damaged';
  const number = options.backup ?? (interrupted ? journal.backup : await newestOf(store, own));
  // Before anything is asked or done: a backup that is named must be one.
  const backup = interrupted && options.backup === null ? null : await readBackup(store.dir, number, own);
  if (options.confirm !== undefined && !(await options.confirm({ changes: [] }, store.dir.path)))
    throw cancelled();
  if (context.signal?.aborted === true) throw cancelled();

  const changed: string[] = [];
  let safety: string | null = null;
  if (interrupted) {
    const putBack = (await putBackInterrupted(context, machine, store)) ?? [];
    changed.push(
      ...(machine.recording === null || putBack.length === 0 ? putBack : [machine.recording.path]),
    );
  }
  if (backup !== null) {
    const rolled = await rollBack(machine, backup, store, journal === 'damaged', context.emit);
    changed.push(...rolled.changed.filter((place) => !changed.includes(place)));
    safety = rolled.backup;
    if (journal === 'damaged') await removeJournal(store.dir);
  }
  const after = await look(context, machine);
  context.emit({ type: 'stores', stores: readStores(after.registry).map(viewOf) });
  const rolledBack = changed.length > 0;
  const stores = changedStores(before, after);
  context.emit({ type: 'change-result', result: { changed: stores, backup: safety, rolledBack } });
  const needs = { elevation: [], restart: false, restartPending: [], redial: rolledBack };
  context.emit({ type: 'needs', needs });
}

/** The stores that hold something else than before, mirror values included. */
function changedStores(before: Observation, after: Observation): string[] {
  const old = new Map(readStores(before.registry).map((store) => [store.id, store]));
  return readStores(after.registry)
    .filter((store) => !isDeepStrictEqual(store, old.get(store.id)))
    .map(({ id }) => id);
}

/**
 * The journal of this machine that waits. Where it is damaged, a backup that is named is put back all the same:
 * nothing else leads out of it.
 */
async function waitingJournal(
  store: ChangeStore,
  own: MachineIdentity,
  named: string | null,
): Promise<Journal | 'damaged' | null> {
  try {
    const journal = await readJournal(store.dir);
    return journal !== null && sameMachine(journal.machine, own) ? journal : null;
  } catch (error) {
    if (named !== null && error instanceof P2sError && error.evidence.damaged === true) return 'damaged';
    throw error;
  }
}

/** The newest backup that an apply made on this machine: a rollback of a rollback has to be named. */
async function newestOf(store: ChangeStore, own: MachineIdentity): Promise<string> {
  const backups = await listBackups(store.dir);
  const newest = backups.find(
    ({ machine, reason }) => machine !== null && reason === 'apply' && sameMachine(machine, own),
  );
  if (newest !== undefined) return newest.number;
  throw new P2sError('input', 'There is no backup of this machine.', {
    where: store.dir.path,
    next: 'p2s-fix rollback --list shows all backups; --state-dir names another folder.',
  });
}

function cancelled(): P2sError {
  return new P2sError('cancelled', 'Cancelled. Nothing was written.');
}
