import type { PowerShellHosts } from '../powershell/open.ts';

const DEADLINE_MS = 30_000;

/** The folder of Task Scheduler's library in which the tasks of p2s-fix lie. Rejects with P2sError `powershell-*`. */
export interface TaskFolderPort {
  /**
   * Makes it for administrators alone, after deleting what others own or may change; or takes it away where it is empty.
   * Does nothing where Task Scheduler cannot be asked about access lists (Constrained Language Mode).
   */
  set(present: boolean): Promise<void>;
}

/** By the bundled script. */
export function taskFolderPort({ oneShot }: PowerShellHosts): TaskFolderPort {
  return {
    async set(present) {
      await oneShot.run('Set-P2STaskFolder', { present }, { deadlineMs: DEADLINE_MS });
    },
  };
}
