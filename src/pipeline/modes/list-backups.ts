import { type BackupSummary, listBackups, readBackup } from '../../change/backup/backup.ts';
import { sameMachine } from '../../change/state/record.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { BackupLine } from '../../core/model/events.ts';
import { toText } from '../../core/model/say.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { dueBackup } from '../pending/due-backup.ts';
import { type ListedFolder, listedFolders, seenInState } from '../run/folders/state-folder.ts';
import { observeSettings } from '../run/observe-machine.ts';
import { openMachine } from '../run/open-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, runMode } from '../run/run.ts';

/** The backups in the state folders, newest first in each. */
export function runListBackups(options: AuditOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('rollback', ports, options, (context) => reportBackups(context, options));
}

/** A list needs no machine; with one, it shows which backups belong to it. */
async function reportBackups(context: RunContext, options: AuditOptions): Promise<void> {
  const { emit, ports } = context;
  const none = options.machine.file === undefined && ports.platform !== 'win32';
  const machine = none ? null : await openMachine(options.machine, ports, 'read');
  try {
    const observation = machine === null ? null : await observeSettings(context, machine);
    const own = await seenInState(context, null, async () => (await machine?.identity()) ?? null);
    const backups: BackupLine[] = [];
    for (const folder of await listedFolders(context, { machine, observation, options, ports })) {
      const found = await listBackups(folder.dir);
      const due = machine === null || !folder.trusted ? null : await knownDue(folder.dir, machine, found);
      backups.push(
        ...found.map((backup) => ({
          ...backupLine(backup, folder, own),
          ...(backup.number === due ? { due: true as const } : {}),
        })),
      );
    }
    emit({ type: 'backups', backups });
  } finally {
    await machine?.close();
  }
}

/** A list shows what it can, also beside a damaged record. */
async function knownDue(
  dir: StateDir,
  machine: Machine,
  backups: readonly BackupSummary[],
): Promise<string | null> {
  try {
    const due = await dueBackup(dir, machine, backups);
    const { recording } = machine;
    if (due === null || recording === null) return due;
    // Others may have changed the recording since.
    const { file } = await readBackup(dir, due, await machine.identity());
    const { sha256 } = await import('../../machine/recorded/recorded.ts');
    const now = sha256(await recording.read());
    return file === null || [file.sha256, file.leftSha256].includes(now) ? due : null;
  } catch (error) {
    if (error instanceof P2sError) return null;
    throw error;
  }
}

function backupLine(
  { number, createdAt, reason, machine, problem }: BackupSummary,
  { where, trusted }: ListedFolder,
  own: MachineIdentity | null,
): BackupLine {
  const ofThis = machine !== null && own !== null && sameMachine(machine, own);
  const foreign = !trusted ? 'folder' : ofThis ? null : 'machine';
  const why = problem === null ? { problem } : { problem: toText(problem), messages: { problem } };
  const file = machine?.kind === 'recorded' ? { file: machine.id } : {};
  return { number, createdAt, reason, ...why, where, own: foreign === null, foreign, ...file };
}
