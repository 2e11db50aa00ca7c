/** Step 6: Pester, which tests PowerShell in PowerShell, from NuGet. */
import fs from 'node:fs';
import path from 'node:path';
import { mustExec } from './exec.mjs';
import { LabError } from './failure.mjs';
import { environment } from './framework.mjs';
import { VERSIONS } from './layout.mjs';

/** SHA-512 of the package, as NuGet writes it down. */
const SHA512 = 'SVQVS0NU4qpAF/2m70omX2J88D/sM8udIDu+PETFMgW6MIxtpFp33HAtT099A568hF3pvzprQu/7TI9UfPTsQg==';

/**
 * Restores the package into NuGet's own folder of the lab.
 * @param {import('./layout.mjs').Layout} layout
 * @throws {LabError} when it is not the package that is known here
 */
export async function installPester(layout) {
  const folder = path.join(layout.dir, 'pester');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(`${folder}/pester.csproj`, project());
  const args = ['Props', 'Targets'].map((x) => `-p:ImportDirectoryBuild${x}=false`);
  await mustExec(
    `Pester ${VERSIONS.pester} from NuGet`,
    'dotnet',
    ['restore', `${folder}/pester.csproj`, ...args, '-nodeReuse:false'],
    { env: environment(layout), cwd: folder, attempts: 2 },
  );
  const home = path.dirname(layout.pester);
  const found = fs.readFileSync(path.join(home, `pester.${VERSIONS.pester}.nupkg.sha512`), 'latin1').trim();
  if (found !== SHA512) throw new LabError(`Pester ${VERSIONS.pester} is another package than the known one`);
}

function project() {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net${VERSIONS.dotnetSdkMajor}.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Pester" Version="[${VERSIONS.pester}]" />
  </ItemGroup>
</Project>
`;
}
