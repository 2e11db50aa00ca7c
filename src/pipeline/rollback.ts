import { listBackups, readBackup } from '../change/backup.ts';
import { type ChangeStore, openChangeStore } from '../change/change-store.ts';
import { type Journal, readJournal, removeJournal } from '../change/journal.ts';
import { rollBack } from '../change/roll-back.ts';
import { findStateDir } from '../change/state-dir.ts';
import { P2sError } from '../core/errors.ts';
import { readStores, viewOf } from '../core/stores.ts';
import type { Machine, MachineIdentity } from '../machine/port.ts';
import type { ReportDocument } from '../report/document.ts';
import { placeOf, putBackInterrupted, sameMachine } from './interruption.ts';
import { look } from './look.ts';
import { openMachine } from './open-machine.ts';
import type { AuditOptions, Confirm } from './options.ts';
import { takePicture, tellMachine } from './picture.ts';
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
      const assessment = await takePicture(context, machine, options.wish, options.user);
      const { observation, stores, vpnUser } = assessment;
      tellMachine(context, machine, observation, stores, vpnUser);
      const store = await openChangeStore({
        ...placeOf(options, ports, assessment),
        wallClock: ports.wallClock,
      });
      await store.locked(() => rollbackLocked(context, machine, store, options));
    } finally {
      await machine.close();
    }
  });
}

/** The backups in the state folder, newest first. */
export function runListBackups(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('rollback', ports, options, async (context) => {
    const machine = await openMachine(options.machine, ports, 'read');
    try {
      const assessment = await takePicture(context, machine, options.wish, options.user);
      const dir = await findStateDir(placeOf(options, ports, assessment));
      const own = await machine.identity();
      const backups = dir === null ? [] : await listBackups(dir);
      context.emit({
        type: 'backups',
        backups: backups.map(({ number, createdAt, reason, machine: of, problem }) => ({
          number,
          createdAt,
          reason,
          problem,
          own: of !== null && sameMachine(of, own),
        })),
      });
    } finally {
      await machine.close();
    }
  });
}

async function rollbackLocked(
  context: RunContext,
  machine: Machine,
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
  context.emit({ type: 'change-result', result: { changed, backup: safety, rolledBack } });
  const needs = { elevation: [], restart: false, restartPending: [], redial: rolledBack };
  context.emit({ type: 'needs', needs });
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
    if (named !== null && error instanceof P2sError && error.evidence['damaged'] === true) return 'damaged';
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
