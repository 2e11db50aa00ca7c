import { win32 } from 'node:path';
import type { FolderGuard, FolderMaker } from '../../../change/state/state-dir.ts';
import { P2sError } from '../../../core/model/errors.ts';
import type { Observation } from '../../../core/model/observation.ts';
import { type Message, say } from '../../../core/model/say.ts';
import { isElevated } from '../../../core/security/elevated.ts';
import { refusalOfFolder } from '../../../core/security/folder-access.ts';
import { nodeFiles } from '../../../files/node-files.ts';
import type { FolderPort } from '../../../machine/folders.ts';
import type { Machine } from '../../../machine/port.ts';

/** Whether an administrator runs this program. The user of a recording belongs to another computer. */
export async function isAdministrator(
  machine: Machine | null,
  observation: Observation | null,
  folders: FolderPort,
): Promise<boolean> {
  if (machine?.kind === 'local' && observation?.user != null) return isElevated(observation);
  return (await folders.observe({})).user.elevated ?? false;
}

/**
 * Judges a state folder by its access lists in Windows. For an administrator's run also those above it: nobody else
 * may create something beside it, or replace a folder further above.
 */
export function guardOf(folders: FolderPort, elevated: boolean): FolderGuard {
  return (path, info) => refusalOf(folders, path, elevated, info === null);
}

/** Creates a folder for administrators alone if it is missing, and judges it. Returns why it must not be used. */
export async function closedFolder(folders: FolderPort, path: string): Promise<Message | null> {
  const isMissing = (await nodeFiles().info(path)) === null;
  const reason = await refusalOf(folders, path, true, isMissing);
  if (reason !== null || !isMissing) return reason;
  return (await makerOf(folders, true)(path)) ?? refusalOf(folders, path, true, false);
}

async function refusalOf(
  folders: FolderPort,
  path: string,
  elevated: boolean,
  mayBeAbsent: boolean,
): Promise<Message | null> {
  const [nearest, ...above] = elevated ? foldersAbove(path) : [];
  const paths = nearest === undefined ? [path] : [path, nearest];
  const found = await folders.observe({ paths, above, own: !elevated });
  for (const facts of found.folders) {
    if (mayBeAbsent && facts.kind === 'absent') continue;
    const reason = refusalOfFolder(facts);
    if (reason !== null)
      return facts.path === path ? reason : say('{path}: {reason}', { path: facts.path, reason });
  }
  return null;
}

/**
 * Creates a folder that the guard permits: of an administrator's run for administrators alone, of a user's run as any of
 * that user.
 */
export function makerOf(folders: FolderPort, elevated: boolean): FolderMaker {
  return async (path) => {
    if (!elevated) {
      await nodeFiles().makeFolder(path, 0o700);
      return null;
    }
    try {
      await folders.make(path);
      return null;
    } catch (error) {
      if (!(error instanceof P2sError) || error.code !== 'powershell-failed') throw error;
      return say('it cannot be made ({hresult})', { hresult: hresultText(error.evidence.hresult) });
    }
  };
}

function hresultText(hresult: unknown): Message | string {
  return typeof hresult === 'number'
    ? `0x${(hresult >>> 0).toString(16).padStart(8, '0')}`
    : say('no reason given');
}

/** From the nearest to the root of the drive. */
export function foldersAbove(path: string): string[] {
  const above = win32.dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}
