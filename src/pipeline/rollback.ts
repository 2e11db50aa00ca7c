import { listBackups, readBackup } from '../change/backup.ts';
import type { Backup } from '../change/backup-schema.ts';
import { type ChangeStore, openChangeStore } from '../change/change-store.ts';
import { type Journal, readJournal, removeJournal } from '../change/journal.ts';
import { mustHold, rollbackSteps } from '../change/put-back.ts';
import { findStateDir } from '../change/state-dir.ts';
import type { Assessment } from '../core/assess.ts';
import { P2sError } from '../core/errors.ts';
import { readStores, viewOf } from '../core/stores.ts';
import type { Machine, MachineIdentity, StepOutcome } from '../machine/port.ts';
import type { ReportDocument } from '../report/document.ts';
import { placeOf } from './interruption.ts';
import { openMachine } from './open-machine.ts';
import type { AuditOptions, Confirm } from './options.ts';
import { look, takePicture, tellMachine } from './picture.ts';
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
      await store.locked(() => rollbackLocked(context, machine, assessment, store, options));
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
  { observation }: Assessment,
  store: ChangeStore,
  options: RollbackOptions,
): Promise<void> {
  const own = await machine.identity();
  const journal = await waitingJournal(store, options.backup);
  const interrupted = journal === 'damaged' ? null : journal;
  const number = options.backup ?? interrupted?.backup ?? (await newestOf(store, own));
  const backup = await readBackup(store.dir, number, own);
  const { signal } = context;
  if (options.confirm !== undefined && !(await options.confirm({ changes: [] }, store.dir.path)))
    throw cancelled();
  if (signal?.aborted === true) throw cancelled();

  let changed: string[];
  let safety: string | null = null;
  if (machine.recording !== null) {
    changed = await restoreFile(machine, backup);
  } else {
    const steps = rollbackSteps(observation.registry, backup);
    changed = steps.map(({ write }) => `${write.key}\\${write.name}`);
    if (steps.length > 0) {
      // An interrupted change's journal gives way to the one of this rollback, which holds the same promise.
      if (journal !== null) await removeJournal(store.dir);
      const change = await store.begin(machine, observation.registry, steps, {
        reason: 'rollback',
        planId: null,
      });
      safety = change.backup.number;
      context.emit({ type: 'backup', ...change.backup });
      context.emit({ type: 'step', step: 'restore', status: 'started' });
      const { outcomes } = await machine.write(steps, { notify: true, onStep: change.onStep });
      await change.log(steps, outcomes);
      const stopped = outcomes.find(({ status }) => status !== 'written' && status !== 'unchanged');
      if (stopped !== undefined) throw stoppedError(stopped);
      await mustHold(machine, steps);
      await change.finish();
      context.emit({ type: 'step', step: 'restore', status: 'done' });
    }
  }
  if (journal === 'damaged' || journal?.backup === number) await removeJournal(store.dir);
  const after = await look(context, machine);
  context.emit({ type: 'stores', stores: readStores(after.registry).map(viewOf) });
  context.emit({
    type: 'change-result',
    result: { changed, backup: safety, rolledBack: changed.length > 0 },
  });
  const needs = { elevation: [], restart: false, restartPending: [], redial: changed.length > 0 };
  context.emit({ type: 'needs', needs });
}

/** Where the journal is damaged, a backup that is named is put back all the same: nothing else leads out of it. */
async function waitingJournal(store: ChangeStore, named: string | null): Promise<Journal | 'damaged' | null> {
  try {
    return await readJournal(store.dir);
  } catch (error) {
    if (named !== null && error instanceof P2sError && error.evidence['damaged'] === true) return 'damaged';
    throw error;
  }
}

async function restoreFile({ recording }: Machine, backup: Backup): Promise<string[]> {
  if (recording === null || backup.file === null) {
    throw new P2sError('backup-unusable', 'The backup holds no file.', { where: backup.number });
  }
  const { bytes, leftSha256, sha256 } = backup.file;
  const before = Buffer.from(await recording.read());
  await recording.restore(bytes, [leftSha256, sha256]);
  return before.equals(bytes) ? [] : [recording.path];
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

function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
  return a.kind === b.kind && a.id === b.id;
}

function stoppedError({ status, hresult, id }: StepOutcome): P2sError {
  const where = id;
  const details = { where, evidence: { status, hresult } };
  if (status === 'denied') {
    return new P2sError(
      'needs-elevation',
      'Windows denied the write; what was done before it is in the journal.',
      {
        ...details,
        next: 'Run p2s-fix rollback as an administrator.',
      },
    );
  }
  if (status === 'changed') {
    return new P2sError('stale', 'Somebody else changed the value just now. It was not overwritten.', {
      ...details,
      next: 'Run p2s-fix rollback again.',
    });
  }
  return new P2sError('restore-failed', 'A value could not be put back.', {
    ...details,
    next: 'The backup is kept; run p2s-fix rollback again.',
  });
}

function cancelled(): P2sError {
  return new P2sError('cancelled', 'Cancelled. Nothing was written.');
}
