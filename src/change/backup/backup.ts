import { join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { command, type Message, option, say } from '../../core/model/say.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import { lastBackup } from '../applied.ts';
import { sameMachine } from '../state/record.ts';
import { seal, unseal } from '../state/sealed.ts';
import type { StateDir } from '../state/state-dir.ts';
import { stored } from '../state/stored.ts';
import { type Backup, backupFromJson, backupToJson } from './backup-schema.ts';

const FILE_NAME = /^(\d{4,9})\.json$/;
/** The highest number with a name of this form. */
const MAX_NUMBER = 999_999_999;
const LAST_NUMBER = 'last-number';
/** A recording of 64 MiB in base64, and its values. */
const MAX_BACKUP_BYTES = 100 * 1024 * 1024;

/** One line of `rollback --list`. No values: they may hold credentials. */
export interface BackupSummary {
  number: string;
  path: string;
  /** `null`, with all fields below, when the backup is damaged. */
  createdAt: string | null;
  reason: Backup['reason'] | null;
  planId: string | null;
  machine: MachineIdentity | null;
  /** Why it cannot be used; otherwise `null`. */
  problem: Message | null;
}

/**
 * Writes the next backup, synced to disk when it resolves. Call it with the lock held.
 * Throws P2sError `state-dir` when it cannot be written; then the caller must not write anything else.
 */
export async function createBackup(
  dir: StateDir,
  content: Omit<Backup, 'number' | 'createdAt'>,
  now: Date,
): Promise<{ number: string; path: string }> {
  const folder = folderOf(dir);
  const failed = (reason: Message) =>
    say('The backup cannot be written: {reason}. Nothing was changed.', { reason });
  return stored(folder, failed, async () => {
    await dir.files.makeFolder(folder, 0o700);
    const number = await nextNumber(dir);
    const path = join(folder, `${number}.json`);
    const backup = { number, createdAt: now.toISOString(), ...content };
    await dir.files.replace(join(folder, LAST_NUMBER), Buffer.from(`${number}\n`), { mode: 0o600 });
    await dir.files.replace(path, seal(backupToJson(backup), backup.file?.bytes), { mode: 0o600 });
    return { number, path };
  });
}

/**
 * All backups, newest first, including damaged ones. Throws P2sError `state-dir` when the folder cannot be listed, as
 * `readBackup` and `pruneBackups` do.
 */
export async function listBackups(dir: StateDir): Promise<BackupSummary[]> {
  const summaries: BackupSummary[] = [];
  for (const number of (await listed(dir)).toReversed()) {
    const path = backupPath(dir, number);
    const { backup, problem } = await load(dir, number);
    summaries.push({
      number,
      path,
      createdAt: backup?.createdAt ?? null,
      reason: backup?.reason ?? null,
      planId: backup?.planId ?? null,
      machine: backup?.machine ?? null,
      problem,
    });
  }
  return summaries;
}

/**
 * The backup with this number (`7` is `0007`). Throws P2sError `input` when there is none, `backup-unusable` when
 * it is damaged, of an unknown version, or of another machine.
 */
export async function readBackup(dir: StateDir, number: string, machine: MachineIdentity): Promise<Backup> {
  const name = number.padStart(4, '0');
  const all = await listed(dir);
  if (!all.includes(name)) {
    throw new P2sError('input', say('There is no backup {name}.', { name }), {
      where: folderOf(dir),
      next: say('{command} shows the backups.', { command: command('rollback', { list: true }) }),
    });
  }
  const { backup, problem } = await load(dir, name);
  if (backup === null) throw unusable(backupPath(dir, name), problem ?? say('it is not readable'));
  const { kind, id } = backup.machine;
  if (!sameMachine(backup.machine, machine))
    throw unusable(
      backupPath(dir, name),
      say('it was made on another computer ({kind} {id})', { kind, id: withoutControls(id, 400) }),
    );
  return backup;
}

/**
 * Deletes the backups of a machine except the newest `keep` (at least 1) and the one that a rollback restores: failed
 * changes leave backups too, and must not displace it. Resolves to the deleted numbers. A backup that the system does
 * not delete stays, and the others are deleted.
 */
export async function pruneBackups(dir: StateDir, keep: number, own: MachineIdentity): Promise<string[]> {
  // With few files there is nothing to prune, so none is read.
  if ((await listed(dir)).length <= Math.max(1, keep)) return [];
  const mine = (await listBackups(dir)).filter(({ machine: of }) => of !== null && sameMachine(of, own));
  const due = await lastBackup(dir, own);
  const old = mine.slice(Math.max(1, keep)).filter(({ number }) => number !== due);
  const gone: string[] = [];
  for (const { number, path } of old.toReversed()) {
    try {
      await dir.files.remove(path);
      gone.push(number);
    } catch (error) {
      if (errnoOf(error) === null) throw error;
    }
  }
  return gone;
}

function folderOf(dir: StateDir): string {
  return join(dir.path, 'backups');
}

/** The file of a backup. */
export function backupPath(dir: StateDir, number: string): string {
  return join(folderOf(dir), `${number}.json`);
}

function listed(dir: StateDir): Promise<string[]> {
  const failed = (reason: Message) => say('The backups cannot be listed: {reason}.', { reason });
  return stored(folderOf(dir), failed, () => numbers(dir));
}

/** Ascending by number, not by text: 9999 comes before 10000. */
async function numbers(dir: StateDir): Promise<string[]> {
  const names = await dir.files.list(folderOf(dir));
  const found = names.flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []);
  return found.sort((a, b) => Number(a) - Number(b));
}

