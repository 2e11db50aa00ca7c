/** Runs a command for a person (or a shell script) on the kept computer. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { LabError } from '../failure.mjs';
import { INSIDE, LAB_CLI, windowsPath } from '../layout.mjs';
import { startKeptComputer } from './computer.mjs';

/**
 * In a terminal the program gets the terminal itself. Otherwise its output is copied as it arrives, and its
 * standard input is empty. The working folder is the caller's, so that relative names work; the computer stays on.
 * @param {readonly string[]} words the command
 * @param {string} [labDir]
 * @returns {Promise<number>} the exit code: true outside a terminal, modulo 256 in one
 * @throws {LabError}
 */
export async function runByHand(words, labDir) {
  const asUser = words[0] === 'as-user';
  const [name, ...args] = asUser ? words.slice(1) : words;
  if (name === undefined) throw new LabError('run what? See `node scripts/lab.mjs help`');
  if (name === 'p2s-fix' && !fs.existsSync(LAB_CLI))
    throw new LabError('build/lab-cli.js is missing: run `npm run build`');
  const computer = await startKeptComputer({ labDir, byHand: true });
  const terminal = process.stdin.isTTY && process.stdout.isTTY && !asUser;
  return terminal ? inTerminal(computer, name, args) : inFiles(computer, name, args, asUser);
}

/**
 * Ctrl+C reaches the program through the terminal. This process ignores it, so the program decides.
 * @param {import('./computer.mjs').Computer} computer @param {string} name @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function inTerminal(computer, name, args) {
  const node = computer.command([windowsPath(LAB_CLI), ...args]);
  const direct = name === 'pwsh' ? [INSIDE.pwsh, ...pwshArgs(args)] : [name, ...args];
  const child = spawn(node.file, name === 'p2s-fix' ? node.args : direct, {
    env: node.env,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new LabError(`wine cannot be started: ${error.message}`)));
    child.once('exit', (code) => resolve(code ?? 130));
  });
}

/**
 * @param {import('./computer.mjs').Computer} computer @param {string} name @param {readonly string[]} args
 * @param {boolean} asUser without administrator rights
 * @returns {Promise<number>}
 */
async function inFiles(computer, name, args, asUser) {
  const abort = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => abort.abort());
  const options = {
    .../** @type {{ as?: 'user' }} */ (asUser ? { as: 'user' } : {}),
    cwd: process.cwd(),
    deadlineMs: 0,
    retry: false,
    signal: abort.signal,
    onStdout: (/** @type {string} */ text) => void process.stdout.write(text),
    onStderr: (/** @type {string} */ text) => void process.stderr.write(text),
  };
  const { exitCode } = await (name === 'p2s-fix'
    ? computer.cli(args, options)
    : name === 'pwsh'
      ? computer.cmd(INSIDE.pwsh, pwshArgs(args), options)
      : computer.cmd(name, args, options));
  if (exitCode !== null && exitCode > 255) process.stderr.write(`lab: exit code ${exitCode}\n`);
  return exitCode ?? 130;
}

/**
 * `FILE.ps1 …` becomes a call of that script; arguments that begin with a dash are PowerShell's own.
 * @param {readonly string[]} args
 * @returns {readonly string[]}
 */
function pwshArgs(args) {
  const [file, ...rest] = args;
  if (file === undefined || file.startsWith('-')) return args;
  return ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', windowsPath(path.resolve(file)), ...rest];
}
