import { isDeepStrictEqual } from 'node:util';
import { forgetApplied, readApplied, recordRestored } from '../../change/applied.ts';
import { listBackups, readBackup } from '../../change/backup/backup.ts';
import type { Backup } from '../../change/backup/backup-schema.ts';
import { type RolledBack, rollBack } from '../../change/backup/roll-back.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { type Journal, removeJournal } from '../../change/state/journal.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import { removeUnconfirmed, type Unconfirmed } from '../../change/state/unconfirmed.ts';
import type { Plan } from '../../core/decide/plan.ts';
import { cancelledUnwritten, P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Observation } from '../../core/model/observation.ts';
import { command, option, say } from '../../core/model/say.ts';
import { readStores } from '../../core/stores/stores.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import {
  neededCommand,
  reportMachine,
  reportPlan,
  reportStores,
  shownChange,
  stoppedByElevation,
} from '../run/assessment.ts';
import { reportProgram } from '../run/folders/program-folder.ts';
import { type OpenState, openState } from '../run/folders/state-folder.ts';
import { observeSettings } from '../run/observe-machine.ts';
import type { AuditOptions, Confirm } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { newestBackup } from './due-backup.ts';
import { interruptedChange, restoreInterrupted } from './interruption.ts';
import { leftFinding } from './restore-change.ts';
import { restorePlan } from './restore-preview.ts';
import { restoreUnconfirmed, waitingChange } from './unconfirmed.ts';

export interface RollbackOptions extends AuditOptions {
  /** The number of a backup; `null`: that of an interrupted or unconfirmed change, else this machine's newest. */
  backup: string | null;
  /** Does nothing unless the change of this backup is still unconfirmed. */
  onlyUnconfirmed?: string;
  /** Absent: proceeds. */
  confirm?: Confirm;
}

/** Restores a backup of a machine that was just observed, with the lock of the state folder. */
export async function restoreBackup(
  context: RunContext,
  machine: Machine,
  observation: Observation,
  options: RollbackOptions,
): Promise<void> {
  reportMachine(context, machine, observation, readStores(observation.registry), null);
  const store = await openState({ machine, observation, options, ports: context.ports });
  await store.locked(() => restoreLocked(context, machine, observation, store, options));
}

async function restoreLocked(
  context: RunContext,
  machine: Machine,
  before: Observation,
  store: OpenState,
  options: RollbackOptions,
): Promise<void> {
  if (options.confirm === undefined) machine.prepareWrite?.();
  const own = await machine.identity();
  const named = options.backup?.padStart(4, '0') ?? null;
  const unfinished = await readUnfinished(store, machine, named);
  if (options.onlyUnconfirmed !== undefined && unfinished.waiting?.backup !== options.onlyUnconfirmed) {
    context.emit({ type: 'change-result', result: { changed: [], backup: null, rolledBack: false } });
    return;
  }
  const number =
    named ?? unfinished.backup ?? (await newestBackup(store.dir, own, await listBackups(store.dir)));
  if (number === null) throw noBackup(store);
  // Of an unfinished change, only the values that it wrote are restored. Another backup is checked before anything.
  const backup = number === unfinished.backup ? null : await readBackup(store.dir, number, own);
  const { interrupted, waiting } = unfinished;
  const plan = restorePlan(before, {
    changes: [interrupted, waiting].filter((change) => change !== null),
    backup,
  });
  if (plan !== null) reportBefore(context, machine, before, plan);
  const changes = plan?.changes.map(shownChange) ?? [];
  if (options.confirm !== undefined && !(await options.confirm({ changes }, store.dir.path)))
    throw cancelledUnwritten();
  if (context.signal?.aborted === true) throw cancelledUnwritten();

  const changed: string[] = [];
  const add = (places: readonly string[]) => {
    const found = machine.recording === null || places.length === 0 ? places : [machine.recording.path];
    changed.push(...found.filter((place) => !changed.includes(place)));
  };
  add(await restoreUnfinished(context, machine, store, unfinished));
  let safety: string | null = null;
  let notices: readonly Finding[] = [];
  if (backup !== null) {
    const { damaged } = unfinished;
    const rolled = await rollBack(machine, backup, store, damaged.journal, context.emit).catch(
      async (error: unknown) => {
        if (unfinished.backup === null || changed.length === 0) throw error;
        await reportRestored(context, machine, before, { changed, safety });
        throw afterUnfinished(error, unfinished.backup);
      },
    );
    add(rolled.changed);
    safety = rolled.backup;
    notices = noticesOf(backup, rolled);
    await recordRollback(store.dir, own, backup, rolled);
    if (damaged.journal) await removeJournal(store.dir);
    if (damaged.unconfirmed) await removeUnconfirmed(store.dir);
  } else if (changed.length > 0 && options.onlyUnconfirmed === undefined) {
    // After an automatic rollback the change before it counts; after this one, another rollback restores the same.
    await recordRestored(store.dir, own, number);
  }
  await reportRestored(context, machine, before, { changed, safety });
  for (const finding of notices) context.emit({ type: 'finding', finding });
  reportProgram(context, store.program);
  const needs = { elevation: [], restart: false, restartPending: [], redial: changed.length > 0 };
  context.emit({ type: 'needs', needs });
}

