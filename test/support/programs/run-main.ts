import { fileURLToPath } from 'node:url';
import { captured, nothing } from '../../../scripts/lab/program/captured-streams.ts';
import { main, systemPorts } from '../../../src/cli/main.ts';
import { replaceLookup } from '../texts/names.ts';

const PROGRAM = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SCRIPTS = fileURLToPath(new URL('../../../dist/ps1/', import.meta.url));

let turn: Promise<unknown> = Promise.resolve();

/**
 * One command line in this process: no start of Node and no loading of modules for each run. Output streams and the
 * current folder belong to the process, so runs take turns.
 */
export function runMain(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const run = turn.then(() => runAlone(args, options));
  turn = run.catch(() => null);
  return run;
}

async function runAlone(
  args: readonly string[],
  { env = process.env, cwd }: { env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const restoreLookup = await replaceLookup(env);
  const folder = process.cwd();
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  try {
    if (cwd !== undefined) process.chdir(cwd);
    const ports = { ...systemPorts(SCRIPTS, PROGRAM), env, standardInput: nothing };
    // A process on Linux has eight bits for it.
    const exitCode = (await main(args, ports)) & 0xff;
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(folder);
    restoreLookup();
    stdout.restore();
    stderr.restore();
  }
}
