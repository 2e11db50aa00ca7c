import { MAX_FILE_BYTES } from '../../core/fleet/file-limit.ts';
import { memoryFiles } from '../memory-files.ts';

export const readFile = (path: string): Promise<Uint8Array> => memoryFiles.read(path, MAX_FILE_BYTES);

export const stat = async (path: string): Promise<{ size: number }> => ({
  size: (await readFile(path)).length,
});

/** Creates a new file, as the exports do; fails when it exists. */
export async function open(path: string) {
  if ((await memoryFiles.info(path)) !== null) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
  return {
    writeFile: async (content: string | Uint8Array) =>
      memoryFiles.put(
        path,
        typeof content === 'string' ? new TextEncoder().encode(content) : content,
        new Date(0),
      ),
    sync: async () => undefined,
    close: async () => undefined,
  };
}
