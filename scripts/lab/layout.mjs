/**
 * The paths of the lab, and the versions that it installs.
 * The lab is a folder (`.lab/` of the checkout unless `--dir` says otherwise) that can be deleted at any time.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the lab installs. The .NET runtime fits this PowerShell, and p2s-fix.exe is made of this Node. */
export const VERSIONS = Object.freeze({
  powershell: '7.6.9',
  runtime: '10.0.14',
  node: '24.21.0',
  dotnetSdkMajor: 10,
  framework: '1.0.3',
  pester: '6.2.0',
});

/** The checkout this file belongs to. */
export const REPO = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The lab of this checkout. */
export const DEFAULT_LAB = path.join(REPO, '.lab');

/**
 * The lab's folder of a computer.
 * @param {string} prefix the computer's folder
 */
export function labOf(prefix) {
  return path.dirname(path.dirname(prefix));
}

/** The built command line. */
export const CLI = path.join(REPO, 'dist', 'cli.js');

/** The same with a reader of folders for computers that keep no access lists: see program/p2s-fix.ts. */
export const LAB_CLI = path.join(REPO, 'build', 'lab-cli.js');

/** The same for many command lines: see program/kept.ts. */
export const LAB_KEPT = path.join(REPO, 'build', 'lab-kept.js');

/** Programs inside a computer, by their Windows names. */
export const INSIDE = Object.freeze({
  node: 'C:\\Program Files\\nodejs\\node.exe',
  pwsh: 'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
  reg: 'C:\\windows\\system32\\reg.exe',
});

/**
 * @typedef {object} Layout
 * @property {string} dir the lab's folder, absolute
 * @property {string} tools the PowerShell tool package
 * @property {string} powershell the files of PowerShell inside the tool package: `win/` and `unix/`
 * @property {string} pwsh PowerShell for Linux, an executable file
 * @property {string} nuget NuGet's package folder
 * @property {string} runtime the project that restores the Windows .NET runtime
 * @property {string} frameworkProject the project that restores the reference assemblies of .NET Framework
 * @property {string} framework those assemblies: mscorlib.dll and others
 * @property {string} pester the module Pester, as PowerShell loads it
 * @property {string} npm the folder with the Windows Node package
 * @property {string} template the prefix every computer is copied from
 * @property {string} computers the folder of the computers
 * @property {string} stamps what has been finished, one file per step
 * @property {string} lock the lock of a running set-up
 */

/**
 * The folders of a lab.
 * @param {string} [dir] the lab's folder
 * @returns {Layout}
 */
export function layoutOf(dir = DEFAULT_LAB) {
  const root = path.resolve(dir);
  const tools = path.join(root, 'tools');
  const v = VERSIONS.powershell;
  return {
    dir: root,
    tools,
    powershell: path.join(tools, '.store', 'powershell', v, 'powershell', v, 'tools', 'net10.0', 'any'),
    pwsh: path.join(root, 'bin', 'pwsh'),
    nuget: path.join(root, 'nuget'),
    runtime: path.join(root, 'runtime'),
    frameworkProject: path.join(root, 'framework'),
    framework: path.join(
      root,
      'nuget',
      'microsoft.netframework.referenceassemblies.net48',
      VERSIONS.framework,
      'build',
      '.NETFramework',
      'v4.8',
    ),
    pester: path.join(root, 'nuget', 'pester', VERSIONS.pester, 'tools'),
    npm: path.join(root, 'npm'),
    template: path.join(root, 'template'),
    computers: path.join(root, 'pc'),
    stamps: path.join(root, 'stamps'),
    lock: path.join(root, 'lock'),
  };
}

/**
 * The Windows name of a Unix path: Wine shows the root folder as drive Z.
 * @param {string} unixPath
 * @returns {string}
 */
export function windowsPath(unixPath) {
  return `Z:${path.resolve(unixPath).replaceAll('/', '\\')}`;
}
