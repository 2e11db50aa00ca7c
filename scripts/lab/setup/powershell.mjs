/** Step 2: PowerShell (the tool package holds it for Linux and for Windows) and the Windows .NET runtime, from NuGet. */
import fs from 'node:fs';
import path from 'node:path';
import { exec, findOnPath, mustExec } from '../exec.mjs';
import { LabError } from '../failure.mjs';
import { VERSIONS } from '../layout.mjs';
import { COMPILER, compileAhead } from './ahead.mjs';
import { pageAligned } from './page-aligned.mjs';

/** PowerShell for Windows needs the desktop runtime too: without it, it starts and then hangs. */
const RUNTIMES = Object.freeze([
  { framework: 'Microsoft.NETCore.App', id: 'microsoft.netcore.app.runtime.win-x64' },
  { framework: 'Microsoft.WindowsDesktop.App', id: 'microsoft.windowsdesktop.app.runtime.win-x64' },
]);

/**
 * dotnet's environment: no greeting, no build server that stays behind.
 * @param {import('../layout.mjs').Layout} layout
 * @returns {NodeJS.ProcessEnv}
 */
function dotnetEnv(layout) {
  return {
    ...process.env,
    NUGET_PACKAGES: layout.nuget,
    DOTNET_NOLOGO: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
    DOTNET_ADD_GLOBAL_TOOLS_TO_PATH: 'false',
    DOTNET_CLI_USE_MSBUILD_SERVER: '0',
    MSBUILDDISABLENODEREUSE: '1',
    LC_ALL: 'C.UTF-8',
  };
}

/**
 * The .NET SDK is the one thing that the lab does not install itself.
 * @param {import('../layout.mjs').Layout} layout
 * @throws {LabError} without an SDK of the needed version
 */
export async function requireDotnet(layout) {
  const needed = VERSIONS.dotnetSdkMajor;
  const listed = await exec('dotnet', ['--list-sdks'], { env: dotnetEnv(layout) }).catch(() => null);
  const versions = (listed?.output ?? '').split('\n').map((line) => Number.parseInt(line, 10));
  if (!versions.some((major) => major >= needed)) {
    throw new LabError(
      `the .NET SDK ${needed} is needed (\`dotnet\` on the PATH): https://dotnet.microsoft.com/download`,
    );
  }
}

/**
 * Installs both afresh; NuGet's own package folder is kept, it never holds half a package.
 * @param {import('../layout.mjs').Layout} layout
 */
export async function installPowerShell(layout) {
  const env = dotnetEnv(layout);
  for (const folder of [layout.tools, layout.runtime, path.dirname(layout.pwsh)]) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
  }
  const project = path.join(layout.runtime, 'runtime.csproj');
  fs.writeFileSync(project, runtimeProject());
  await mustExec(
    `PowerShell ${VERSIONS.powershell} from NuGet`,
    'dotnet',
    ['tool', 'install', '--tool-path', layout.tools, 'PowerShell', '--version', VERSIONS.powershell],
    { env, cwd: layout.runtime, attempts: 2 },
  );
  await mustExec(
    `the Windows .NET runtime ${VERSIONS.runtime} from NuGet`,
    'dotnet',
    [
      'restore',
      project,
      ...['Props', 'Targets'].map((x) => `-p:ImportDirectoryBuild${x}=false`),
      '-nodeReuse:false',
    ],
    { env, cwd: layout.runtime, attempts: 2 },
  );
  const windows = RUNTIMES.flatMap(({ id }) => Object.values(runtimeFolders(layout, id)));
  await compileAhead(layout, { windows, env });
  for (const system of ['unix', 'win'])
    compileOnce(path.join(layout.powershell, system, 'pwsh.runtimeconfig.json'));
  fs.writeFileSync(layout.pwsh, linuxLauncher(layout), { mode: 0o755 });
}

/**
 * .NET counts calls to compile code better later, which only costs time in processes that end in seconds.
 * @param {string} file PowerShell's settings for .NET
 */
function compileOnce(file) {
  const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
  settings.runtimeOptions.configProperties['System.Runtime.TieredCompilation'] = false;
  fs.writeFileSync(file, JSON.stringify(settings, null, 2));
}

/** @param {import('../layout.mjs').Layout} layout @param {string} id */
function runtimeFolders(layout, id) {
  const from = path.join(layout.nuget, id, VERSIONS.runtime, 'runtimes', 'win-x64');
  return {
    native: path.join(from, 'native'),
    managed: path.join(from, 'lib', `net${VERSIONS.dotnetSdkMajor}.0`),
  };
}

function runtimeProject() {
  const downloads = [...RUNTIMES.map(({ id }) => id), COMPILER].map(
    (id) => `    <PackageDownload Include="${id}" Version="[${VERSIONS.runtime}]" />`,
  );
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net${VERSIONS.dotnetSdkMajor}.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
${downloads.join('\n')}
  </ItemGroup>
</Project>
`;
}

/**
 * PowerShell for Linux as one process: the tool's own starter keeps a parent that a kill would leave a child of.
 * @param {import('../layout.mjs').Layout} layout
 */
function linuxLauncher(layout) {
  const quoted = path.join(layout.powershell, 'unix', 'pwsh.dll').replaceAll("'", "'\\''");
  return `#!/bin/sh\nexport DOTNET_JITMinOpts=1\nexec '${findOnPath('dotnet') ?? 'dotnet'}' '${quoted}' "$@"\n`;
}

/**
 * Lays PowerShell and the runtime into `C:\Program Files`, as hard links, and native libraries in a form that starts
 * faster. There pwsh.exe finds the runtime by itself.
 * @param {import('../layout.mjs').Layout} layout
 * @param {string} programFiles the Unix path of the prefix's `Program Files`
 */
export async function placePowerShell(layout, programFiles) {
  const home = path.join(programFiles, 'PowerShell', '7');
  fs.mkdirSync(path.dirname(home), { recursive: true });
  await mustExec('copying PowerShell', 'cp', ['-al', path.join(layout.powershell, 'win'), home]);
  const version = VERSIONS.runtime;
  for (const { framework, id } of RUNTIMES) {
    const { native, managed } = runtimeFolders(layout, id);
    const shared = path.join(programFiles, 'dotnet', 'shared', framework, version);
    fs.mkdirSync(shared, { recursive: true });
    for (const folder of [native, managed]) {
      for (const name of fs.readdirSync(folder)) {
        const file = path.join(folder, name);
        if (!fs.statSync(file).isFile()) continue;
        if (folder === native && !name.endsWith('.dll')) continue;
        if (name === 'hostfxr.dll') {
          const fxr = path.join(programFiles, 'dotnet', 'host', 'fxr', version);
          fs.mkdirSync(fxr, { recursive: true });
          fs.linkSync(file, path.join(fxr, name));
        }
        const to = path.join(shared, name);
        if (folder === native) fs.writeFileSync(to, pageAligned(fs.readFileSync(file)), { mode: 0o755 });
        else fs.linkSync(file, to);
      }
    }
  }
}
