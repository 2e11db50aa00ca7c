/** Runs the Linux programs that the set-up needs (apt-get, dotnet, npm, cp, wine), each under a deadline. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { LabError } from './failure.mjs';

const TAIL = 4000;

/**
 * @typedef {object} ExecOptions
 * @property {NodeJS.ProcessEnv} [env] the whole environment, default: this process's own
 * @property {string} [cwd]
 * @property {number} [deadlineMs] default 300 s
 * @property {boolean} [quiet] all three streams on /dev/null: a daemon that the program starts must not hold a pipe
 */

/**
 * Runs a program and waits for it to exit. The last 4000 characters of its output are kept.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {ExecOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>} `code` null: killed at the deadline or by a signal
 * @throws {LabError} when the program cannot be started
 */
export function exec(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: options.env ?? process.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      stdio: options.quiet ? 'ignore' : ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-TAIL);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const kill = () => killGroup(child.pid);
    const timer = setTimeout(kill, options.deadlineMs ?? 300_000);
    process.once('exit', kill);
    const settle = () => {
      clearTimeout(timer);
      process.removeListener('exit', kill);
    };
    child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      settle();
      reject(new LabError(`${file} cannot be started (${error.code ?? error.message})`));
    });
    child.once(options.quiet ? 'exit' : 'close', (code) => {
      settle();
      resolve({ code, output: output.trim() });
    });
  });
}

/**
 * Like {@link exec}, and a failure is an error that carries the last lines of the output.
 * @param {string} what names the step for the reader
 * @param {string} file
 * @param {readonly string[]} args
 * @param {ExecOptions & { attempts?: number }} [options] `attempts`: network steps are tried again
 * @returns {Promise<string>} the output
 * @throws {LabError}
 */
export async function mustExec(what, file, args, options = {}) {
  for (let left = options.attempts ?? 1; ; left--) {
    const { code, output } = await exec(file, args, options);
    if (code === 0) return output;
    if (left > 1) continue;
    const end = output.split('\n').slice(-3).join('\n').slice(-600);
    throw new LabError(`${what} failed (${file}, exit ${code ?? 'by signal or deadline'}): ${end}`);
  }
}

/**
 * The file a bare program name stands for.
 * @param {string} name
 * @returns {string | null}
 */
export function findOnPath(name) {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const file = path.resolve(folder, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return file;
    } catch {
      // the next one
    }
  }
  return null;
}

/** @param {number | undefined} pid the leader of a process group */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone already
  }
}
