import { P2sError } from '../../core/model/errors.ts';
import type { Machine } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { RollbackOptions } from '../pending/restore-backup.ts';
import type { RestoredWhole } from '../pending/restore-unreadable.ts';
import { observeSettings } from '../run/observe-machine.ts';
import { openMachine } from '../run/open-machine.ts';
import type { Ports } from '../run/ports.ts';
import { loadDocument, type RunContext, runMode } from '../run/run.ts';

/** Restores a backup byte for byte, after backing up the current values. */
export function runRollback(options: RollbackOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('rollback', ports, options, async (context) => {
    const { machine, restored } = await openToRestore(context, options, ports);
    try {
      // PowerShell starts slowly: the rest of the code is loaded meanwhile.
      const [observation, { restoreBackup }] = await Promise.all([
        observeSettings(context, machine),
        import('../pending/restore-backup.ts'),
        loadDocument(),
      ]);
      await restoreBackup(context, machine, observation, options, restored);
    } finally {
      await machine.close();
    }
  });
}

/** The machine; a recording that cannot be read is restored as a whole first, if its backup proves what changed it. */
async function openToRestore(
  context: RunContext,
  options: RollbackOptions,
  ports: Ports,
): Promise<{ machine: Machine; restored: RestoredWhole | null }> {
  const open = () => openMachine(options.machine, ports, 'write');
  try {
    return { machine: await open(), restored: null };
  } catch (error) {
    if (!(error instanceof P2sError) || error.code !== 'input') throw error;
    const { restoreUnreadable } = await import('../pending/restore-unreadable.ts');
    const restored = await restoreUnreadable(context, options);
    if (restored === null) throw error;
    return { machine: await open(), restored };
  }
}
