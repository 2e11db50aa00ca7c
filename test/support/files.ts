import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilePort } from '../../src/files/port.ts';

/** Permission bits and links are tested where every user has them. */
export const onWindows = process.platform === 'win32';

/** An empty folder (0700) of one's own, and its removal. */
export async function tempFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  // Canonical: the temporary folder may be a link or, on Windows, spelt in the short form.
  const path = await realpath(await mkdtemp(join(tmpdir(), 'p2s-fix-test-')));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Files on which some operations fail with an errno, as a full disk or a missing permission would make them:
 * `failing(nodeFiles(), { replace: 'ENOSPC' })`.
 */
export function failing(files: FilePort, errnos: Partial<Record<keyof FilePort, string>>): FilePort {
  const broken = Object.entries(errnos).map(([operation, code]) => [
    operation,
    async () => {
      throw Object.assign(new Error(`${code}: made to fail`), { code });
    },
  ]);
  return { ...files, ...Object.fromEntries(broken) };
}

/** Every file below a folder with its content, and every folder: to see whether anything changes there. */
export async function everythingIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path, entry.isFile() ? (await readFile(path)).toString('base64') : 'folder'] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}
