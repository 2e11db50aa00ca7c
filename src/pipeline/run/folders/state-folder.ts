import { join, win32 } from 'node:path';
import { type ChangeStore, openChangeStore } from '../../../change/change-store.ts';
import {
  findStateDir,
  type StateDir,
  type StateDirOptions,
  type StateDirPlace,
  stateDirPath,
} from '../../../change/state/state-dir.ts';
import { P2sError } from '../../../core/model/errors.ts';
import type { BackupLine } from '../../../core/model/events.ts';
import type { Observation } from '../../../core/model/observation.ts';
import { inWords, say } from '../../../core/model/say.ts';
import { nodeFiles } from '../../../files/node-files.ts';
import type { FolderPort } from '../../../machine/folders.ts';
import type { Machine } from '../../../machine/port.ts';
import { programFiles } from '../../../powershell/locate.ts';
import type { AuditOptions } from '../options.ts';
import type { Ports } from '../ports.ts';
import type { RunContext } from '../run.ts';
import { guardOf, isAdministrator, makerOf } from './folder-guard.ts';
import { type ProgramProblem, programProblem, refuseUnpacked } from './program-folder.ts';

/** Whose state folder to open, and how to read it. */
export interface StateRequest {
  /** `null`: no machine is read, only backups are listed. */
  machine: Machine | null;
  observation: Observation | null;
  options: Pick<AuditOptions, 'stateDir' | 'machine'>;
  ports: Ports;
}

export interface OpenState extends ChangeStore {
  /** Why an administrator's run should not trust this program's own folder; `null`: it can be trusted. */
  program: ProgramProblem | null;
}

/**
 * The state folder of this run with its lock, created if missing.
 *
 * @throws P2sError `state-dir` if it cannot be created or trusted, `refused`
 */
export function openState(request: StateRequest): Promise<OpenState> {
  const { ports } = request;
  return withChecks(request, async (options, folders, elevated) => {
    const store = await openChangeStore({ ...options, wallClock: ports.wallClock });
    const program = folders === null || !elevated ? null : await programProblem(folders, ports);
    refuseUnpacked(program, ports);
    return { ...store, program };
  });
}

/**
 * The state folder of this run if it exists. None if the system has no place for one. Starts no process without a
 * folder.
 *
 * @throws P2sError `state-dir` if the folder cannot be trusted
 */
export async function findState(request: StateRequest): Promise<StateDir | null> {
  const { machine, ports } = request;
  if (ports.platform === 'win32' && machine?.folders == null && !(await mayExist(request))) return null;
  return withChecks(request, async (options) => (pathOf(options) === null ? null : findStateDir(options)));
}

/**
 * What a dry run finds in the state folder. One that cannot be used is reported, and counts as nothing: a run that
 * writes nothing does not need it.
 */
export async function seenInState<T>(context: RunContext, nothing: T, find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof P2sError) || error.code !== 'state-dir') throw error;
    const { message, next } = error.messages;
    const evidence = inWords({ folder: error.where ?? '', problem: message, next: next ?? '' });
    const finding = { code: 'state-folder-unusable', severity: 'warning', store: null } as const;
    context.emit({ type: 'finding', finding: { ...finding, ...evidence } });
    return nothing;
  }
}

/** A folder in a list of backups. */
export interface ListedFolder {
  dir: StateDir;
  where: BackupLine['where'];
  /** Whether this run would restore a backup from it. */
  trusted: boolean;
}

/**
 * The existing state folders: of this run and, if this run is elevated, also of this user, whose backups are not
 * used.
 */
export function listedFolders(context: RunContext, request: StateRequest): Promise<ListedFolder[]> {
  return withChecks(request, async (options, _folders, elevated) => {
    const where = options.explicit !== undefined ? 'named' : elevated ? 'machine' : 'user';
    const own = await seenInState(context, null, () => findStateDir(options));
    const users = where === 'machine' ? await untrustedFolder({ ...options, programs: null }) : null;
    return [
      ...(own === null ? [] : [{ dir: own, where, trusted: true } as const]),
      ...(users === null ? [] : [{ dir: users, where: 'user', trusted: false } as const]),
    ];
  });
}

/** Any user may have written to this folder, so links in it are not followed. */
async function untrustedFolder(place: StateDirPlace): Promise<StateDir | null> {
  const path = pathOf(place);
  const files = nodeFiles();
  if (path === null) return null;
  for (const folder of [path, join(path, 'backups')])
    if ((await files.info(folder).catch(() => null))?.kind !== 'folder') return null;
  const read: typeof files.read = async (file, maxBytes) => {
    if ((await files.info(file))?.kind === 'file') return files.read(file, maxBytes);
    throw new P2sError('input', say('it is not a regular file'), { where: file });
  };
  return { path, files: { ...files, read } };
}

/** Runs `work` with the place of this run and, on Windows, with the checks of its folder. */
async function withChecks<T>(
  request: StateRequest,
  work: (options: StateDirOptions, folders: FolderPort | null, elevated: boolean) => Promise<T>,
): Promise<T> {
  const { machine, observation, ports } = request;
  const place = placeOf(request);
  if (ports.platform !== 'win32') return work(place, null, false);
  return withFolders(request, async (folders) => {
    const elevated = await isAdministrator(machine, observation, folders);
    const programs = elevated ? (await folders.observe({})).programs : null;
    const checks = { guard: guardOf(folders, elevated), make: makerOf(folders, elevated) };
    return work({ ...place, programs, ...checks }, folders, elevated);
  });
}

/**
 * Checks Windows folders through the machine's own PowerShell; a recording has none, so one is started for `work`.
 */
async function withFolders<T>(
  { machine, options, ports }: StateRequest,
  work: (folders: FolderPort) => Promise<T>,
): Promise<T> {
  const own = machine?.folders ?? null;
  if (own !== null) return work(ports.folders(own));
  const { openTheseFolders } = await import('../../../machine/this-machine.ts');
  const executable = options.machine.powershell ?? null;
  const { folders, close } = openTheseFolders({ ...ports, executable });
  try {
    return await work(ports.folders(folders));
  } finally {
    await close();
  }
}

function placeOf({ options, ports }: StateRequest): StateDirPlace {
  return { explicit: options.stateDir, platform: ports.platform, env: ports.env, programs: null };
}

/**
 * On Windows there is no state folder if neither place has one, whoever runs it, and one can be made unless its parent is
 * something else than a folder. Only saves a PowerShell: what is trusted is decided by the registry and access lists.
 */
async function mayExist(request: StateRequest): Promise<boolean> {
  const place = placeOf(request);
  const programs = programFiles(place.env);
  const paths = [pathOf(place), pathOf({ ...place, programs })].filter((path) => path !== null);
  const kinds = await Promise.all(paths.flatMap((path) => [kindOf(path), kindOf(win32.dirname(path))]));
  return kinds.some((kind, at) => kind !== 'absent' && (at % 2 === 0 || kind !== 'folder'));
}

async function kindOf(path: string): Promise<string> {
  const info = await nodeFiles()
    .info(path)
    .catch(() => undefined);
  return info === null ? 'absent' : (info?.kind ?? 'unseen');
}

function pathOf(place: StateDirPlace): string | null {
  try {
    return stateDirPath(place);
  } catch {
    return null;
  }
}
