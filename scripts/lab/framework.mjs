/** Step 5: the reference assemblies of .NET Framework 4.8, from NuGet: what Windows PowerShell 5.1 has of .NET. */
import fs from 'node:fs';
import { mustExec } from './exec.mjs';
import { VERSIONS } from './layout.mjs';

/**
 * Restores the package into NuGet's own folder of the lab.
 * @param {import('./layout.mjs').Layout} layout
 */
export async function installFramework(layout) {
  fs.mkdirSync(layout.frameworkProject, { recursive: true });
  fs.writeFileSync(`${layout.frameworkProject}/framework.csproj`, project());
  const args = ['Props', 'Targets'].map((x) => `-p:ImportDirectoryBuild${x}=false`);
  await mustExec(
    'the .NET Framework reference assemblies from NuGet',
    'dotnet',
    ['restore', `${layout.frameworkProject}/framework.csproj`, ...args, '-nodeReuse:false'],
    { env: environment(layout), cwd: layout.frameworkProject, attempts: 2 },
  );
}

function project() {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net${VERSIONS.dotnetSdkMajor}.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Microsoft.NETFramework.ReferenceAssemblies.net48" Version="[${VERSIONS.framework}]" />
  </ItemGroup>
</Project>
`;
}

/** No greeting, no build server that stays behind. @param {import('./layout.mjs').Layout} layout */
export function environment(layout) {
  return {
    ...process.env,
    NUGET_PACKAGES: layout.nuget,
    DOTNET_NOLOGO: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
    DOTNET_CLI_USE_MSBUILD_SERVER: '0',
    MSBUILDDISABLENODEREUSE: '1',
    LC_ALL: 'C.UTF-8',
  };
}
