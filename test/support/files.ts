import { mkdtempSync, realpathSync } from 'node:fs';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import type { FilePort } from '../../src/files/port.ts';

/** Permission bits and links are tested on systems where every user can set them. */
export const onWindows = process.platform === 'win32';

/** A new empty folder (0700), and its removal. */
export async function tempFolder(parent = tmpdir()): Promise<{ path: string; remove: () => Promise<void> }> {
  // Canonical: the temporary folder may be a link or, on Windows, spelt in the short form.
  const path = await realpath(await mkdtemp(join(parent, 'p2s-fix-test-')));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A new empty folder (0700) for the tests of the file or `describe` that calls this, removed after them. */
export function folderForAll(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'p2s-fix-test-')));
  afterAll(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A new empty folder (0700) for the test that calls this, itself or in `beforeEach`, removed at its end. */
export async function folderForTest(): Promise<string> {
  const { path, remove } = await tempFolder();
  onTestFinished(remove);
  return path;
}

/**
 * Files whose named operations fail with an errno, as with a full disk or a missing permission:
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
