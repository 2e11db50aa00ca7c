import { memoryFiles } from '../memory-files.ts';

/** As in a fleet report: no text is longer. */
const MAX_BYTES = 500 * 1024 * 1024;

export const readFile = (path: string): Promise<Uint8Array> => memoryFiles.read(path, MAX_BYTES);

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
