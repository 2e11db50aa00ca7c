import { P2sError } from '../core/model/errors.ts';
import { sameBytes } from '../core/model/registry.ts';
import { say } from '../core/model/say.ts';
import type { FileInfo, FilePort } from '../files/port.ts';

/** Files in memory by absolute path; a folder exists if it contains a file. */
export interface MemoryFiles extends FilePort {
  put(path: string, bytes: Uint8Array, modifiedAt: Date): void;
  /** The files below a folder, by relative name. */
  below(folder: string): { name: string; bytes: Uint8Array }[];
  clear(): void;
}

function createMemoryFiles(): MemoryFiles {
  const files = new Map<string, { bytes: Uint8Array; modifiedAt: Date }>();
  const folders = new Set<string>();
  const startsWith = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
  const isFolder = (path: string) => folders.has(path) || [...files.keys()].some(startsWith(path));
  const there = (path: string) => {
    const file = files.get(path);
    if (file === undefined) throw Object.assign(new Error('not there'), { code: 'ENOENT' });
    return file;
  };
  const put = (path: string, bytes: Uint8Array, modifiedAt = new Date(0)) => {
    files.set(path, { bytes, modifiedAt });
  };
  return {
    put,
    below: (folder) =>
      [...files]
        .filter(([path]) => startsWith(folder)(path))
        .map(([path, { bytes }]) => ({ name: path.slice(folder.length + 1), bytes })),
    clear: () => {
      files.clear();
      folders.clear();
    },
    read: async (path, maxBytes) => {
      const { bytes } = there(path);
      if (bytes.length > maxBytes)
        throw new P2sError(
          'input',
          say('The file has {size} bytes; more than {limit} are not read.', {
            size: bytes.length,
            limit: maxBytes,
          }),
          { where: path },
        );
      return bytes;
    },
    replace: async (path, bytes, { expected } = {}) => {
      const old = files.get(path);
      if (expected !== undefined && (old === undefined || !sameBytes(old.bytes, expected))) return false;
      put(path, bytes);
      return true;
    },
    append: async (path, bytes) => put(path, Uint8Array.from([...(files.get(path)?.bytes ?? []), ...bytes])),
    remove: async (path) => {
      files.delete(path);
    },
    list: async (folder) => [
      ...new Set(
        [...files.keys()]
          .filter(startsWith(folder))
          .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
    makeFolder: async (path) => {
      folders.add(path);
    },
    info: async (path): Promise<FileInfo | null> => {
      const file = files.get(path);
      const common = { mode: 0o600, uid: 0, gid: 0 };
      if (file !== undefined) return { ...common, kind: 'file', modifiedAt: file.modifiedAt };
      return isFolder(path) ? { ...common, kind: 'folder', modifiedAt: new Date(0) } : null;
    },
    realpath: async (path) => {
      if (!files.has(path) && !isFolder(path)) there(path);
      return path;
    },
  };
}

/** The files of this page: input and output. */
export const memoryFiles = createMemoryFiles();

/** Replaces the file system in the page. */
export const nodeFiles = (): FilePort => memoryFiles;
