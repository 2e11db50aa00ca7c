import { sep } from 'node:path';
import { sameBytes } from '../core/model/registry.ts';
import type { FilePort } from '../files/port.ts';
import type { StateDir } from './state-dir.ts';

/** A file of a state folder on another machine, by its name in the folder; `bytes: null`: not there, or to be removed. */
export interface FileElsewhere {
  path: string;
  bytes: Uint8Array | null;
  /** Added at the end of what is there. */
  append?: boolean;
}

/** A state folder on another machine, of which some files are known here. Nothing is written by working on it. */
export interface StateDirElsewhere {
  dir: StateDir;
  /** Whether it was there. */
  exists: boolean;
  /** What has to be done there to bring about what was done here since the last call, in order. */
  taken(): FileElsewhere[];
}

/** Not a path of any system: what is read of it is a mistake. */
const ROOT = `${sep}elsewhere`;

/**
 * The folder as {@link StateDir} knows it, over the files that were brought from the other machine. `listed` are the
 * names in its folder of backups, which need not all be known. What backup, journal and notes write is kept in order, to
 * be carried out there.
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
