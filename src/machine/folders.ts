import type { FolderFacts } from '../core/security/folder-access.ts';
import type { PowerShellHosts } from '../powershell/open.ts';

const READ_DEADLINE_MS = 30_000;
const MAKE_DEADLINE_MS = 30_000;

/** The account that runs this program, and the facts of folders and files. */
export interface FolderObservation {
  /** `elevated: null`: unknown in this language mode. */
  user: { sid: string | null; elevated: boolean | null };
  /** One per path, in the same order. */
  folders: FolderFacts[];
}

/** Folders and files of this Windows, with their access lists. */
export interface FolderPort {
  /** Reads only. Rejects with P2sError `powershell-*`. */
  observe(paths: readonly string[]): Promise<FolderObservation>;
  /**
   * Creates a folder and its missing parents, with inherited full control for these SIDs only. `false` when
   * something already exists, which is not changed. Rejects with P2sError `powershell-*`.
   */
  make(path: string, accounts: { owner: string; full: readonly string[] }): Promise<boolean>;
}

/** Uses the bundled scripts. Reads use the existing PowerShell session, so they start no process. */
export function folderPort(hosts: PowerShellHosts): FolderPort {
  return {
    async observe(paths) {
      const options = { deadlineMs: READ_DEADLINE_MS };
      const [{ result }, { parseFolderObservation }] = await Promise.all([
        hosts.session.run('Get-P2SFolderAccess', { paths: [...paths] }, options),
        import('./wire/folders.ts'),
      ]);
      return parseFolderObservation(result, paths);
    },
    async make(path, { owner, full }) {
      const options = { deadlineMs: MAKE_DEADLINE_MS };
      const request = { path, owner, full: [...full] };
      const [{ result }, { parseFolderMade }] = await Promise.all([
        hosts.oneShot.run('New-P2SStateFolder', request, options),
        import('./wire/folders.ts'),
      ]);
      return parseFolderMade(result);
    },
  };
}
