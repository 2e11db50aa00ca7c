import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { type HostOptions, KILL_WAIT_MS, type ScriptName } from './port.ts';
import { endProcessTree, type Killable } from './process-tree.ts';
import { outliving } from './relay.ts';
import type { RunEnd } from './run-end.ts';
import { within } from './stop.ts';

/** After its result, a script should exit at once. */
export const LEAVE_MS = 3000;

/** A PowerShell of its own with a script that waits for its request on standard input. */
export interface StartedScript {
  child: Killable &
    Pick<ChildProcess, 'exitCode' | 'signalCode'> & { stdin: Writable; stdout: Readable; stderr: Readable };
  /** How it ended, or why it did not start. */
  exited: Promise<RunEnd & { kind: 'exit' | 'not-started' }>;
  /** Resolves when its output is complete. */
  closed: Promise<unknown>;
}

/** Starts a script. `outlives` as in {@link ScriptOptions}. */
export async function startScript(
  script: ScriptName,
  options: HostOptions,
  outlives: boolean,
): Promise<StartedScript> {
  const { executable, scriptsDir, env, cwd, platform } = options;
  const { execa } = await import('execa');
  const file = join(scriptsDir, `${script}.ps1`);
  const words = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', file];
  const args = [...words, '-RequestFromStdin'];
  const { execPath: node } = process;
  const launch = outlives
    ? outliving(executable, args, { platform, node })
    : { file: executable, args, detached: false };
  const child = execa(launch.file, launch.args, {
    env,
    ...(cwd === undefined ? {} : { cwd }),
    extendEnv: false,
    buffer: false,
    reject: false,
    windowsHide: true,
    detached: launch.detached,
    forceKillAfterDelay: false,
  });
  // One that has ended takes no request: how it ended says more.
  child.stdin.on('error', () => undefined);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exited: StartedScript['exited'] = new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ kind: 'exit', exitCode, signal, answered: false }));
    void child.then(({ code }) => {
      if (child.pid === undefined) resolve({ kind: 'not-started', errno: code ?? 'UNKNOWN' });
    });
  });
  return { child, exited, closed };
}

/** Whether it still waits for its request. */
export function isWaiting({ child }: StartedScript): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Ends one that got no request: without one, a script does nothing and exits. */
export async function endUnused(
  starting: Promise<StartedScript | null>,
  options: HostOptions,
): Promise<void> {
  const started = await starting;
  if (started === null) return;
  const { child, exited } = started;
  for (const output of [child.stdout, child.stderr]) output.resume();
  child.stdin.end();
  if ((await within(exited, LEAVE_MS)) !== undefined) return;
  await endProcessTree(child, options);
  await within(exited, KILL_WAIT_MS);
}
