import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { accessSync } from 'node:fs';
import net from 'node:net';

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

/** Calls `probe` until it returns a value; throws `timed out waiting for WHAT`. Default 5 s. */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An address of this machine that no other test has: some 127.x.y.z, for servers on well-known ports. */
export function ownAddress(): string {
  return `127.${randomInt(64, 192)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}

/** Whether this process may listen there; ports below 1024 mostly need root. */
export async function mayListen(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = net.createServer();
  const listening = once(server, 'listening');
  server.listen(port, host);
  const may = await listening.then(
    () => true,
    () => false,
  );
  server.close();
  return may;
}

/** A port without a listener at this moment. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = net.createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error(`${host} is not a TCP address`);
  return address.port;
}

/** Waits until a connection succeeds. Default 10 s. */
export async function waitForPort(host: string, port: number, timeoutMs = 10_000): Promise<void> {
  await waitFor(
    `${host}:${port} to listen`,
    () =>
      new Promise<true | undefined>((resolve) => {
        const socket = net.connect({ host, port });
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(undefined));
        socket.once('connect', () => socket.destroy());
      }),
    timeoutMs,
  );
}
