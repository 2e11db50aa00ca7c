import { existsSync, mkdirSync } from 'node:fs';
import type { FolderFacts } from '../../../src/core/security/folder-access.ts';
import type { FolderPort, FolderQuestion } from '../../../src/machine/folders.ts';
import { type Ports, systemPorts } from '../../../src/pipeline/run/ports.ts';

export const USER = 'S-1-5-21-1-2-3-1001';

/** A Windows whose folders are in the working folder, each with its whole path as its name. */
export class FolderWindows implements FolderPort {
  /** What exists, and who besides administrators may change it. */
  readonly others = new Map<string, string | null>([
    ['C:\\', null],
    ['C:\\Program Files', null],
  ]);
  readonly files = new Set<string>();
  readonly made: string[] = [];
  readonly links = new Set<string>();
  observed: FolderQuestion[] = [];
  user: { sid: string | null; elevated: boolean | null } = { sid: USER, elevated: true };

  async observe(question: FolderQuestion) {
    this.observed.push(question);
    const folders = [...(question.paths ?? []), ...(question.above ?? [])].map((path): FolderFacts => {
      const other = this.others.get(path) ?? (existsSync(path) ? null : this.others.get(path));
      if (this.links.has(path)) return { path, kind: 'link', other: null };
      if (other === undefined) return { path, kind: 'absent', other: null };
      return { path, kind: this.files.has(path) ? 'file' : 'folder', other };
    });
    return { user: this.user, programs: 'C:\\Program Files', folders };
  }

  async make(path: string) {
    if (this.others.has(path)) return;
    mkdirSync(path, { mode: 0o700 });
    this.made.push(path);
    this.others.set(path.slice(0, path.lastIndexOf('\\')), null).set(path, null);
  }

  get ports(): Ports {
    const env = {
      ProgramFiles: 'C:\\Users\\a',
      ProgramW6432: 'C:\\Users\\a',
      LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local',
      SystemRoot: 'C:\\Windows',
    };
    return { ...systemPorts(''), platform: 'win32', env, folders: () => this };
  }
}
