import { appendFileSync, readFileSync, statSync } from 'node:fs';
import type { FolderFacts } from '../../../src/core/security/folder-access.ts';
import { parseSddl } from '../../../src/core/security/sddl.ts';
import type { FolderPort } from '../../../src/machine/folders.ts';

/** Which folders the program made on this computer, and for whom: one JSON line each. */
const MADE = 'C:\\windows\\temp\\p2s-fix-folders.ndjson';

const TRUSTED_INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const FULL = '(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
/** A file without its own list, in a folder that only administrators can write. */
const INHERITED = 'O:BAD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)';
/** Installed for the machine: everybody may read. */
const INSTALLED = `O:BAD:PAI${FULL}(A;OICI;0x1200a9;;;BU)`;

/** The lists that Windows Setup gives to its own folders. */
const OF_WINDOWS: Readonly<Record<string, string>> = {
  'c:\\': `O:${TRUSTED_INSTALLER}D:PAI${FULL}(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)`,
  // Linux's: everybody may add files, and replace none of others.
  'z:\\tmp': `O:SYD:PAI${FULL}(A;;0x1200af;;;WD)`,
  'c:\\program files': `O:${TRUSTED_INSTALLER}D:PAI${FULL}(A;OICI;0x1200a9;;;BU)(A;OICIIO;GA;;;CO)`,
  'c:\\programdata': `O:SYD:PAI(A;OICIIO;GA;;;CO)${FULL}(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)`,
};

interface Made {
  path: string;
  /** The number in the file system, so that a folder that replaced it does not count as the same one. */
  inode: string;
  sddl: string;
}

/**
 * Wine accepts an access list and drops it: everything belongs to the one user, and who else may write is derived
 * from the Linux mode. So a folder that the program made is reported with the list that the program requested, and
 * its content with what that list passes on, unless it was opened to others since. Windows' own folders get
 * Windows' lists. Linux files, where the program itself is, and installed programs belong to an administrator
 * unless they are open to others. Everything else is reported as it is.
 */
export function labFolders(real: FolderPort): FolderPort {
  return {
    async observe(paths) {
      const { user, folders } = await real.observe(paths);
      return { user, folders: folders.map((folder) => asOnWindows(folder, user.sid)) };
    },
    async make(path, accounts) {
      const made = await real.make(path, accounts);
      if (made) {
        const entries = accounts.full.map((sid) => `(A;OICI;FA;;;${sid})`).join('');
        const note: Made = { path, inode: inodeOf(path) ?? '', sddl: `O:${accounts.owner}D:PAI${entries}` };
        appendFileSync(MADE, `${JSON.stringify(note)}\n`);
      }
      return made;
    },
  };
}

/**
 * The same for a computer that is reached from outside, whose files are seen only in its answers: its state folder
 * and what is in it are as they were made, unless they are open to others.
 */
export function labFoldersElsewhere(real: FolderPort): FolderPort {
  return {
    ...real,
    async observe(paths) {
      const { user, folders } = await real.observe(paths);
      return { user, folders: folders.map((folder) => asElsewhere(folder, user.sid)) };
    },
  };
}

function asElsewhere(folder: FolderFacts, user: string | null): FolderFacts {
  const { path, kind, sddl } = folder;
  if ((kind !== 'folder' && kind !== 'file') || sddl === null) return folder;
  const ofWindows = OF_WINDOWS[path.toLowerCase()];
  if (ofWindows !== undefined) return { ...folder, sddl: ofWindows };
  return isOpen(sddl, user) ? folder : { ...folder, sddl: INHERITED };
}

function asOnWindows(folder: FolderFacts, user: string | null): FolderFacts {
  const { path, kind, sddl } = folder;
  // The root of Linux, which Wine shows as a link.
  if (/^z:\\$/i.test(path)) return { ...folder, kind: 'folder', sddl: INSTALLED };
  if ((kind !== 'folder' && kind !== 'file') || sddl === null) return folder;
  const ofWindows = OF_WINDOWS[path.toLowerCase()];
  if (ofWindows !== undefined) return { ...folder, sddl: ofWindows };
  if (isOpen(sddl, user)) return folder;
  const made = notes().filter((note) => note.inode === inodeOf(note.path));
  const own = made.find((note) => note.path === path);
  if (own !== undefined) return { ...folder, sddl: own.sddl };
  if (made.some((note) => path.startsWith(`${note.path}\\`))) return { ...folder, sddl: INHERITED };
  return /^(?:z:|c:\\program files)\\/i.test(path) ? { ...folder, sddl: INSTALLED } : folder;
}

/** Whether the list that Wine derives from the mode lets anybody but the one user write. */
function isOpen(sddl: string, user: string | null): boolean {
  const write = 0x2 | 0x4 | 0x40 | 0x10000 | 0x40000000 | 0x10000000;
  const entries = parseSddl(sddl)?.entries ?? null;
  if (entries === null) return true;
  const known = [user, 'S-1-5-18', 'S-1-5-32-544', 'S-1-3-0'];
  return entries.some(
    ({ effect, mask, sid }) => effect === 'allow' && (mask & write) !== 0 && !known.includes(sid),
  );
}

function inodeOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : String(found.ino);
}

function notes(): Made[] {
  try {
    const lines = readFileSync(MADE, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Made);
  } catch {
    return [];
  }
}
