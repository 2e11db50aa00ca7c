import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { P2sError } from '../core/model/errors.ts';
import { type Message, option, say } from '../core/model/say.ts';
import { NOT_ELSEWHERE } from '../files/node-files.ts';
import { childEnvironment } from '../powershell/environment.ts';

export interface BackgroundOptions {
  /** Absolute path of the script for this Node; `null` when this executable contains it. */
  program: string | null;
  args: readonly string[];
  /** Environment of this process; only what Windows, Node and PowerShell need is passed on. */
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** PowerShell was named explicitly: also passes on what locates its runtime. */
  explicitPowerShell: boolean;
  /** Working folder, absolute. */
  folder: string;
  /** Receives both output streams; truncated first. */
  log: string;
  /** Milliseconds until the process must report that it is ready. */
  readyMs: number;
}

/**
 * Starts a process that outlives this one. Resolves when it is ready, which it reports by any message on its IPC
 * channel. Otherwise ends the process and rejects.
 *
 * @throws P2sError `watcher-failed`
 */
export async function startBackground(options: BackgroundOptions): Promise<void> {
  const { program, args, env, platform, explicitPowerShell, folder, log, readyMs } = options;
  const { O_WRONLY, O_CREAT, O_TRUNC } = constants;
  const flags = O_WRONLY | O_CREAT | O_TRUNC | NOT_ELSEWHERE;
  const output = await open(log, flags, 0o600).catch((error: NodeJS.ErrnoException) => {
    throw notStarted(log, error.code ?? 'UNKNOWN');
  });
  try {
    const child = spawn(process.execPath, program === null ? args : [program, ...args], {
      detached: true,
      windowsHide: true,
      cwd: folder,
      env: childEnvironment({ env, platform, explicit: explicitPowerShell }),
      stdio: ['ignore', output.fd, output.fd, 'ipc'],
    });
    const problem = await new Promise<Message | string | null>((resolve) => {
      const timer = setTimeout(() => resolve(say('no answer')), readyMs);
      child.once('message', () => resolve(null));
      child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'UNKNOWN'));
      child.once('exit', (code) => resolve(say('exit code {code}', { code: String(code) })));
      child.once('message', () => clearTimeout(timer));
      child.once('exit', () => clearTimeout(timer));
    });
    if (problem !== null) {
      child.kill('SIGKILL');
      throw notStarted(log, problem);
    }
    if (child.connected) child.disconnect();
    child.unref();
  } finally {
    await output.close();
  }
}

function notStarted(log: string, problem: Message | string): P2sError {
  return new P2sError(
    'watcher-failed',
    say(
      'The process that would roll the change back could not be started ({problem}). Nothing was written.',
      { problem },
    ),
    {
      where: log,
      next: say('Apply without {option}, or find out what prevents the process from running.', {
        option: option('confirm-within'),
      }),
    },
  );
}
