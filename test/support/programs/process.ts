import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync } from 'node:fs';

/** Whether a program or library exists. */
export function hasProgram(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

/** P2S_REQUIRE_REAL=1: a test that would be skipped here must run, and fail. */
export function realRequired(): boolean {
  return process.env.P2S_REQUIRE_REAL === '1';
}

/**
 * For `it.skipIf(...)`: true when a program is missing, unless P2S_REQUIRE_REAL=1. With that the test runs, and its
 * harness fails in one line that names what is missing.
 */
export function skipWithout(...paths: string[]): boolean {
  return !realRequired() && !paths.every(hasProgram);
}

/** Throws one line that names the missing program and its Debian package. */
export function requireProgram(path: string, debianPackage: string): void {
  if (!hasProgram(path)) throw new Error(`${path} is missing: install the Debian package ${debianPackage}`);
}

export interface StartOptions {
  file: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The signal that ends it. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
}

export interface RunningProcess {
  pid: number;
  /** Standard output and error so far; the last MiB. */
  output(): string;
  /** The exit code, `null` after a signal. */
  exited: Promise<number | null>;
  /** Ends the process and all its children: the stop signal, and SIGKILL two seconds later. */
  stop(): Promise<void>;
}

const MAX_OUTPUT = 1_048_576;

/** Starts a program in its own process group, which ends with this process. */
export function startProcess(options: StartOptions): RunningProcess {
  const child = spawn(options.file, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) {
    child.on('error', () => undefined);
    throw new Error(`${options.file} could not be started`);
  }
  let text = '';
  const collect = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-MAX_OUTPUT);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const lastResort = () => signalGroup(pid, 'SIGKILL');
  process.once('exit', lastResort);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  return {
    pid,
    output: () => text,
    exited,
    async stop() {
      signalGroup(pid, options.stopSignal ?? 'SIGTERM');
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), 2000);
      await exited;
      clearTimeout(timer);
      // Helpers of the program may outlive it.
      signalGroup(pid, 'SIGKILL');
      process.off('exit', lastResort);
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: everything in it is gone.
  }
}

export interface Finished {
  /** `null`: ended by a signal, the deadline's included. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  input?: string | Uint8Array;
  /** Default 10 s; then the program is killed. */
  timeoutMs?: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    timeout: options.timeoutMs ?? 10_000,
    killSignal: 'SIGKILL',
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out.stderr += text;
  });
  // EPIPE: the program did not read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...out };
}
