/**
 * Runs one program inside a computer and returns how it ended. Standard output and error go into files, not pipes:
 * node.exe cannot open a Unix pipe as a stream, and a service that a program starts would hold a pipe open.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LabError } from '../failure.mjs';
import { windowsPath } from '../layout.mjs';
import { readCapped, splitWineAtExit, tail } from './output.mjs';
import { killMarked } from './processes.mjs';
import { lost, remark, serverOf, whatRuns } from './remark.mjs';
import { stop, warm, wineEnv, wineLoader } from './wine.mjs';

const POLL_MS = 100;

/** How long a program may take to exit after it wrote its exit code. */
const LEAVE_MS = 5000;

/**
 * @typedef {object} RunOptions
 * @property {number} [deadlineMs] default 90 s; 0: none
 * @property {boolean} [retry] one more attempt when the harness failed (the deadline passed, or there is no exit
 *   code), never when the program itself ended; default true, false for commands that write. One that never began,
 *   or whose PowerShell did not or printed nothing, is tried again anyway
 * @property {string} [stdinFile] standard input, default /dev/null
 * @property {string} [cwd] a Unix path, default the computer's C:\
 * @property {NodeJS.ProcessEnv} [env] added to the environment, undefined removes
 * @property {'user'} [as] without administrator rights, by a helper that needs Full Language Mode; not for `reg`
 * @property {AbortSignal} [signal] kills the program and all it started, as a power cut would
 * @property {(text: string) => void} [onStdout] output as it comes; with a retry it comes twice
 * @property {(text: string) => void} [onStderr]
 */

/**
 * @typedef {object} RunResult
 * @property {number | null} exitCode the true code, also above 255; null when killed
 * @property {string} stdout as UTF-8
 * @property {string} stderr as UTF-8
 * @property {Buffer} stdoutBytes
 * @property {boolean} timedOut
 * @property {boolean} aborted by the signal
 */

/**
 * @typedef {object} Command
 * @property {string} prefix the computer's folder
 * @property {readonly string[]} args program and arguments, for Wine; EXIT_FILE stands for the Windows name of the file
 *   that the program writes its exit code to
 * @property {'file' | 'status'} recordedBy where the true exit code is: that file, or the status that Linux sees
 * @property {NodeJS.ProcessEnv | undefined} [computerEnv]
 * @property {boolean} [byHand]
 * @property {boolean} [printsLine] a script that prints at least a line
 */

/** The error of a document whose PowerShell ended without a result. */
const NO_RESULT = /"code": ?"powershell-no-result"/;

/** Its message where no value had to be restored. */
const NOTHING_CHANGED = /"message": ?"\S+ ended without a result\.(?: Nothing was changed\.)?"/;

/** Stands in a {@link Command} for the exit file. */
export const EXIT_FILE = '\0exit\0';

/**
 * @param {Command} command
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 * When the exit code is missing twice, `exitCode` is the status in Linux: modulo 256, null for a signal.
 * @throws {LabError} when Wine cannot be started
 */
export async function run(command, options = {}) {
  const first = await attempt(command, options);
  const reason = whyAgain(first, command, options);
  if (reason === null) return first.result;
  remark(command, reason);
  return (await attempt(command, options)).result;
}

/**
 * Why a command is run a second time; null: it is not.
 * @param {Awaited<ReturnType<typeof attempt>>} first @param {Command} command @param {RunOptions} options
 */
function whyAgain({ began, recorded, timedOut, aborted, result }, command, options) {
  if (!began) return 'ended before it began, started once more';
  if (aborted) return null;
  if (timedOut || !recorded) return options.retry === false ? null : 'tried once more';
  // Without a deadline it ends when it is told to, and prints nothing.
  const printedNothing = result.stdout === '' && result.stderr === '' && options.deadlineMs !== 0;
  if (command.printsLine === true && printedNothing) return 'its PowerShell printed nothing, run once more';
  // A PowerShell that the program of the lab starts may end like that too. A listener would hear the output twice.
  const isListenedTo = command.byHand === true || options.onStdout !== undefined;
  if (isListenedTo || !lacksPowerShell(result)) return null;
  return 'its PowerShell ended before it began, run once more';
}

/** @param {RunResult} result */
function lacksPowerShell({ stdout }) {
  return NO_RESULT.test(stdout) && NOTHING_CHANGED.test(stdout);
}

