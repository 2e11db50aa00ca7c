import { win32 } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { say, toText } from '../../core/model/say.ts';
import type { InstalledSchedule } from '../../core/schedule/record.ts';
import { taskXml } from '../../core/schedule/task-xml.ts';
import type { TaskSchedulerPort } from '../../machine/task-scheduler.ts';
import { readXml } from '../../profile/xml.ts';
import { type InstalledProgram, installedFolders } from '../../schedule/installed-program.ts';
import { installProblem } from '../../schedule/manifest.ts';
import { INSTALLED_OPTION, TASK_NAME } from '../../schedule/places.ts';
import type { AuditOptions } from '../run/options.ts';
import { VERSION } from '../run/version.ts';
import { configIn } from './config.ts';

/** The task that runs an installed program. */
export function taskOf({ folder, node, entry }: InstalledProgram): string {
  return taskXml({
    name: TASK_NAME,
    version: VERSION,
    node,
    program: entry === node ? null : entry,
    workingFolder: folder,
    arguments: ['schedule', 'run', INSTALLED_OPTION],
  });
}

/**
 * The installation, and whether it is unchanged; `null` without one.
 *
 * @throws P2sError `install-failed`
 */
export async function registeredSchedule(
  { registered, facts, folder }: FoundSchedule,
  root: string,
): Promise<InstalledSchedule | null> {
  if (folder === undefined && registered === null) return null;
  const isOurs = folder !== undefined && facts !== null && sameFolder(folder, facts.folder) && facts.runs;
  const problem = folder === undefined ? say('the program is missing') : await installProblem(folder);
  return {
    folder: folder ?? root,
    task: registered === null ? 'missing' : isOurs ? 'registered' : 'changed',
    ...(problem === null ? { problem } : { problem: toText(problem), messages: { problem } }),
  };
}

/**
 * The state folder of the task's runs: the one named now, else the one of the installed program. If the program's
 * options cannot be read, or have no folder, the default applies, so that a schedule always runs.
 */
export async function withStateDir(
  asked: AuditOptions,
  find: () => Promise<FoundSchedule>,
): Promise<AuditOptions> {
  if (asked.stateDir !== undefined) return asked;
  const found = await find().catch(nothingFrom);
  const config = found?.folder === undefined ? null : await configIn(found.folder).catch(nothingFrom);
  const { stateDir } = config ?? {};
  return stateDir === undefined ? asked : { ...asked, stateDir };
}

/** For an operation that may fail without harm. */
export function nothingFrom(error: unknown): null {
  if (error instanceof P2sError) return null;
  throw error;
}

export type FoundSchedule = Awaited<ReturnType<typeof findSchedule>>;

/**
 * The task, and the folder of the program that it starts; without a task, any installed folder.
 *
 * @throws P2sError `task-failed`, `install-failed`
 */
export async function findSchedule(tasks: TaskSchedulerPort, root: string) {
  const [registered, folders] = [await tasks.read(TASK_NAME), await installedFolders(root)];
  const facts = registered === null ? null : taskFacts(registered);
  const folder = folders.find((one) => sameFolder(one, facts?.folder ?? '')) ?? folders[0];
  return { registered, facts, folder };
}

function sameFolder(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

const ACTION = ['actions/exec/command', 'actions/exec/arguments', 'actions/exec/workingdirectory'];
const OTHERS = ['principals/principal/userid', 'settings/enabled'];

/** What a registered task runs. */
export interface TaskFacts {
  /** The folder of the installed program; `''`: it cannot be read. */
  folder: string;
  /** It starts only the program of that folder, as SYSTEM, and is enabled. */
  runs: boolean;
}

/**
 * Reads the XML of a task. Windows rewrites it in its own form, so only the parts that decide what runs, and
 * whether, are read.
 */
export function taskFacts(registered: Uint8Array): TaskFacts {
  try {
    const isRead = (path: string) => path.startsWith('actions/') || OTHERS.includes(path);
    const { root, values } = readXml(registered, TASK_NAME, isRead);
    const text = (path: string) => {
      const found = values.filter((value) => value.path === path);
      // A second one means that the task was changed.
      return found.length > 1 ? '' : found[0]?.text;
    };
    const [command = '', words = ''] = ACTION.map(text);
    const [user = '', enabled = 'true'] = OTHERS.map(text);
    const { folder, isProgram } = actionOf(command, words);
    const runs =
      root === 'task' &&
      values.every(({ path }) => ACTION.includes(path) || OTHERS.includes(path)) &&
      isProgram &&
      user === 'S-1-5-18' &&
      enabled !== 'false';
    return { folder, runs };
  } catch (error) {
    if (error instanceof P2sError) return { folder: '', runs: false };
    throw error;
  }
}

/** An installed program is Node with a script, or a single executable. */
function actionOf(command: string, words: string): { folder: string; isProgram: boolean } {
  const run = `schedule run ${INSTALLED_OPTION}`;
  const single = /^(.+)\\program\\p2s-fix\.exe$/i.exec(command)?.[1];
  if (single !== undefined) return { folder: single, isProgram: words.toLowerCase() === run };
  const folder = win32.dirname(command);
  const program = `"?${escaped(folder)}\\\\program\\\\[\\w-]+\\.js"?`;
  const isNode = win32.basename(command).toLowerCase() === 'node.exe';
  return { folder, isProgram: isNode && new RegExp(`^${program} ${run}$`, 'i').test(words) };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
