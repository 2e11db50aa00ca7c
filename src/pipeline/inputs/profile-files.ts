import { join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, option, say } from '../../core/model/say.ts';
import type { ProfileReading } from '../../core/path/gateway-profile.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FilePort } from '../../files/port.ts';
import {
  isNamedByWord,
  isProfileName,
  isProfileXml,
  isRecordingName,
  type ProfileFile,
  type ReadingOptions,
  readProfileFiles,
} from '../../profile/package.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_ALL_BYTES = 256 * 1024 * 1024;
const MAX_FILES = 1000;
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;

interface Search {
  files: FilePort;
  found: ProfileFile[];
  bytes: number;
  visited: number;
}

/**
 * Reads what `--profile` names: a file of a profile package, an archive, or a folder with any of them. In a
 * folder, links are not followed, and files with other names are ignored.
 *
 * @throws P2sError `input` with the file and the place in it
 */
export async function readProfiles(
  paths: readonly string[],
  options: ReadingOptions = { keys: false },
  files: FilePort = nodeFiles(),
): Promise<ProfileReading> {
  const search: Search = { files, found: [], bytes: 0, visited: 0 };
  for (const path of paths) await readable(path, () => searchNamed(path, search));
  return readProfileFiles(search.found, options, async (bytes, path) => {
    const { recordingSays } = await import('./recording-says.ts');
    return recordingSays(bytes, path);
  });
}

async function searchNamed(path: string, search: Search): Promise<void> {
  const real = await search.files.realpath(path);
  if ((await search.files.info(real))?.kind !== 'folder')
    return take(path, await read(path, real, search), search);
  const before = search.found.length;
  await searchFolder(path, real, 0, search);
  if (search.found.length > before) return;
  throw new P2sError('input', say('No profile is in the folder.'), {
    where: path,
    next: say(
      'Give the VPN client package, its unpacked folder, VpnSettings.xml, azurevpnconfig.xml or a rasphone.pbk.',
    ),
  });
}

async function searchFolder(shown: string, folder: string, depth: number, search: Search): Promise<void> {
  if (depth > MAX_DEPTH) return;
  for (const name of (await search.files.list(folder)).sort()) {
    search.visited += 1;
    if (search.visited > MAX_ENTRIES)
      throw tooMuch(shown, say('There are more than {limit} files.', { limit: MAX_ENTRIES }));
    const path = join(folder, name);
    const info = await search.files.info(path);
    if (info?.kind === 'folder') await searchFolder(join(shown, name), path, depth + 1, search);
    else if (info?.kind === 'file' && isProfileName(name)) await takeFound(join(shown, name), path, search);
  }
}

/**
 * Many files have the name of a recording or a profile but are neither; these are ignored, and so are files that
 * are too large.
 */
async function takeFound(shown: string, path: string, search: Search): Promise<void> {
  const byWord = isNamedByWord(path);
  if (!byWord && !isRecordingName(path)) return take(shown, await read(shown, path, search), search, true);
  const bytes = await readable(shown, () => readOrNot(path, search));
  if (bytes === null || (byWord && !isProfileXml(bytes))) return;
  count(shown, bytes, search);
  if (byWord) return take(shown, bytes, search, true);
  const { isRecording } = await import('../../machine/recorded/recording.ts');
  if (isRecording(bytes)) take(shown, bytes, search, true);
}

async function readOrNot(path: string, { files }: Search): Promise<Uint8Array | null> {
  try {
    return await files.read(path, MAX_FILE_BYTES);
  } catch (error) {
    if (error instanceof P2sError) return null;
    throw error;
  }
}

async function read(shown: string, path: string, search: Search): Promise<Uint8Array> {
  const bytes = await readable(shown, () => search.files.read(path, MAX_FILE_BYTES));
  count(shown, bytes, search);
  return bytes;
}

function count(shown: string, bytes: Uint8Array, search: Search): void {
  search.bytes += bytes.length;
  if (search.bytes > MAX_ALL_BYTES)
    throw tooMuch(shown, say('There are more than {limit} bytes of profiles.', { limit: MAX_ALL_BYTES }));
}

function take(shown: string, bytes: Uint8Array, search: Search, found = false): void {
  search.found.push({ path: shown, bytes, found });
  if (search.found.length > MAX_FILES)
    throw tooMuch(shown, say('There are more than {limit} profiles.', { limit: MAX_FILES }));
}

function tooMuch(where: string, what: Message): P2sError {
  return new P2sError('input', what, {
    where,
    next: say('Name a smaller folder with {option}.', { option: option('profile') }),
  });
}

async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof P2sError || errnoOf(error) === null) throw error;
    throw new P2sError(
      'input',
      say('The profile cannot be read: {reason}.', { reason: errnoReason(error) }),
      {
        where: path,
        next: say('Check {option}.', { option: option('profile') }),
        evidence: { errno: errnoOf(error) },
        cause: error,
      },
    );
  }
}
