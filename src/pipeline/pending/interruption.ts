import type { ChangeStore } from '../../change/change-store.ts';
import { type Journal, readJournal, removeJournal } from '../../change/state/journal.ts';
import { sameMachine } from '../../change/state/record.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import { shellOf } from '../../core/model/command-text.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import { command, option, say } from '../../core/model/say.ts';
import { inBothForms } from '../../core/options/follow-ups.ts';
import type { Call } from '../../core/options/table.ts';
import { errnoOf } from '../../files/errno.ts';
import type { Machine } from '../../machine/port.ts';
import { findState, seenInState } from '../run/folders/state-folder.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import type { RunContext } from '../run/run.ts';
import { restoreChange } from './restore-change.ts';
import { commandFor, markRestored, reportLeft, reportUnconfirmed, waitingChange } from './unconfirmed.ts';

/** A change of this machine that the next apply restores before anything else. */
type RestoredFirst = Pick<Journal, 'backup' | 'machine'>;

/**
 * Audit and plan only report an interrupted change; they create no folder and write nothing. Resolves to the state
 * folder, if there is one, and to the change in it that an apply restores first.
 */
export async function reportInterruption(
  context: RunContext,
  machine: Machine,
  options: AuditOptions,
  ports: Ports,
  observation: Observation,
): Promise<{ dir: StateDir | null; first: RestoredFirst | null }> {
  const nothing = { dir: null, first: null };
  return seenInState(context, nothing, async () => {
    const dir = await findState({ machine, observation, options, ports });
    if (dir === null) return nothing;
    const journal = await readJournal(dir);
    if (journal !== null && (await isOf(journal, machine))) {
      reportOwn(context, journal);
      return { dir, first: journal };
    }
    if (journal !== null) await reportOther(context, dir, journal);
    const first = await reportUnconfirmed(context, dir, machine, options);
    await reportLeft(context, dir, machine, observation.registry);
    return { dir, first };
  });
}

function reportOwn(context: RunContext, journal: Journal): void {
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

/** A folder has one journal: while another machine has one in it, an apply with this folder is refused. */
async function reportOther({ emit, ports }: RunContext, dir: StateDir, journal: Journal): Promise<void> {
  if (await isGone(journal, dir)) return;
  const { machine, backup } = journal;
  const { command, commands } = inBothForms(rollbackOf(journal, dir.path), shellOf(ports.platform));
  const evidence = { machine: machine.id, backup, command };
  emit({
    type: 'finding',
    finding: { code: 'other-change-interrupted', severity: 'warning', store: null, evidence, commands },
  });
}

/** The interrupted change of this machine. */
export async function interruptedChange(dir: StateDir, machine: Machine): Promise<Journal | null> {
  const journal = await readJournal(dir);
  return journal !== null && (await isOf(journal, machine)) ? journal : null;
}

async function isOf(journal: Journal, machine: Machine): Promise<boolean> {
  return sameMachine(journal.machine, await machine.identity());
}

/** A plan of settings that the next apply restores first would be refused by that apply. */
export function notPlanned(
  change: RestoredFirst,
  dir: StateDir,
  options: Pick<AuditOptions, 'stateDir'>,
): P2sError {
  const command = commandFor('rollback', change, dir, options);
  return new P2sError(
    'interrupted-change',
    say('No plan was written: the change of backup {backup} must be rolled back first.', {
      backup: change.backup,
    }),
    {
      where: dir.path,
      next: say('Run {command}, then make the plan.', { command }),
      evidence: { backup: change.backup },
    },
  );
}

/**
 * Restores an interrupted change, with the lock held: every value that holds what the change meant to write gets
 * its old content; a value that was changed outside p2s-fix since then is not restored. Resolves to the restored
 * places, or to `null` if no change was interrupted.
 *
 * @throws P2sError `interrupted-change` if the change belongs to another machine, `restore-failed`,
 * `needs-elevation`: the journal is kept in these cases.
 */
export async function restoreInterrupted(
  context: RunContext,
  machine: Machine,
  store: ChangeStore,
): Promise<string[] | null> {
  const { dir } = store;
  const journal = await readJournal(dir);
  if (journal === null) return null;
  if (!(await isOf(journal, machine))) {
    if (!(await isGone(journal, dir))) throw ofAnotherMachine(journal, dir.path);
    await removeJournal(dir);
    return null;
  }
  const { restored, left } = await restoreChange(context, machine, store, journal);
  await removeJournal(dir);
  // The change may also have been unconfirmed, and no longer exists.
  const unconfirmed = await waitingChange(dir, machine);
  if (unconfirmed?.backup === journal.backup) await markRestored(context, store, { ...unconfirmed, left });
  return restored;
}

/** A copy that was never made, or a recording that was deleted: there is nothing to restore. */
async function isGone({ machine: { kind, id } }: Journal, { files }: StateDir): Promise<boolean> {
  if (kind !== 'recorded') return false;
  // One that cannot be looked for is not known to be gone.
  const found = await files.info(id).catch((error: unknown) => {
    if (errnoOf(error) === null) throw error;
    return undefined;
  });
  return found === null;
}

/** A folder has one journal: while it exists, nothing can be changed with this folder. */
function ofAnotherMachine(journal: Journal, folder: string): P2sError {
  const { machine, backup } = journal;
  return new P2sError(
    'interrupted-change',
    say('A change of another computer ({id}) was interrupted.', { id: machine.id }),
    {
      where: folder,
      next: say('Roll it back first: {command}. Or name another folder with {option} DIR.', {
        command: rollbackOf(journal, folder),
        option: option('state-dir'),
      }),
      evidence: { machine, backup },
    },
  );
}

/** Names the folder, so that no option of this run, which is of another computer, completes it. */
function rollbackOf({ machine, backup }: Journal, folder: string): Call {
  const file = machine.kind === 'recorded' ? { machine: [machine.id], 'in-place': true } : {};
  return command('rollback', { backup, ...file, 'state-dir': folder });
}
