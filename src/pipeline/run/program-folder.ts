import { win32 } from 'node:path';
import { isScriptRefusal, P2sError } from '../../core/model/errors.ts';
import { inWords } from '../../core/model/message-parts.ts';
import type { Observation } from '../../core/model/observation.ts';
import { type Message, say } from '../../core/model/say.ts';
import { type FolderFacts, folderRefusal } from '../../core/security/folder-access.ts';
import type { FolderPort } from '../../machine/folders.ts';
import type { Machine } from '../../machine/port.ts';
import { foldersAbove } from './folder-guard.ts';
import type { Ports } from './ports.ts';
import type { RunContext } from './run.ts';
import { whoRuns } from './who-runs.ts';

/** A folder of this program in which somebody else than an administrator could put other code. */
export interface ProgramProblem {
  folder: string;
  reason: Message;
  /** It is one executable, which is installed in another way. */
  singleExecutable?: true;
}

/**
 * Whether the code that runs here is an administrator's: its folder, that of its scripts, and the folders above them,
 * by one look. `null` when it is, or when a machine does not let it be looked at.
 */
export async function programProblem(
  folders: FolderPort,
  ports: Pick<Ports, 'program' | 'scriptsDir' | 'singleExecutable'>,
): Promise<ProgramProblem | null> {
  const places = placesOf(ports).map((path) => ({ path, above: foldersAbove(path) }));
  const paths = [...new Set(places.flatMap(({ path, above }) => [path, ...above]))];
  if (paths.length === 0) return null;
  let found: FolderFacts[];
  try {
    ({ folders: found } = await folders.observe(paths));
  } catch (error) {
    if (isScriptRefusal(error)) return null;
    throw error;
  }
  const facts = (path: string) =>
    found.find((one) => one.path === path) ?? { path, kind: 'unseen' as const, sddl: null };
  for (const { path, above } of places) {
    const place = facts(path);
    // The parts of the program lie in one folder or in two.
    if (place.kind === 'absent') continue;
    const reason = folderRefusal(place, above.map(facts), { elevated: true });
    if (reason !== null)
      return { folder: path, reason, ...(ports.singleExecutable === true ? { singleExecutable: true } : {}) };
  }
  return null;
}

/** The same as a finding of an audit of this Windows by an administrator; starts nothing. */
export async function reportProgramFolder(
  context: RunContext,
  machine: Machine,
  observation: Observation,
): Promise<void> {
  const { ports } = context;
  if (ports.platform !== 'win32' || machine.folders === null) return;
  const folders = ports.folders(machine.folders);
  const { elevated } = await whoRuns(machine, observation, folders);
  if (elevated) reportProgram(context, await programProblem(folders, ports));
}

export function reportProgram(context: RunContext, problem: ProgramProblem | null): void {
  if (problem === null) return;
  const finding = { code: 'program-folder-writable', severity: 'warning', store: null } as const;
  context.emit({ type: 'finding', finding: { ...finding, ...inWords({ ...problem }) } });
}

/**
 * The single executable has put its scripts into a folder that is an administrator's by Windows' own rule for Program
 * Files; here it is read back.
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
    say`Accounts that are not administrators can change the scripts that were unpacked: ${problem.reason}. Nothing was written.`,
    {
      where: problem.folder,
      next: say`Check who created the folder and who may write to it, remove it, and run the same command again.`,
    },
  );
}

/**
 * A process that outlives this run would put the change back with an administrator's rights, minutes or hours later.
 *
 * @throws P2sError `refused`
 */
export function refuseToWait(problem: ProgramProblem | null): void {
  if (problem === null) return;
  throw new P2sError(
    'refused',
    say`Accounts that are not administrators can change the program that would roll the change back: ${problem.reason}. Nothing was written.`,
    {
      where: problem.folder,
      next: problem.singleExecutable
        ? say`Copy p2s-fix.exe to a folder in "C:\\Program Files" and run it from there, or apply without --confirm-within.`
        : say`Install p2s-fix for all users (npm i -g --prefix "C:\\Program Files\\p2s-fix" p2s-fix), or apply without --confirm-within.`,
    },
  );
}

/**
 * What runs as SYSTEM, again and again, must be an administrator's alone.
 *
 * @throws P2sError `refused`
 */
export function refuseToStay(problem: ProgramProblem | null): void {
  if (problem === null) return;
  throw new P2sError(
    'refused',
    say`Accounts that are not administrators can change the program that a task runs as SYSTEM: ${problem.reason}. Nothing was written.`,
    {
      where: problem.folder,
      next: problem.singleExecutable
        ? say`Copy p2s-fix.exe to a folder in "C:\\Program Files", and run schedule install from there.`
        : say`Install p2s-fix for all users (npm i -g --prefix "C:\\Program Files\\p2s-fix" p2s-fix), with a Node that is installed for all users, and run schedule install from there.`,
    },
  );
}

/** Where the code lies that this process runs or has PowerShell run. */
function placesOf({
  program,
  scriptsDir,
  singleExecutable = false,
}: Pick<Ports, 'program' | 'scriptsDir' | 'singleExecutable'>): string[] {
  const home = program === null ? [] : [win32.dirname(program)];
  const own = singleExecutable ? home : home.flatMap((folder) => [folder, win32.join(folder, 'chunks')]);
  const isWindows = (path: string) => /^(?:[a-z]:[\\/]|\\\\)/i.test(path);
  // What this run unpacked is judged whatever the folder of the executable is.
  return (singleExecutable ? [scriptsDir, ...own] : [...own, scriptsDir])
    .filter(isWindows)
    .map((path) => win32.resolve(path));
}
