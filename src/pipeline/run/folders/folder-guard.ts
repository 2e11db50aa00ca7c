import { join, win32 } from 'node:path';
import type { FolderGuard, FolderMaker, PlaceGuard } from '../../../change/state/state-dir.ts';
import { P2sError } from '../../../core/model/errors.ts';
import { type Message, say } from '../../../core/model/say.ts';
import {
  type FolderFacts,
  folderRefusal,
  refusalAbove,
  refusalWithin,
  type Trust,
} from '../../../core/security/folder-access.ts';
import { nodeFiles } from '../../../files/node-files.ts';
import type { FolderPort } from '../../../machine/folders.ts';

const ADMINISTRATORS = 'S-1-5-32-544';
const SYSTEM = 'S-1-5-18';
/** Paths of one call: a folder of many recordings has thousands of backups. */
const AT_ONCE = 500;

/**
 * Judges a state folder by its access lists in Windows. For an administrator's run, also the parent folders and
 * all content that is read or written; in one call unless there is too much.
 */
export function guardOf(folders: FolderPort, trust: Trust): FolderGuard {
  return async (path) => {
    const above = trust.elevated ? foldersAbove(path) : [];
    const within = trust.elevated ? await entriesOf(path) : [];
    // A folder that a user made first can hold any number of files: it is judged before them.
    const first = within.length > AT_ONCE ? [] : within;
    const [folder, ...rest] = await observeFolders(folders, [path, ...above, ...first]);
    if (folder === undefined) return say`nothing is known of it`;
    const reason =
      folderRefusal(folder, rest.slice(0, above.length), trust) ??
      refusalWithin(rest.slice(above.length), trust);
    if (reason !== null || first === within) return reason;
    return refusalWithin(await observeFolders(folders, within), trust);
  };
}

/**
 * The content of a state folder and of its backup folder. Never lists through a link; the link itself is judged.
 */
async function entriesOf(path: string): Promise<string[]> {
  const files = nodeFiles();
  const listed = async (folder: string) =>
    // Temporary files of a killed run are never read.
    (await files.list(folder)).filter((name) => !name.endsWith('.tmp')).map((name) => join(folder, name));
  const backups = join(path, 'backups');
  const isFolder = (await files.info(backups))?.kind === 'folder';
  return [...(await listed(path)), ...(isFolder ? await listed(backups) : [])];
}

/** One for each path, in order. */
async function observeFolders(folders: FolderPort, paths: readonly string[]): Promise<FolderFacts[]> {
  const found: FolderFacts[] = [];
  for (let from = 0; from < paths.length; from += AT_ONCE)
    found.push(...(await folders.observe(paths.slice(from, from + AT_ONCE))).folders);
  return found;
}

/** Judges the existing folders that lead to a place of an administrator's run. */
export function placeGuardOf(folders: FolderPort, trust: Trust): PlaceGuard {
  return async (path) => {
    if (!trust.elevated) return null;
    const { folders: above } = await folders.observe(foldersAbove(path));
    return refusalAbove(above.filter(({ kind }) => kind !== 'absent'));
  };
}

export function makerOf(folders: FolderPort, trust: Trust): FolderMaker {
  return async (path) => {
    const reason = await placeGuardOf(folders, trust)(path);
    if (reason !== null) return reason;
    const user = trust.elevated ? null : trust.user;
    const full = [SYSTEM, ADMINISTRATORS, ...(user === null ? [] : [user])];
    try {
      // A folder that another user created meanwhile is checked next, like every existing one.
      await folders.make(path, { owner: user ?? ADMINISTRATORS, full });
      return null;
    } catch (error) {
      if (!(error instanceof P2sError) || error.code !== 'powershell-failed') throw error;
      return say`it cannot be made (${hresultText(error.evidence.hresult)})`;
    }
  };
}

function hresultText(hresult: unknown): Message | string {
  return typeof hresult === 'number'
    ? `0x${(hresult >>> 0).toString(16).padStart(8, '0')}`
    : say`no reason given`;
}

/** From the nearest to the root of the drive. */
export function foldersAbove(path: string): string[] {
  const above = win32.dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}
