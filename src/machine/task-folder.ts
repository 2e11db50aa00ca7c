import type { PowerShellHosts } from '../powershell/open.ts';

const DEADLINE_MS = 30_000;

/** The Task Scheduler folder for the tasks of p2s-fix. Rejects with P2sError `powershell-*`. */
export interface TaskFolderPort {
  /**
   * Creates it for administrators only, after deleting what others own or may change; or removes it if it is
   * empty. Does nothing where access lists cannot be read (Constrained Language Mode).
   */
  set(present: boolean): Promise<void>;
}

/** Uses the bundled script. */
export function taskFolderPort({ oneShot }: PowerShellHosts): TaskFolderPort {
  return {
    async set(present) {
      await oneShot.run('Set-P2STaskFolder', { present }, { deadlineMs: DEADLINE_MS });
    },
  };
}
