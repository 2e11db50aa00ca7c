import type { FolderFacts } from '../core/security/folder-access.ts';
import type { PowerShellHosts } from '../powershell/open.ts';

const DEADLINE_MS = 30_000;

/** The account that runs this program, and the facts of folders and files. */
export interface FolderObservation {
  /** `elevated: null`: unknown in this language mode. */
  user: { sid: string | null; elevated: boolean | null };
  /** The folder of programs, from the registry of the computer; `null` off Windows. */
  programs: string | null;
  /** One per path, in the same order. */
  folders: FolderFacts[];
}

export interface FolderQuestion {
  /** Entries that only trusted accounts may change: administrators, SYSTEM and TrustedInstaller. */
  paths?: readonly string[];
  /** Folders further above, below which they alone may replace something. */
  above?: readonly string[];
  /** Trust the current account too, and administrators of its domain. */
  own?: boolean;
}

/** Folders and files of this Windows, with their access lists. */
export interface FolderPort {
  /** Reads only; `paths` first, then `above`. Rejects with P2sError `powershell-*`. */
  observe(question: FolderQuestion): Promise<FolderObservation>;
  /**
   * Creates a folder for administrators alone, and its missing parents; an existing folder stays unchanged. Rejects
   * with P2sError `powershell-*`.
   */
  make(path: string): Promise<void>;
}

/** Uses the bundled scripts. Reads use the existing PowerShell session, so they start no process. */
export function folderPort(hosts: PowerShellHosts): FolderPort {
  let last: FolderObservation | null = null;
  return {
    async observe({ paths = [], above = [], own = false }) {
      if (last !== null && paths.length + above.length === 0) return { ...last, folders: [] };
      const [{ result }, { parseFolderObservation }] = await Promise.all([
        hosts.session.run(
          'Get-P2SFolderAccess',
          { paths: [...paths], above: [...above], own },
          { deadlineMs: DEADLINE_MS },
        ),
        import('./wire/folders.ts'),
      ]);
      last = parseFolderObservation(result, [...paths, ...above]);
      return last;
    },
    async make(path) {
      await hosts.oneShot.run('New-P2SStateFolder', { path }, { deadlineMs: DEADLINE_MS });
    },
  };
}
