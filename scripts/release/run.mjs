import { spawnSync } from 'node:child_process';
import { ReleaseError } from './failure.mjs';

const DEADLINE_MS = 280_000;
const TAIL = 2000;

/**
 * Runs a program to its end and returns its standard output. Throws ReleaseError `program` with the end of its
 * output when it cannot be started, does not end in time, or ends with a code that is not in `ends`.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean, ends?: readonly number[] }} options
 */
export function run(file, args, { ends = [0], ...options }) {
  const ended = spawnSync(file, args, {
    maxBuffer: 1 << 28,
    timeout: DEADLINE_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    ...options,
  });
  const name = [file, ...args].join(' ');
  if (ended.error)
    throw new ReleaseError(
      'program',
      `${name}: ${ended.error.message}`,
      `Check that it is installed. It may take ${DEADLINE_MS / 1000} s.`,
    );
  if (ends.includes(ended.status)) return ended.stdout;
  const printed = `${ended.stdout}${ended.stderr}`.trim().slice(-TAIL);
  throw new ReleaseError(
    'program',
    `${name} ended with ${ended.status}: ${printed}`,
    'Run the command manually to see the cause.',
  );
}

/** npm, which is a script of the shell on Windows. */
export function npm(args, options) {
  return run('npm', args, { shell: process.platform === 'win32', ...options });
}
