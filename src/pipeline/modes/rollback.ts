import type { ReportDocument } from '../../report/model/document.ts';
import type { RollbackOptions } from '../pending/restore-backup.ts';
import { observeSettings } from '../run/observe-machine.ts';
import { openMachine } from '../run/open-machine.ts';
import type { Ports } from '../run/ports.ts';
import { loadDocument, runMode } from '../run/run.ts';

/** Restores a backup byte for byte, after backing up the current values. */
export function runRollback(options: RollbackOptions, ports: Ports): Promise<ReportDocument> {
  return runMode('rollback', ports, options, async (context) => {
    const machine = await openMachine(options.machine, ports, 'write');
    try {
      // PowerShell starts slowly: the rest of the code is loaded meanwhile.
      const [observation, { restoreBackup }] = await Promise.all([
        observeSettings(context, machine),
        import('../pending/restore-backup.ts'),
        loadDocument(),
      ]);
      await restoreBackup(context, machine, observation, options);
    } finally {
      await machine.close();
    }
  });
}
