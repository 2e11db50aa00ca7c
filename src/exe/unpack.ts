import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { P2sError } from '../core/model/errors.ts';
import { say } from '../core/model/say.ts';
import { errnoOf, errnoReason } from '../files/errno.ts';
import { type Environment, programFiles, windowsFolder } from '../powershell/locate.ts';

/** The files that an executable has in it. */
export interface PackedFiles {
  /** Made of their digests, so that the files of another version go to another folder. */
  name: string;
  /** With `/` between the parts. */
  paths: readonly string[];
  read: (path: string) => Uint8Array;
}

/** Where files are unpacked to; absolute paths. */
export interface UnpackPlaces {
  /** Only administrators can write there. */
  machine: string;
  /** Only administrators can list it. */
  administrators: string;
  /** The user's folder for temporary files. */
  temporary: string;
}

const NO_RIGHT = ['EPERM', 'EACCES', 'EROFS'];

/**
 * The folder of the PowerShell scripts. PowerShell runs files, so they are unpacked, and compared byte for byte with
 * those in the executable at each start.
 *
 * @throws P2sError `install-failed`, `refused`
 */
export function scriptsFolder(files: PackedFiles, env: Environment): string {
  const [system, programs] = [windowsFolder(env, 'SystemRoot'), programFiles(env)];
  if (system === null || programs === null) throw noPlace();
  const machine = join(programs, 'p2s-fix', 'unpacked');
  const administrators = join(system, 'System32', 'config');
  return join(unpacked(files, { machine, administrators, temporary: tmpdir() }), 'ps1');
}

/**
 * A folder below Program Files, where only administrators can write; every account uses files that are already there.
 * A run that is not elevated gets a temporary folder of its own, which is removed at its end.
 *
 * @throws P2sError `install-failed`, `refused` in an elevated run
 */
export function unpacked(files: PackedFiles, places: UnpackPlaces, put = unpack): string {
  const { machine, administrators, temporary } = places;
  const folder = join(machine, files.name);
  try {
    if (!isWhole(folder, files)) put(folder, files);
    return folder;
  } catch (error) {
    if (!NO_RIGHT.includes(errnoOf(error) ?? '')) throw failed(folder, error);
    if (isListed(administrators)) throw refused(folder, error);
  }
  try {
    const own = mkdtempSync(join(temporary, 'p2s-fix-'));
    process.once('exit', () => rmSync(own, { recursive: true, force: true, maxRetries: 2 }));
    writeFiles(own, files);
    return own;
  } catch (error) {
    throw failed(temporary, error);
  }
}

/** Made beside and put in place whole. Another run may have done the same meanwhile. */
function unpack(folder: string, files: PackedFiles): void {
  const next = `${folder}.${randomBytes(8).toString('hex')}`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    mkdirSync(next);
    writeFiles(next, files);
    rmSync(folder, { recursive: true, force: true });
    renameSync(next, folder);
  } catch (error) {
    if (!isWhole(folder, files)) throw error;
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

function writeFiles(folder: string, files: PackedFiles): void {
  for (const path of files.paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), files.read(path), { flag: 'wx' });
  }
}

/** The folder has these files, each byte of them, and no others. */
function isWhole(folder: string, files: PackedFiles): boolean {
  try {
    if (!lstatSync(folder).isDirectory()) return false;
    const found = readdirSync(folder, { recursive: true, withFileTypes: true });
    return (
      found.every((entry) => entry.isDirectory() || entry.isFile()) &&
      found.filter((entry) => entry.isFile()).length === files.paths.length &&
      files.paths.every((path) => readFileSync(join(folder, path)).equals(files.read(path)))
    );
  } catch {
    return false;
  }
}

function isListed(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function failed(where: string, cause: unknown): P2sError {
  return new P2sError(
    'install-failed',
    say('The scripts of p2s-fix cannot be unpacked: {reason}.', { reason: errnoReason(cause) }),
    {
      where,
      next: say('Check who created the folder and who may write to it, and run the same command again.'),
      cause,
    },
  );
}

function refused(where: string, cause: unknown): P2sError {
  return new P2sError(
    'refused',
    say(
      "The scripts of p2s-fix cannot be unpacked: {reason}. An administrator's run does not use a folder of the user.",
      { reason: errnoReason(cause) },
    ),
    {
      where,
      next: say(
        'Find out what prevents an administrator from writing there, for example security software, or use the npm package.',
      ),
      cause,
    },
  );
}

function noPlace(): P2sError {
  return new P2sError('install-failed', say('There is no folder to unpack the scripts of p2s-fix to.'), {
    where: 'SystemRoot',
    next: say('Set SystemRoot as Windows does, and run the same command again.'),
  });
}
