/** Step 5: the reference assemblies of .NET Framework 4.8, from NuGet: what Windows PowerShell 5.1 has of .NET. */
import { VERSIONS } from '../layout.mjs';
import { restorePackage } from './nuget.mjs';

/**
 * Restores the package into NuGet's own folder of the lab.
 * @param {import('../layout.mjs').Layout} layout
 */
export function installFramework(layout) {
  return restorePackage(layout, {
    says: 'the .NET Framework reference assemblies',
    folder: layout.frameworkProject,
    name: 'Microsoft.NETFramework.ReferenceAssemblies.net48',
    version: VERSIONS.framework,
  });
}
