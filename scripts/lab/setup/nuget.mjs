/** A package of NuGet, into NuGet's own folder of the lab, without a project of ours. */
import fs from 'node:fs';
import { mustExec } from '../exec.mjs';
import { VERSIONS } from '../layout.mjs';

/**
 * @param {import('../layout.mjs').Layout} layout
 * @param {{ says: string, folder: string, name: string, version: string }} archive `folder` is for the work alone
 */
export async function restorePackage(layout, { says, folder, name, version }) {
  fs.mkdirSync(folder, { recursive: true });
  const file = `${folder}/package.csproj`;
  fs.writeFileSync(file, project(name, version));
  const args = ['Props', 'Targets'].map((x) => `-p:ImportDirectoryBuild${x}=false`);
  await mustExec(`${says} from NuGet`, 'dotnet', ['restore', file, ...args, '-nodeReuse:false'], {
    env: environment(layout),
    cwd: folder,
    attempts: 2,
  });
}

/** @param {string} name @param {string} version */
function project(name, version) {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net${VERSIONS.dotnetSdkMajor}.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="${name}" Version="[${version}]" />
  </ItemGroup>
</Project>
`;
}

/** No greeting, no build server that stays behind. @param {import('../layout.mjs').Layout} layout */
function environment(layout) {
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
