import { sep } from 'node:path';
import { sameBytes } from '../../core/model/registry.ts';
import type { FilePort } from '../../files/port.ts';
import type { StateDir } from '../state/state-dir.ts';

/**
 * A file of a state folder on another computer, by its name in the folder; `bytes: null`: absent or to be
 * removed.
 */
export interface FileElsewhere {
  path: string;
  bytes: Uint8Array | null;
  /** Append to the existing file. */
  append?: boolean;
}

/** A state folder on another computer, of which some files are known here. Changes to it are only recorded. */
export interface StateDirElsewhere {
  dir: StateDir;
  /** Whether the folder existed. */
  exists: boolean;
  /** The file operations since the last call, in order, to be carried out on the other computer. */
  taken(): FileElsewhere[];
}

/** Not a path of any system: a read below it is a bug. */
const ROOT = `${sep}elsewhere`;

/**
 * A {@link StateDir} over the files that were read from the other computer. `listed` are the names in its folder
 * of backups; not all of these need to be known. Keeps what backup, journal and records write in order, to be
 * carried out on that computer.
 */
export function stateDirElsewhere(
  known: readonly FileElsewhere[],
  listed: readonly string[],
  exists: boolean,
): StateDirElsewhere {
  const held = new Map(known.flatMap(({ path, bytes }) => (bytes === null ? [] : [[path, bytes] as const])));
  let done: FileElsewhere[] = [];
  const nameOf = (path: string) => path.slice(ROOT.length + 1).replaceAll(sep, '/');
  const files: FilePort = {
    async read(path, maxBytes) {
      const bytes = held.get(nameOf(path));
      if (bytes === undefined) throw Object.assign(new Error('not there'), { code: 'ENOENT' });
      if (bytes.length > maxBytes) throw Object.assign(new Error('too long'), { code: 'EFBIG' });
      return bytes;
    },
    async replace(path, bytes, options) {
      const before = held.get(nameOf(path));
      const { expected } = options ?? {};
      if (expected !== undefined && (before === undefined || !sameBytes(before, expected))) return false;
      held.set(nameOf(path), bytes);
      done.push({ path: nameOf(path), bytes });
      return true;
    },
    async append(path, bytes) {
      done.push({ path: nameOf(path), bytes, append: true });
    },
    async remove(path) {
      held.delete(nameOf(path));
      done.push({ path: nameOf(path), bytes: null });
    },
    async list(folder) {
      return nameOf(folder) === 'backups' ? [...listed] : [];
    },
    makeFolder: async () => undefined,
    info: async () => null,
    realpath: async (path) => path,
  };
  return {
    dir: { path: ROOT, files },
    exists,
    taken() {
      const taken = done;
      done = [];
      return taken;
    },
  };
}
