import { win32 } from 'node:path';
import { isScriptRefusal, P2sError } from '../../../core/model/errors.ts';
import type { Observation } from '../../../core/model/observation.ts';
import { inWords, type Message, say } from '../../../core/model/say.ts';
import { type FolderFacts, refusalOfFile, refusalOfFolder } from '../../../core/security/folder-access.ts';
import type { FolderPort } from '../../../machine/folders.ts';
import type { Machine } from '../../../machine/port.ts';
import type { Ports } from '../ports.ts';
import type { RunContext } from '../run.ts';
import { VERSION } from '../version.ts';
import { foldersAbove, isAdministrator } from './folder-guard.ts';

/** A folder of this program in which a non-administrator could replace code. */
export interface ProgramProblem {
  folder: string;
  reason: Message;
  /** It is a single executable, which is installed differently. */
  singleExecutable?: true;
}

/**
 * Whether only administrators can change the running code: its file, its folder, that of its scripts, and their
 * parents, in one call. `null` if so, or if a machine does not allow the check.
 */
export async function programProblem(
  folders: FolderPort,
  ports: Pick<Ports, 'program' | 'scriptsDir' | 'singleExecutable'>,
): Promise<ProgramProblem | null> {
  const places = placesOf(ports);
  const file = programFile(ports);
  if (places.length === 0) return null;
  const above = [...new Set(places.flatMap(foldersAbove))].filter((path) => !places.includes(path));
  let found: FolderFacts[];
  try {
    ({ folders: found } = await folders.observe({
      paths: file === null ? places : [...places, file],
      above,
    }));
  } catch (error) {
    if (isScriptRefusal(error)) return null;
    throw error;
  }
  const problem = (folder: string, reason: Message): ProgramProblem => {
    return { folder, reason, ...(ports.singleExecutable === true ? { singleExecutable: true } : {}) };
  };
  for (const facts of found) {
    const { path, kind } = facts;
    // The parts of the program are in one folder or in two.
    if (kind === 'absent' && path !== file) continue;
    const reason = path === file ? refusalOfFile(facts) : refusalOfFolder(facts);
    if (reason === null) continue;
    if (path === file) return problem(win32.dirname(file), say('{path}: {reason}', { path, reason }));
    if (places.includes(path)) return problem(path, reason);
    const place = places.find((one) => foldersAbove(one).includes(path)) ?? path;
    return problem(place, say('{path}: {reason}', { path, reason }));
  }
  return null;
}

/** The same for an audit of this Windows by an administrator, in the PowerShell that read it. */
export async function thisProgramProblem(
  { ports }: Pick<RunContext, 'ports'>,
  machine: Machine,
  observation: Observation,
): Promise<ProgramProblem | null> {
  if (ports.platform !== 'win32' || machine.folders === null) return null;
  const folders = ports.folders(machine.folders);
  const elevated = await isAdministrator(machine, observation, folders);
  return elevated ? programProblem(folders, ports) : null;
}

export function reportProgram(context: RunContext, problem: ProgramProblem | null): void {
  if (problem === null) return;
  const finding = { code: 'program-folder-writable', severity: 'warning', store: null } as const;
  // The name of the file that npm pack makes has the version.
  const evidence = inWords({ ...problem, version: VERSION });
  context.emit({ type: 'finding', finding: { ...finding, ...evidence } });
}

/**
 * The single executable has unpacked its scripts to a folder that by Windows' rule for Program Files only
 * administrators can write; this checks it.
 *
 * @throws P2sError `refused`
 */
export function refuseUnpacked(
  problem: ProgramProblem | null,
  { scriptsDir }: Pick<Ports, 'scriptsDir'>,
): void {
  if (problem?.singleExecutable !== true || problem.folder !== win32.resolve(scriptsDir)) return;
  throw new P2sError(
    'refused',
    say(
      'Accounts that are not administrators can change the scripts that were unpacked: {reason}. Nothing was written.',
      { reason: problem.reason },
    ),
    {
      where: problem.folder,
      next: say(
        'Check who created the folder and who may write to it, remove it, and run the same command again.',
      ),
    },
  );
}

/**
 * A process that outlives this run would roll back the change with an administrator's rights, minutes or hours
 * later.
 *
 * @throws P2sError `refused`
 */
export function refuseToWait(problem: ProgramProblem | null): void {
  if (problem === null) return;
  throw new P2sError(
    'refused',
    say(
      'Accounts that are not administrators can change the program that would roll the change back: {reason}. Nothing was written.',
      { reason: problem.reason },
    ),
    {
      where: problem.folder,
      next: problem.singleExecutable
        ? say(
            'Copy p2s-fix.exe to a folder in "C:\\Program Files" and run it from there, or apply without --confirm-within.',
          )
        : say(
            'Install p2s-fix for all users (npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{version}.tgz), or apply without --confirm-within.',
            { version: VERSION },
          ),
    },
  );
}

/**
 * Code that runs as SYSTEM repeatedly must be writable only by administrators.
 *
 * @throws P2sError `refused`
 */
export function refuseToStay(problem: ProgramProblem | null): void {
  if (problem === null) return;
  throw new P2sError(
    'refused',
    say(
      'Accounts that are not administrators can change the program that a task runs as SYSTEM: {reason}. Nothing was written.',
      { reason: problem.reason },
    ),
    {
      where: problem.folder,
      next: problem.singleExecutable
        ? say('Copy p2s-fix.exe to a folder in "C:\\Program Files", and run schedule install from there.')
        : say(
            'Install p2s-fix for all users (npm i -g --prefix "C:\\Program Files\\p2s-fix" ./p2s-fix-{version}.tgz), with a Node that is installed for all users, and run schedule install from there.',
            { version: VERSION },
          ),
    },
  );
}

/** The folders of the code that this process, or its PowerShell, runs. */
function placesOf({
  program,
  scriptsDir,
  singleExecutable = false,
}: Pick<Ports, 'program' | 'scriptsDir' | 'singleExecutable'>): string[] {
  const home = program === null ? [] : [win32.dirname(program)];
  const own = singleExecutable ? home : home.flatMap((folder) => [folder, win32.join(folder, 'chunks')]);
  // The files that this run unpacked are always judged, whatever the folder of the executable.
  return (singleExecutable ? [scriptsDir, ...own] : [...own, scriptsDir])
    .filter(isWindows)
    .map((path) => win32.resolve(path));
}

/** The program itself: a file that was moved here keeps the owner and the access list that it had. */
function programFile({ program }: Pick<Ports, 'program'>): string | null {
  return program !== null && isWindows(program) ? win32.resolve(program) : null;
}

function isWindows(path: string): boolean {
  return /^(?:[a-z]:[\\/]|\\\\)/i.test(path);
}
