/**
 * Compiles PowerShell's own assemblies to machine code. Its tool package holds them as intermediate language alone, for
 * every platform; Microsoft's installers ship them compiled, and without that each start spends half its time on it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { mustExec } from '../exec.mjs';
import { VERSIONS } from '../layout.mjs';

/** What a start and the usual commands load. */
const ASSEMBLIES = [
  'pwsh',
  'System.Management.Automation',
  'Microsoft.PowerShell.ConsoleHost',
  'Microsoft.PowerShell.Commands.Management',
  'Microsoft.PowerShell.Commands.Utility',
  'Microsoft.PowerShell.Security',
  'Newtonsoft.Json',
];

/** The compiler's package for NuGet, of the version of the runtime. */
export const COMPILER = 'microsoft.netcore.app.crossgen2.linux-x64';

/**
 * Compiles in place, for Linux and for Windows. The code holds for all patch versions of a runtime.
 * @param {import('../layout.mjs').Layout} layout
 * @param {{ windows: readonly string[], env: NodeJS.ProcessEnv }} options the folders of the Windows runtime, dotnet's
 *   environment
 * @throws {import('../failure.mjs').LabError}
 */
export async function compileAhead(layout, { windows, env }) {
  const compiler = path.join(layout.nuget, COMPILER, VERSIONS.runtime, 'tools', 'crossgen2');
  fs.chmodSync(compiler, 0o755);
  const linux = await linuxRuntime(env);
  await Promise.all([
    compileAll(compiler, path.join(layout.powershell, 'unix'), 'linux', linux),
    compileAll(compiler, path.join(layout.powershell, 'win'), 'windows', windows),
  ]);
}

/** @param {string} compiler @param {string} folder @param {'linux' | 'windows'} os @param {readonly string[]} runtime */
async function compileAll(compiler, folder, os, runtime) {
  const references = [...runtime, folder].flatMap((from) => ['-r', path.join(from, '*.dll')]);
  const target = ['--targetos', os, '--targetarch', 'x64', '-O'];
  for (const name of ASSEMBLIES) {
    const file = path.join(folder, `${name}.dll`);
    await mustExec(`compiling ${name}`, compiler, [file, '-o', `${file}.new`, ...target, ...references]);
    fs.renameSync(`${file}.new`, file);
  }
}

/**
 * Where dotnet has the runtime that PowerShell for Linux uses: the newest of the SDK's major version.
 * @param {NodeJS.ProcessEnv} env
 */
async function linuxRuntime(env) {
  const listed = await mustExec('listing the runtimes', 'dotnet', ['--list-runtimes'], { env });
  const found = [...listed.matchAll(/^Microsoft\.NETCore\.App (\d+)\.(\S+) \[(.*)\]$/gm)];
  return found
    .filter(([, major]) => Number(major) === VERSIONS.dotnetSdkMajor)
    .map(([, major, rest, root]) => path.join(root ?? '', `${major}.${rest}`))
    .slice(-1);
}
