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

/** Where the parts of a program lie that is to be copied; absolute paths. */
export interface ProgramParts {
  version: string;
  node: string;
  /** The script that Node starts; its `chunks` lie beside it. The same as `node`: one executable that has all in it. */
  entry: string;
  scripts: string;
  /** What the installed program is to do, as JSON. */
  config: Uint8Array;
}

/** A program that can run by itself. */
export interface InstalledProgram {
  folder: string;
  node: string;
  entry: string;
}

export const CONFIG = 'config.json';
const PROGRAM = 'program';
/** Whatever it was called where it came from: what a task starts is known by its name. */
const SINGLE = 'p2s-fix.exe';
/** A node.exe that has just ended, or a virus scanner, holds a file for a moment. */
const REMOVAL = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 } as const;

/**
 * Copies a program below `root`, into a folder that is named after its content: what is there already whole is left as it
 * is, and a copy that was broken off is never in the place of a whole one.
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
      // Node takes the nearest one to learn that the program is made of modules.
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
 * Removes what lies below `root` but for one folder, and `root` itself where nothing is to stay.
 *
 * @throws P2sError `install-failed` when something is held open
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

/** From where to where, below the folder. The parts keep their places to each other, for the entry finds them by these. */
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

/** `..` out of the program's own folder leads no further than into the one that holds it. */
function place(home: string, file: string): string {
  const path = relative(home, file).split(sep);
  const [first, ...rest] = path;
  return first === '..' && rest[0] !== '..' ? rest.join('/') : [PROGRAM, ...path].join('/');
}

async function copied(from: string, folder: string, to: string): Promise<ManifestFile> {
  const found = await lstat(from);
  if (!found.isFile())
    throw new P2sError('install-failed', say`A part of the program is not a regular file.`, { where: from });
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
    say`The program for the schedule cannot be installed or removed: ${errnoReason(cause)}.`,
    {
      where,
      next: say`Run the same command again; a current run of the task is using its files.`,
      cause,
    },
  );
}
