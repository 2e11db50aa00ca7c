import { spawn } from 'node:child_process';
import { win32 } from 'node:path';
import { isSea } from 'node:sea';

/** The hidden command that makes the single executable the relay. */
export const RELAY_COMMAND = 'relay-powershell';

/**
 * Starts a program and relays its input and output while the other end is open. Node for Windows puts every child
 * into a job that ends with Node, unless it is detached (libuv, src/win/process.c). A detached child has no
 * console, and PowerShell does not start without one. So the relay is detached, and PowerShell is its child.
 *
 * The other Node gets only the text of this function, so it uses nothing but its parameters.
 */
function relay(start: typeof spawn, own: NodeJS.Process, [file = '', ...args]: readonly string[]): void {
  const { env, stdin, stdout, stderr } = own;
  const child = start(file, args, { env, windowsHide: true });
  for (const stream of [stdin, stdout, stderr, child.stdin]) stream.on('error', () => {});
  stdin.pipe(child.stdin);
  child.stdout.on('data', (bytes) => stdout.write(bytes));
  child.stderr.on('data', (bytes) => stderr.write(bytes));
  child.on('error', () => own.exit(127));
  child.on('exit', (code) => {
    own.exitCode = code ?? 1;
    setTimeout(() => {
      for (const stream of [stdin, child.stdout, child.stderr]) stream.destroy();
    }, 250).unref();
  });
}

const RELAY = `(${relay})(require('node:child_process').spawn, process, process.argv.slice(1));`;

/** The program to start instead, so that the original one outlives this process, and how. */
export interface Launch {
  file: string;
  args: readonly string[];
  detached: boolean;
}

/**
 * A program that outlives this process on Windows. If this process is neither Node itself nor the single
 * executable (another program with Node in it), the program is a normal child and ends with it.
 *
 * @param node the executable of this process
 */
export function outliving(
  file: string,
  args: readonly string[],
  { platform, node, single = isSea() }: { platform: NodeJS.Platform; node: string; single?: boolean },
): Launch {
  if (platform === 'win32' && single)
    return { file: node, args: [RELAY_COMMAND, file, ...args], detached: true };
  if (platform !== 'win32' || win32.basename(node).toLowerCase() !== 'node.exe')
    return { file, args, detached: false };
  return { file: node, args: ['-e', RELAY, file, ...args], detached: true };
}

/** Runs this process as the relay. */
export function relayHere(words: readonly string[]): void {
  relay(spawn, process, words);
}
