import { join } from 'node:path';
import { layoutOf } from '../../../scripts/lab/layout.mjs';
import { runProgram } from '../programs/process.ts';

/** Folder of the .NET Framework 4.8 reference assemblies; exists when the lab is set up. */
export const FRAMEWORK: string = layoutOf().framework;

/**
 * The output of the .NET SDK's compiler for one file, as C# 5 with only mscorlib and System; '' means success.
 *
 * @param out the assembly to write
 */
export async function compileCSharp5(file: string, out: string): Promise<string> {
  const { stdout: listed } = await runProgram('dotnet', ['--list-sdks']);
  const newest = listed
    .trim()
    .split('\n')
    .at(-1)
    ?.match(/^(\S+) \[(.*)\]/);
  const compiler = join(newest?.[2] ?? '', newest?.[1] ?? '', 'Roslyn/bincore/csc.dll');
  const args = [
    compiler,
    // One server process compiles for all calls, and ends after ten seconds without one.
    `-shared:p2s-fix-${process.pid}`,
    '-keepalive:10',
    '-nologo',
    '-nostdlib+',
    '-noconfig',
    '-langversion:5',
    '-warnaserror+',
    '-target:library',
    `-r:${join(FRAMEWORK, 'mscorlib.dll')}`,
    `-r:${join(FRAMEWORK, 'System.dll')}`,
    `-out:${out}`,
    file,
  ];
  const { code, stdout, stderr } = await runProgram('dotnet', args, { timeoutMs: 60_000 });
  return code === 0 && stdout === '' ? '' : `${stdout}${stderr}exit ${code}`;
}
