import { runProgram } from '../programs/process.ts';

export const OPENSSL = '/usr/bin/openssl';

/** Runs the real openssl in a folder: returns its output, throws with the command and its errors when it fails. */
export function opensslIn(folder: string): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const { code, stdout, stderr } = await runProgram(OPENSSL, args, { cwd: folder, timeoutMs: 60_000 });
    if (code !== 0) throw new Error(`openssl ${args[0]} ended with code ${code}: ${stderr.trim()}`);
    return stdout;
  };
}