/**
 * One more than the highest number ever used, even if the newest backups were deleted. A record of it that leaves no
 * number is damaged, and not used. Throws P2sError `state-dir` when there is a backup with the last possible number.
 */
async function nextNumber(dir: StateDir): Promise<string> {
  const used = Number((await numbers(dir)).at(-1) ?? 0);
  const noted = await dir.files.read(join(folderOf(dir), LAST_NUMBER), 64).catch((error: unknown) => {
    // No file, or one that is too long or of another kind, which no run of p2s-fix wrote.
    if (errnoOf(error) === 'ENOENT' || error instanceof P2sError) return new Uint8Array();
    throw error;
  });
  const text = new TextDecoder().decode(noted).trim();
  const last = /^\d{1,9}$/.test(text) && Number(text) < MAX_NUMBER ? Number(text) : 0;
  if (used >= MAX_NUMBER) throw noNumberLeft(backupPath(dir, String(used)));
  return String(Math.max(used, last) + 1).padStart(4, '0');
}

async function load(
  dir: StateDir,
  number: string,
): Promise<{ backup: Backup | null; problem: Message | null }> {
  let bytes: Uint8Array;
  try {
    bytes = await dir.files.read(backupPath(dir, number), MAX_BACKUP_BYTES);
  } catch (error) {
    if (!(error instanceof P2sError) && errnoOf(error) === null) throw error;
    return { backup: null, problem: error instanceof P2sError ? error.messages.message : errnoReason(error) };
  }
  const opened = unseal(bytes);
  if (!opened.ok) return { backup: null, problem: opened.problem };
  const backup = backupFromJson(opened.content);
  if (backup === null) return { backup, problem: say('it is not a backup of a supported version') };
  if (backup.number !== number)
    return {
      backup: null,
      problem: say('it is backup {number} under another name', { number: backup.number }),
    };
  return { backup, problem: null };
}

function unusable(path: string, problem: Message): P2sError {
  return new P2sError('backup-unusable', say('The backup cannot be used: {problem}.', { problem }), {
    where: path,
    next: say('{command} shows the backups that can be used.', {
      command: command('rollback', { list: true }),
    }),
  });
}

function noNumberLeft(path: string): P2sError {
  return new P2sError(
    'state-dir',
    say(
      'The newest backup has the highest possible number, so no other can be written. Nothing was changed.',
    ),
    {
      where: path,
      next: say('Move this file to another folder, or name another one with {option} DIR.', {
        option: option('state-dir'),
      }),
    },
  );
}
