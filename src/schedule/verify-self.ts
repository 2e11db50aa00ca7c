import { execFile } from 'node:child_process';
import { dirname, win32 } from 'node:path';
import { EVENT_IDS } from '../core/schedule/record.ts';
import { childEnvironment, childFolder } from '../powershell/environment.ts';
import { installProblem, installText } from './manifest.ts';

/** The option with which the task starts an installed program. */
export const INSTALLED_OPTION = '--installed';

const DEADLINE_MS = 20_000;

export interface SelfEdges {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** Writes a line to standard error. */
  say: (line: string) => void;
}

/**
 * The folder of an installed program, from the script that Node starts in it.
 *
 * @param entry absolute path
 */
export function installFolder(entry: string): string {
  return dirname(dirname(entry));
}

/**
 * Checks the installed program before any other part of it is loaded. `false`: it was changed, which is reported;
 * then nothing of it must run. The check is in the same folder, so it finds damage, incomplete updates and added
 * files; the folder's access list ensures that only administrators can write there.
 */
export async function isAsInstalled(
  argv: readonly string[],
  entry: string,
  { env, platform, say }: SelfEdges,
): Promise<boolean> {
  if (argv[0] !== 'schedule' || !argv.includes(INSTALLED_OPTION)) return true;
  const folder = installFolder(entry);
  const problem = await installProblem(folder);
  if (problem === null) return true;
  const text = `The installed program is not as it was installed, and was not run: ${folder}: ${installText(problem)}`;
  say(`Error: ${text}`);
  say('  Next: find out who changed it, then install the schedule again with its options, for example:');
  say('  p2s-fix schedule install --proxy HOST:PORT');
  if (platform === 'win32') await reportEventLog(text, env);
  return false;
}

/** Uses eventcreate.exe of Windows, because our own code cannot be trusted here. A failure is ignored. */
function reportEventLog(text: string, env: SelfEdges['env']): Promise<void> {
  const root = env.SystemRoot ?? '';
  if (!win32.isAbsolute(root)) return Promise.resolve();
  const file = win32.join(root, 'System32', 'eventcreate.exe');
  const id = String(EVENT_IDS.damaged);
  const args = ['/ID', id, '/L', 'APPLICATION', '/SO', 'p2s-fix', '/T', 'ERROR', '/D', text];
  return new Promise((resolve) => {
    const options = {
      env: childEnvironment({ env, platform: 'win32', explicit: false }),
      cwd: childFolder(env, 'win32'),
      timeout: DEADLINE_MS,
      windowsHide: true,
    };
    execFile(file, args, options, () => resolve());
  });
}
