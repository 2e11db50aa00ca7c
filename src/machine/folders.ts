import type { FolderFacts } from '../core/security/folder-access.ts';
import type { PowerShellHosts } from '../powershell/open.ts';

const LOOK_DEADLINE_MS = 30_000;
const MAKE_DEADLINE_MS = 30_000;

/** Who runs this program, and what Windows has stored for folders and files. */
export interface FolderObservation {
  /** `elevated: null`: this language mode cannot tell. */
  user: { sid: string | null; elevated: boolean | null };
  /** One per path, in their order. */
  folders: FolderFacts[];
}

/** Folders and files of the Windows that this program runs on, with their access lists. */
export interface FolderPort {
  /** Reads only. Rejects with P2sError `powershell-*`. */
  observe(paths: readonly string[]): Promise<FolderObservation>;
  /**
   * Makes a folder, and those above it that are missing, with full control for these SIDs, inherited by all in it, and
   * nothing for anybody else. `false`: there is something already, which was left alone. Rejects with P2sError
   * `powershell-*`.
   */
  make(path: string, accounts: { owner: string; full: readonly string[] }): Promise<boolean>;
}

/** By the bundled scripts. Looks go through the session that reads everything else, so they start nothing. */
export function folderPort(hosts: PowerShellHosts): FolderPort {
  return {
    async observe(paths) {
      const { parseFolderObservation } = await import('./folders-wire.ts');
      const options = { deadlineMs: LOOK_DEADLINE_MS };
      const { result } = await hosts.session.run('Get-P2SFolderAccess', { paths: [...paths] }, options);
      return parseFolderObservation(result, paths);
    },
    async make(path, { owner, full }) {
      const { parseFolderMade } = await import('./folders-wire.ts');
      const options = { deadlineMs: MAKE_DEADLINE_MS };
      const request = { path, owner, full: [...full] };
      const { result } = await hosts.oneShot.run('New-P2SStateFolder', request, options);
      return parseFolderMade(result);
    },
  };
}
