import { mkdirSync } from 'node:fs';
import type { FolderFacts } from '../../../src/core/security/folder-access.ts';
import type { FolderPort } from '../../../src/machine/folders.ts';
import { type Ports, systemPorts } from '../../../src/pipeline/run/ports.ts';

export const USER = 'S-1-5-21-1-2-3-1001';

/** A Windows whose folders are in the working folder, each with its whole path as its name. */
export class FolderWindows implements FolderPort {
  readonly lists = new Map<string, string>([
    ['C:\\', 'O:SYD:PAI(A;;FA;;;SY)'],
    ['C:\\ProgramData', 'O:SYD:PAI(A;;FA;;;SY)(A;CI;DCLCRPCR;;;BU)'],
  ]);
  readonly made: [string, { owner: string; full: readonly string[] }][] = [];
  readonly links = new Set<string>();
  observed: (readonly string[])[] = [];
  user: { sid: string | null; elevated: boolean | null } = { sid: USER, elevated: true };

  async observe(paths: readonly string[]) {
    this.observed.push(paths);
    const folders = paths.map((path): FolderFacts => {
      const sddl = this.lists.get(path) ?? null;
      if (this.links.has(path)) return { path, kind: 'link', sddl: null };
      return { path, kind: sddl === null ? 'absent' : 'folder', sddl };
    });
    return { user: this.user, folders };
  }

  async make(path: string, accounts: { owner: string; full: readonly string[] }) {
    if (this.lists.has(path)) return false;
    mkdirSync(path, { mode: 0o700 });
    this.made.push([path, accounts]);
    const entries = accounts.full.map((sid) => `(A;OICI;FA;;;${sid})`).join('');
    this.lists.set(path, `O:${accounts.owner}D:P${entries}`);
    return true;
  }

  get ports(): Ports {
    const env = {
      ProgramData: 'C:\\ProgramData',
      LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local',
      SystemRoot: 'C:\\Windows',
    };
    return { ...systemPorts(''), platform: 'win32', env, folders: () => this };
  }
}
