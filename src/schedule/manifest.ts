import { createHash } from 'node:crypto';
import { lstat, open, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Message, say } from '../core/model/say.ts';

/** The list of an installed program's files; its digest is the name of the folder. */
export const MANIFEST = 'manifest.json';

const MAX_MANIFEST_BYTES = 1 << 20;
const MAX_FILES = 2000;
const CHUNK = 1 << 20;

export interface ManifestFile {
  /** Relative to the folder, with `/` as separator. */
  path: string;
  bytes: number;
  /** Hex, lower case. */
  sha256: string;
}

/** The bytes of a manifest; the same files give the same bytes. */
export function manifestBytes(version: string, files: readonly ManifestFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return new TextEncoder().encode(
    `${JSON.stringify({ schemaVersion: 1, version, files: sorted }, null, 1)}\n`,
  );
}

/** The folder name of a manifest: its digest, so a task that names the folder fixes every byte in it. */
export function folderName(manifest: Uint8Array): string {
  return createHash('sha256').update(manifest).digest('hex').slice(0, 32);
}

/**
 * The problem of an installed program, or `null`: its manifest matches the folder name, every file is unchanged,
 * and there is no other file.
 */
export async function installProblem(folder: string): Promise<Message | null> {
  let files: ManifestFile[];
  try {
    const path = join(folder, MANIFEST);
    const { size } = await lstat(path);
    if (size > MAX_MANIFEST_BYTES) return problemOf(MANIFEST, say('it is too large'));
    const bytes = await readFile(path);
    if (folderName(bytes) !== basename(folder).toLowerCase())
      return problemOf(MANIFEST, say('it belongs to another folder'));
    files = (JSON.parse(bytes.toString()) as { files: ManifestFile[] }).files;
  } catch (error) {
    return notRead(MANIFEST, error);
  }
  // The digest has proved that the manifest is valid.
  const unseen = new Map(files.map((file) => [file.path, file]));
  for (const path of await filesIn(folder)) {
    const file = unseen.get(path);
    if (file === undefined && path === MANIFEST) continue;
    if (file === undefined) return problemOf(path, say('it was not installed'));
    const problem = await fileProblem(folder, file);
    if (problem !== null) return problem;
    unseen.delete(path);
  }
  const [missing] = unseen.keys();
  return missing === undefined ? null : problemOf(missing, say('it is missing'));
}

/** Every file below a folder, and every other entry that is not a folder, such as a link. */
export async function filesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, ...below.split('/').filter(Boolean)), {
      withFileTypes: true,
    })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      else found.push(path);
      if (found.length > MAX_FILES) throw new RangeError(`more than ${MAX_FILES} files`);
    }
  };
  await visit('');
  return found;
}

/** Size and SHA-256 of a file, read in chunks, because Node itself has 90 MB. */
export async function fingerprint(path: string): Promise<Pick<ManifestFile, 'bytes' | 'sha256'>> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(CHUNK);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function fileProblem(folder: string, { path, bytes, sha256 }: ManifestFile): Promise<Message | null> {
  const file = join(folder, ...path.split('/'));
  try {
    const found = await lstat(file);
    if (!found.isFile()) return problemOf(path, say('it is not a regular file'));
    if (found.size !== bytes) return problemOf(path, say('it has another size'));
    return (await fingerprint(file)).sha256 === sha256
      ? null
      : problemOf(path, say('it has another content'));
  } catch (error) {
    return notRead(path, error);
  }
}

function problemOf(path: string, fault: Message): Message {
  return say('{path}: {fault}', { path, fault });
}

function notRead(path: string, error: unknown): Message {
  const { code } = error as { code?: unknown };
  return problemOf(
    path,
    typeof code === 'string' ? say('it cannot be read ({code})', { code }) : say('it cannot be understood'),
  );
}
