import { copyFile, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { say } from '../core/model/say.ts';
import { errnoOf, errnoReason } from '../files/errno.ts';
import {
  filesIn,
  fingerprint,
  folderName,
  installProblem,
  MANIFEST,
  type ManifestFile,
  manifestBytes,
} from './manifest.ts';

/** The parts of a program to copy; absolute paths. */
export interface ProgramParts {
  version: string;
  node: string;
  /** The script that Node starts, with its `chunks` in the same folder. Equals `node` for a single executable. */
  entry: string;
  scripts: string;
  /** The configuration of the installed program, as JSON. */
  config: Uint8Array;
}

/** A program that runs independently. */
export interface InstalledProgram {
  folder: string;
  node: string;
  entry: string;
}

export const CONFIG = 'config.json';
const PROGRAM = 'program';
/** Fixed, whatever the original name was, because the task starts it by this name. */
const SINGLE = 'p2s-fix.exe';
/** A node.exe that has just ended, or an antivirus scanner, may lock a file for a moment. */
const REMOVAL = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 } as const;

/**
 * Copies a program into a folder below `root` that is named after its content. A complete copy that already exists
 * is kept, and an interrupted copy never replaces a complete one.
 *
 * @throws P2sError `install-failed`
 */
export async function installProgram(root: string, parts: ProgramParts): Promise<InstalledProgram> {
  const next = join(root, 'next');
  try {
    await rm(next, REMOVAL);
    await mkdir(next);
    const files: ManifestFile[] = [];
    for (const [from, to] of await copiesOf(parts)) files.push(await copied(from, next, to));
    for (const [to, bytes] of Object.entries({
      [CONFIG]: parts.config,
      // Node reads the nearest one to detect that the program consists of modules.
      ...(isSingle(parts) ? {} : { 'package.json': Buffer.from('{"type":"module"}\n') }),
    })) {
      await writeFile(join(next, to), bytes);
      files.push({ path: to, ...(await fingerprint(join(next, to))) });
    }
    const manifest = manifestBytes(parts.version, files);
    await writeFile(join(next, MANIFEST), manifest);
    const folder = join(root, folderName(manifest));
    if ((await installProblem(folder)) !== null) {
      await rm(folder, REMOVAL);
      await rename(next, folder);
    }
    const entry = join(folder, PROGRAM, entryName(parts));
    return { folder, node: isSingle(parts) ? entry : join(folder, nodeName(parts)), entry };
  } catch (error) {
    throw error instanceof P2sError ? error : failed(root, error);
  } finally {
    await rm(next, REMOVAL).catch(() => undefined);
  }
}

/** The installed programs, by their folders. */
export async function installedFolders(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && /^[0-9a-f]{32}$/.test(entry.name))
      .map(({ name }) => join(root, name));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw failed(root, error);
  }
}

/**
 * Removes everything below `root` except one folder, and `root` itself if nothing is kept.
 *
 * @throws P2sError `install-failed` when a file is locked
 */
export async function removePrograms(root: string, kept: string | null): Promise<void> {
  try {
    if (kept === null) return await rm(root, REMOVAL);
    for (const name of await readdir(root))
      if (join(root, name) !== kept) await rm(join(root, name), REMOVAL);
  } catch (error) {
    throw failed(root, error);
  }
}

/** Source and destination of each file. Relative positions are kept, because the entry script uses them. */
async function copiesOf(parts: ProgramParts): Promise<[from: string, to: string][]> {
  if (isSingle(parts)) return [[parts.node, `${PROGRAM}/${entryName(parts)}`]];
  const home = dirname(parts.entry);
  const copies: [string, string][] = [
    [parts.node, nodeName(parts)],
    [parts.entry, `${PROGRAM}/${entryName(parts)}`],
  ];
  for (const folder of [join(home, 'chunks'), resolve(parts.scripts)])
    for (const path of await filesIn(folder))
      copies.push([join(folder, path), place(home, join(folder, path))]);
  return copies;
}

/** A single `..` leads out of the program's folder into its parent, and no further. */
function place(home: string, file: string): string {
  const path = relative(home, file).split(sep);
  const [first, ...rest] = path;
  return first === '..' && rest[0] !== '..' ? rest.join('/') : [PROGRAM, ...path].join('/');
}

async function copied(from: string, folder: string, to: string): Promise<ManifestFile> {
  const found = await lstat(from);
  if (!found.isFile())
    throw new P2sError('install-failed', say('A part of the program is not a regular file.'), {
      where: from,
    });
  const path = join(folder, ...to.split('/'));
  await mkdir(dirname(path), { recursive: true });
  await copyFile(from, path);
  return { path: to, ...(await fingerprint(path)) };
}

function nodeName({ node }: ProgramParts): string {
  return /\.exe$/i.test(node) ? 'node.exe' : 'node';
}

function entryName(parts: ProgramParts): string {
  return isSingle(parts) ? SINGLE : relative(dirname(parts.entry), parts.entry);
}

function isSingle({ node, entry }: ProgramParts): boolean {
  return node === entry;
}

function failed(where: string, cause: unknown): P2sError {
  return new P2sError(
    'install-failed',
    say('The program for the schedule cannot be installed or removed: {reason}.', {
      reason: errnoReason(cause),
    }),
    {
      where,
      next: say('Run the same command again; a current run of the task is using its files.'),
      cause,
    },
  );
}