/** @param {Command} command @param {RunOptions} options */
async function attempt(command, options) {
  const id = randomBytes(8).toString('hex');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'p2s-lab-'));
  const file = (/** @type {string} */ name) => path.join(folder, name);
  const exitFile = windowsPath(file('exit'));
  const env = {
    ...wineEnv(command.prefix, {
      env: { ...command.computerEnv, ...options.env },
      byHand: command.byHand === true,
    }),
    P2S_LAB_RUN: id,
    ...(command.recordedBy === 'file' ? { P2S_LAB_EXIT: exitFile } : {}),
  };
  const stdio = [
    fs.openSync(options.stdinFile ?? '/dev/null', 'r'),
    fs.openSync(file('out'), 'a'),
    fs.openSync(file('err'), 'a'),
  ];
  const cwd = options.cwd ?? path.join(command.prefix, 'drive_c');
  const args = command.args.map((arg) => (arg === EXIT_FILE ? exitFile : arg));
  const tails = [tail(file('out'), options.onStdout), tail(file('err'), options.onStderr)];
  const server = serverOf(command.prefix);
  try {
    const child = spawn(wineLoader() ?? 'wine', args, { env, cwd, stdio, detached: true });
    for (const fd of stdio.splice(0)) fs.closeSync(fd);
    const ended = await wait(child, { command, options }, () => {
      for (const t of tails) t();
      return readCapped(file('exit')).length > 0;
    });
    const stays = server === undefined || ended.why === 'abort' || serverOf(command.prefix) === server;
    if (!stays) lost(command, server);
    if (ended.why === 'deadline') remark(command, 'killed at its deadline', whatRuns(command.prefix));
    if (ended.why !== null && !(await killMarked(`P2S_LAB_RUN=${id}`))) {
      remark(command, 'did not die, so the computer is started anew', whatRuns(command.prefix));
      await stop(command.prefix);
      await warm(command.prefix, { env: command.computerEnv });
    }
    const stdoutBytes = readCapped(file('out'));
    const stderrBytes = readCapped(file('err'));
    for (const t of tails) t();
    const written = readCapped(file('exit')).toString();
    const recorded = command.recordedBy === 'status' ? ended.code !== null : /^\d+$/.test(written);
    const exitCode = command.recordedBy === 'file' && recorded ? Number(written) : ended.code;
    // Wine sometimes ends a process before its program begins (2 of 4,767): status 1, without output. reg.exe,
    // whose status this is, always prints something, and the others create the exit file as they begin. So a
    // second attempt repeats nothing, not even a write.
    const isEmpty = stdoutBytes.length === 0 && stderrBytes.length === 0;
    const isThere = command.recordedBy === 'file' ? fs.existsSync(file('exit')) : ended.code !== 1;
    const began = ended.why !== null || isThere || !isEmpty;
    const stderr = stderrBytes.toString();
    const { printed, atExit } = recorded ? splitWineAtExit(stderr) : { printed: stderr, atExit: [] };
    if (atExit.length > 0) remark(command, 'Wine printed this at its exit', atExit);
    return {
      began,
      recorded,
      timedOut: ended.why === 'deadline',
      aborted: ended.why === 'abort',
      result: {
        exitCode: ended.why === null ? exitCode : null,
        stdout: stdoutBytes.toString(),
        stderr: printed,
        stdoutBytes,
        timedOut: ended.why === 'deadline',
        aborted: ended.why === 'abort',
      },
    };
  } finally {
    for (const fd of stdio) fs.closeSync(fd);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Waits for the exit (not `close`: there is nothing to close), the deadline or the signal. Wine sometimes keeps a
 * process that has finished and written its exit code: only that process is killed, and counts as ended.
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ command: Command, options: RunOptions }} what
 * @param {() => boolean} poll hands on new output; true once the exit code is written down
 * @returns {Promise<{ code: number | null, why: null | 'deadline' | 'abort' }>}
 */
function wait(child, { command, options }, poll) {
  const deadlineMs = options.deadlineMs ?? 90_000;
  return new Promise((resolve, reject) => {
    const give = (/** @type {number | null} */ code, /** @type {null | 'deadline' | 'abort'} */ why) => {
      clearTimeout(timer);
      clearTimeout(leaving);
      clearInterval(polling);
      options.signal?.removeEventListener('abort', abort);
      resolve({ code, why });
    };
    const abort = () => give(null, 'abort');
    const leave = () => {
      remark(command, 'wrote down its exit code and did not go', whatRuns(command.prefix));
      child.kill('SIGKILL');
    };
    const timer = deadlineMs === 0 ? undefined : setTimeout(() => give(null, 'deadline'), deadlineMs);
    /** @type {NodeJS.Timeout | undefined} */
    let leaving;
    const polling = setInterval(() => {
      if (poll()) leaving ??= setTimeout(leave, LEAVE_MS);
    }, POLL_MS);
    options.signal?.addEventListener('abort', abort);
    child.once('error', (error) => {
      reject(new LabError(`wine cannot be started: ${error.message}`));
      give(null, null);
    });
    child.once('exit', (code) => give(code, null));
    if (options.signal?.aborted) abort();
  });
}
