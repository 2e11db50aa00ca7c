/** Step 6: Pester, which tests PowerShell in PowerShell, from NuGet. */
import fs from 'node:fs';
import path from 'node:path';
import { LabError } from '../failure.mjs';
import { VERSIONS } from '../layout.mjs';
import { restorePackage } from './nuget.mjs';

/** SHA-512 of the package, as NuGet writes it down. */
const SHA512 = 'SVQVS0NU4qpAF/2m70omX2J88D/sM8udIDu+PETFMgW6MIxtpFp33HAtT099A568hF3pvzprQu/7TI9UfPTsQg==';

/**
 * Restores the package into NuGet's own folder of the lab.
 * @param {import('../layout.mjs').Layout} layout
 * @throws {LabError} when it is not the package that is known here
 */
export async function installPester(layout) {
  const folder = path.join(layout.dir, 'pester');
  const version = VERSIONS.pester;
  await restorePackage(layout, { says: `Pester ${version}`, folder, name: 'Pester', version });
  const home = path.dirname(layout.pester);
  const found = fs.readFileSync(path.join(home, `pester.${version}.nupkg.sha512`), 'latin1').trim();
  if (found !== SHA512) throw new LabError(`Pester ${version} is another package than the known one`);
}
