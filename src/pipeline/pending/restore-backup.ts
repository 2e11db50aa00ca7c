import { isDeepStrictEqual } from 'node:util';
import { forgetApplied, readApplied, recordRestored } from '../../change/applied.ts';
import { listBackups, readBackup } from '../../change/backup/backup.ts';
import type { Backup } from '../../change/backup/backup-schema.ts';
import { rollbackSteps } from '../../change/backup/restore.ts';
import { planRestore } from '../../change/backup/restore-plan.ts';
import { type RolledBack, rollBack } from '../../change/backup/roll-back.ts';
import type { ChangeStore } from '../../change/change-store.ts';
import { type Journal, removeJournal } from '../../change/state/journal.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import { removeUnconfirmed, type Unconfirmed } from '../../change/state/unconfirmed.ts';
import { needsElevation } from '../../core/decide/changes.ts';
import { makePlan, type Plan, type StoreChange } from '../../core/decide/plan.ts';
import { cancelledUnwritten, P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import { LEGACY_VALUE } from '../../core/model/locations.ts';
import type { Observation } from '../../core/model/observation.ts';
import {
  type RegistryKey,
  RegistrySnapshot,
  type RegistryWrite,
  sameValue,
} from '../../core/model/registry.ts';
import { command, option, say } from '../../core/model/say.ts';
import { isDirect } from '../../core/proxy/settings.ts';
import { mirrorChanges } from '../../core/stores/mirror.ts';
import { readStores, type Store } from '../../core/stores/stores.ts';
import type { Machine, MachineIdentity, WriteStep } from '../../machine/port.ts';
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
import { leftFinding, type WrittenChange } from './restore-change.ts';
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
  if (options.confirm !== undefined) {
    // That of an unfinished change may be damaged or gone.
    const found = (await listBackups(store.dir)).find((one) => one.number === number && one.problem === null);
    const asked = { changes, ...(found === undefined ? {} : { backup: found }) };
    if (!(await options.confirm(asked, store.dir.path))) throw cancelledUnwritten();
  }
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

/** What a rollback restores, in order. */
export interface RestoreStages {
  /** Changes of which only the values that they wrote are restored. */
  changes: readonly Pick<WrittenChange, 'steps'>[];
  /** Restored last and completely, even where values were changed outside p2s-fix. */
  backup: Pick<Backup, 'values' | 'createdKeys'> | null;
}

/**
 * The effect of a rollback on the settings, as a plan to report before it runs; the rollback itself reads again
 * and does not need the plan. `null` if no setting would change, or if one could no longer be read: a partial plan
 * would be misleading.
 */
export function restorePlan({ registry, user }: Observation, stages: RestoreStages): Plan | null {
  const writes = stagedWrites(registry, stages);
  const now = readStores(registry);
  const then = new Map(readStores(afterWrites(registry, writes)).map((store) => [store.id, store.settings]));
  const ids = new Set(now.map(({ id }) => id));
  if ([...then.keys()].some((id) => !ids.has(id))) return null;
  const changes: StoreChange[] = [];
  for (const store of now) {
    const own = writes.filter((write) => isOf(store, write));
    if (own.length === 0) continue;
    const after = then.get(store.id) ?? null;
    if (after === null) return null;
    const { id, settings: before } = store;
    // A changed counter alone does not change a setting.
    if (isDeepStrictEqual(before, after) && mirrorChanges(own).length === 0) continue;
    const action = before === null ? 'replace' : isDirect(after) ? 'clear' : 'set';
    const elevated = needsElevation(store, user?.sid ?? null);
    changes.push({ store: id, action, before, after, needsElevation: elevated, writes: own, winHttp: null });
  }
  return changes.length === 0 ? null : makePlan(changes);
}

/** One write for each value that differs at the end. */
function stagedWrites(registry: RegistrySnapshot, { changes, backup }: RestoreStages): RegistryWrite[] {
  const done = new Map<string, RegistryWrite>();
  const carryOut = (steps: readonly WriteStep[]) => {
    for (const { write } of steps) {
      const place = `${write.key}\\${write.name}`.toLowerCase();
      const first = done.get(place) ?? write;
      done.set(place, { ...write, expected: first.expected });
    }
  };
  for (const { steps } of changes)
    carryOut(planRestore(afterWrites(registry, [...done.values()]), steps, []).steps);
  if (backup !== null) carryOut(rollbackSteps(afterWrites(registry, [...done.values()]), backup));
  return [...done.values()].filter(({ expected, next }) => !sameValue(expected, next));
}

function isOf(store: Store, { key, name }: RegistryWrite): boolean {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const isLan = store.api === 'wininet' && store.connection === null;
  if (isLan && store.mirror !== null && same(key, store.mirror.key)) return true;
  return same(key, store.key) && (same(name, store.valueName) || (isLan && same(name, LEGACY_VALUE)));
}

function afterWrites(registry: RegistrySnapshot, writes: readonly RegistryWrite[]): RegistrySnapshot {
  const keys = new Map<string, RegistryKey>([...registry.keys].map((key) => [key.path.toLowerCase(), key]));
  for (const { key: path, name, next } of writes) {
    const old = keys.get(path.toLowerCase()) ?? registry.key(path);
    const values = new Map([...old.values].filter(([have]) => have.toLowerCase() !== name.toLowerCase()));
    if (next !== null) values.set(name, next);
    keys.set(path.toLowerCase(), { ...old, visibility: 'present', values });
  }
  return new RegistrySnapshot(keys.values());
}