function noticesOf({ number }: Backup, { notices, left }: RolledBack): Finding[] {
  const notRestored = leftFinding({ backup: number }, left);
  return [...notices, ...(notRestored === null ? [] : [notRestored])];
}

/** Records which change is in effect after the rollback of a backup. */
async function recordRollback(
  dir: StateDir,
  machine: MachineIdentity,
  { number, reason }: Backup,
  { changed }: RolledBack,
): Promise<void> {
  if (reason === 'rollback') await forgetApplied(dir, machine);
  // A rollback that found nothing to restore, and no apply in effect, writes nothing.
  else if (changed.length > 0 || (await readApplied(dir, machine)) !== null)
    await recordRestored(dir, machine, number);
}

/** The settings after the rollback, and those that it changed. */
async function reportRestored(
  context: RunContext,
  machine: Machine,
  before: Observation,
  { changed, safety }: { changed: readonly string[]; safety: string | null },
): Promise<void> {
  const after = await observeSettings(context, machine);
  reportStores(context, { observation: after, stores: readStores(after.registry) });
  const result = { changed: changedStores(before, after), backup: safety, rolledBack: changed.length > 0 };
  context.emit({ type: 'change-result', result });
}

/** What will be restored and what it requires, as for an apply. */
function reportBefore(context: RunContext, machine: Machine, observation: Observation, plan: Plan): void {
  reportPlan(context, plan);
  const elevation = stoppedByElevation(machine, { observation, plan });
  const command = neededCommand(context, elevation, { vpnUser: null });
  const needs = { elevation, ...command, restart: false, restartPending: [], redial: true };
  context.emit({ type: 'needs', needs });
}

/** The settings that differ from before, mirror values included. */
function changedStores(before: Observation, after: Observation): string[] {
  const old = new Map(readStores(before.registry).map((store) => [store.id, store]));
  return readStores(after.registry)
    .filter((store) => !isDeepStrictEqual(store, old.get(store.id)))
    .map(({ id }) => id);
}

/** The rollback of a named backup failed after that of the unfinished change, which is complete. */
function afterUnfinished(error: unknown, unfinished: string): unknown {
  if (!(error instanceof P2sError)) return error;
  return error.again({
    message: say('{message} Before that, the unfinished change (backup {unfinished}) was rolled back.', {
      message: error.messages.message,
      unfinished,
    }),
    next: say('{command} shows the backups.', { command: command('rollback', { list: true }) }),
  });
}

function noBackup({ dir }: ChangeStore): P2sError {
  return new P2sError('input', say('There is no backup of this computer.'), {
    where: dir.path,
    next: say('{command} shows all backups. Another folder: {option} DIR.', {
      command: command('rollback', { list: true }),
      option: option('state-dir'),
    }),
  });
}

/** The changes of a machine that have not ended. */
interface Unfinished {
  interrupted: Journal | null;
  /** Not confirmed yet. */
  waiting: Unconfirmed | null;
  /** Records that cannot be read: the backup of their change takes their place. */
  damaged: { journal: boolean; unconfirmed: boolean };
  /** The backup of the change that is restored first. */
  backup: string | null;
}

/**
 * Reads both records. `named`: the backup that the user named, with which a damaged record is no error.
 *
 * @throws P2sError `state-dir` when a record cannot be read
 */
async function readUnfinished(
  store: ChangeStore,
  machine: Machine,
  named: string | null,
): Promise<Unfinished> {
  const journal = await readable(store, named, () => interruptedChange(store.dir, machine));
  const note = await readable(store, named, () => waitingChange(store.dir, machine));
  const interrupted = journal === 'damaged' ? null : journal;
  const waiting = note === 'damaged' ? null : note;
  return {
    interrupted,
    waiting,
    damaged: { journal: journal === 'damaged', unconfirmed: note === 'damaged' },
    backup: interrupted?.backup ?? waiting?.backup ?? null,
  };
}

/** Restores the values that these changes wrote. Resolves to their places. */
async function restoreUnfinished(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
  { interrupted, waiting }: Unfinished,
): Promise<string[]> {
  const first = interrupted === null ? [] : ((await restoreInterrupted(context, machine, store)) ?? []);
  if (waiting === null || waiting.backup === interrupted?.backup) return [...first];
  return [...first, ...(await restoreUnconfirmed(context, machine, store, waiting))];
}

/**
 * If the record of an unfinished change is damaged, there is no other way than its backup. That is the newest one in
 * the folder: a backup of another computer says nothing about the change.
 */
async function readable<T>(
  { dir }: ChangeStore,
  named: string | null,
  read: () => Promise<T>,
): Promise<T | 'damaged'> {
  try {
    return await read();
  } catch (error) {
    if (named === null || !(error instanceof P2sError) || error.evidence.damaged !== true) throw error;
    const newest = (await listBackups(dir)).find(({ problem }) => problem === null);
    if (newest?.number === named) return 'damaged';
    throw error;
  }
}
