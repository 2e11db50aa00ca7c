import { win32 } from 'node:path';

/**
 * Starts a program and passes on what goes in and comes out, as long as there is somebody to hear it. Node for Windows
 * puts every child into a job that ends it together with Node, unless it is detached (libuv, src/win/process.c); detached
 * it has no console, without which PowerShell does not start. So this is detached, and PowerShell is its child.
 */
const RELAY = `
const { spawn } = require('node:child_process');
const { env, stdin, stdout, stderr } = process;
const [file, ...args] = process.argv.slice(1);
const child = spawn(file, args, { env, windowsHide: true });
for (const stream of [stdin, stdout, stderr, child.stdin]) stream.on('error', () => {});
stdin.pipe(child.stdin);
child.stdout.on('data', (bytes) => stdout.write(bytes));
child.stderr.on('data', (bytes) => stderr.write(bytes));
child.on('error', () => process.exit(127));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
  setTimeout(() => { for (const stream of [stdin, child.stdout, child.stderr]) stream.destroy(); }, 250).unref();
});
`;

/** What to start in place of a program that is to go on to its end when this process ends, and how. */
export interface Launch {
  file: string;
  args: readonly string[];
  detached: boolean;
}

/**
 * A program that outlives this process on Windows. Where this process is no Node of its own (a program that has Node in
 * it), the program is a child like any other, and ends with it.
 *
 * @param node the executable of this process
 */
export function outliving(
  file: string,
  args: readonly string[],
  { platform, node }: { platform: NodeJS.Platform; node: string },
): Launch {
  if (platform !== 'win32' || win32.basename(node).toLowerCase() !== 'node.exe')
    return { file, args, detached: false };
  return { file: node, args: ['-e', RELAY, file, ...args], detached: true };
}
