// Makes each part of a release. The package that npm makes is installed at once, and the installed program makes
// the exports: so the files that users get have run.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSigned } from '../exe/unsigned.mjs';
import { ReleaseError } from './failure.mjs';
import { differing, filesBelow, readTarball, writeZip } from './files.mjs';
import { writeNupkg } from './nupkg.mjs';
import { npm, run } from './run.mjs';

/**
 * An Intune package contains the settings of one company, so a release can have only an example: to read before a
 * real one is made, and to try signing and application control. No computer can resolve the name of its proxy.
 */
const EXAMPLE = ['--proxy', 'proxy.contoso.example:8080', '--bypass', '<local>;*.contoso.example'];
const EXAMPLE_NOTE = [
  'An example to read. Do not assign it: its proxy does not exist.',
  'Make a package with your settings: p2s-fix export intune --desired desired.json --out intune',
  '',
].join('\r\n');

/** Builds dist/ of the project again, whatever it held. */
export function buildHere(root) {
  run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
}

/**
 * Builds the commit in another folder, and throws ReleaseError `builds-differ` unless each file equals that in
 * dist/. Type declarations take most of the time of a build, so this build leaves them out.
 */
export function buildElsewhere(root, commit, folder) {
  mkdirSync(folder);
  const archive = join(folder, 'source.tar');
  run('git', ['archive', '--output', archive, commit], { cwd: root });
  run('tar', ['-xf', archive], { cwd: folder });
  rmSync(archive);
  copyModules(join(root, 'node_modules'), join(folder, 'node_modules'));
  run(process.execPath, ['scripts/build.mjs', '--no-types'], { cwd: folder });
  const here = filesBelow(join(root, 'dist'));
  here.delete('index.d.ts');
  const there = filesBelow(join(folder, 'dist'));
  const differ = differing(here, there);
  if (differ.length > 0)
    throw new ReleaseError(
      'builds-differ',
      `two builds of ${commit} are not the same: ${differ.slice(0, 10).join(', ')}`,
      'Compare dist/ with a build of a new clone to find what the build takes from this computer.',
    );
  return there.size;
}

/** Hard links take no time if both folders are on one disk. */
function copyModules(from, to) {
  try {
    if (process.platform !== 'win32') return void run('cp', ['-al', from, to], { cwd: from });
  } catch {
    rmSync(to, { recursive: true, force: true });
  }
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** The tarball that npm makes of dist/ as it is; its file name. */
export function packPackage(root, out) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
  return JSON.parse(npm(args, { cwd: root }))[0].filename;
}

/**
 * Installs the tarball as `npm install --global` does, without a network and without npm's cache. Throws
 * ReleaseError `runs` unless the program prints its version.
 *
 * @returns the installed program's main file
 */
export function installTarball(tarball, version, folder) {
  const [prefix, cache] = [join(folder, 'prefix'), join(folder, 'cache')];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  mkdirSync(prefix);
  npm(['install', '--global', '--offline', '--prefix', prefix, '--cache', cache, ...quiet, tarball], {
    cwd: folder,
  });
  const windows = process.platform === 'win32';
  const [command, modules] = windows ? ['p2s-fix.cmd', 'node_modules'] : ['bin/p2s-fix', 'lib/node_modules'];
  const printed = run(join(prefix, command), ['--version'], { cwd: folder, shell: windows }).trim();
  if (printed !== version)
    throw new ReleaseError(
      'runs',
      `the installed program reports version ${printed}, not ${version}`,
      'Check P2S_FIX_VERSION in scripts/build.mjs.',
    );
  return join(prefix, modules, 'p2s-fix/dist/cli.js');
}

/** The PowerShell module, in a folder and as a package, the page and the bill of materials as they are in the tarball. */
export function fromTarball(tarball, version, out) {
  const files = readTarball(tarball);
  const below = (folder) =>
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, bytes]) => [path.slice(folder.length), bytes]);
  writeZip(join(out, `P2SFix-${version}.zip`), below('dist/module/'));
  writeNupkg(out, new Map(below('dist/module/P2SFix/')));
  for (const name of ['p2s-fix.html', 'sbom.cdx.json'])
    writeFileSync(join(out, name), files.get(`dist/${name}`));
}

/** The exports, by the program that was installed. */
export function exportParts(cli, version, folder, out) {
  const make = (what, ...args) => {
    const made = join(folder, what);
    run(process.execPath, [cli, 'export', what, ...args, '--out', made, '--json'], { cwd: folder });
    return filesBelow(made);
  };
  writeZip(join(out, `p2s-fix-dsc-${version}.zip`), make('dsc'));
  const example = new Map([...make('intune', ...EXAMPLE), ['EXAMPLE.txt', Buffer.from(EXAMPLE_NOTE)]]);
  writeZip(join(out, `p2s-fix-intune-example-${version}.zip`), example);
}

/**
 * The program for computers without Node; returns its path. With `signed`, it is that file, which must be the program
 * with a signature, or ReleaseError `signed` is thrown.
 */
export function makeExe(root, out, signed) {
  run(process.execPath, [join(root, 'scripts/build-exe.mjs')], { cwd: root });
  const built = join(root, 'build/p2s-fix.exe');
  if (signed !== undefined && !isBuilt(signed, built))
    throw new ReleaseError(
      'signed',
      `${signed} is not ${built} with a signature`,
      'Sign the p2s-fix.exe of a release of this commit.',
    );
  const exe = join(out, 'p2s-fix.exe');
  copyFileSync(signed ?? built, exe);
  return exe;
}

function isBuilt(signed, built) {
  try {
    return isSigned(readFileSync(signed), readFileSync(built));
  } catch {
    return false;
  }
}
