// `npm run release`: makes all parts of a release in one folder, only from committed files, and verifies them. It
// publishes nothing.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './prepare.mjs';
import { ReleaseError } from './release/failure.mjs';
import { readSums, writeSums } from './release/files.mjs';
import { writeInstallers } from './release/installers.mjs';
import {
  buildElsewhere,
  buildHere,
  exportParts,
  fromTarball,
  installTarball,
  makeExe,
  packPackage,
} from './release/make.mjs';
import { cleanCommit, homeOf, sameTools, usableOut, versionOf } from './release/source.mjs';
import { checkContents, checkExe, checkSums, checkTarball } from './release/verify.mjs';

const USAGE = `usage: npm run release -- [options]

  --out FOLDER    where to (build/release); a release that is there is replaced
  --tag TAG       the tag that is released: must be v and the version of package.json
  --signed FILE   a signed p2s-fix.exe, in place of the one without a signature
  --no-exe        without p2s-fix.exe

Makes the npm package, the page, the PowerShell module as files and as a package, the DSC resources, an example of an
Intune package, the bill of materials, p2s-fix.exe with its manifests for winget and Scoop, and their checksums. The tree must be clean. Exit code 1: there is no release; the reason is
printed with its code.
`;

const say = (text) => process.stdout.write(`release: ${text}\n`);

function options() {
  try {
    const { values } = parseArgs({
      options: {
        out: { type: 'string', default: join(root, 'build/release') },
        tag: { type: 'string' },
        signed: { type: 'string' },
        'no-exe': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.signed !== undefined && values['no-exe']) throw new Error('--signed FILE excludes --no-exe');
    return values;
  } catch (error) {
    throw new ReleaseError('usage', error.message, 'See npm run release -- --help.');
  }
}

/** Makes the release in a temporary folder, which is moved to its place when it is complete. */
function release({ out, tag, signed, 'no-exe': noExe }) {
  const commit = cleanCommit(root);
  const version = versionOf(root, tag);
  usableOut(root, out);
  sameTools(root);
  say(`p2s-fix ${version} of commit ${commit}`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'p2s-fix-release-')));
  mkdirSync(dirname(out), { recursive: true });
  const made = mkdtempSync(`${out}.`);
  chmodSync(made, 0o755);
  try {
    buildHere(root);
    say('built dist/');
    const same = buildElsewhere(root, commit, join(folder, 'source'));
    say(`built again in another folder: ${same} files are the same`);
    const tarball = join(made, packPackage(root, made));
    checkTarball(root, tarball);
    say('packed: the package has what was committed and built, and nothing else');
    const cli = installTarball(tarball, version, folder);
    say('installed without a network: it runs');
    fromTarball(tarball, version, made);
    exportParts(cli, version, folder, made);
    say('made page, module, bill of materials and exports');
    if (noExe) say('p2s-fix.exe is left out');
    else {
      checkExe(root, makeExe(root, made, signed));
      say(
        `made p2s-fix.exe${signed === undefined ? '' : ', signed'}: it has the scripts and the page inside`,
      );
      const home = homeOf(root);
      if (home !== null) writeInstallers(root, made, home);
      say(
        home === null
          ? 'no address, so no manifests for winget and Scoop'
          : 'made manifests for winget and Scoop',
      );
    }
    checkContents(root, made, version);
    writeSums(made);
    if (cleanCommit(root) !== commit)
      throw new ReleaseError('tree-moved', 'another commit was checked out meanwhile', 'Run it again.');
    rmSync(out, { recursive: true, force: true });
    renameSync(made, out);
  } finally {
    for (const path of [folder, made]) rmSync(path, { recursive: true, force: true });
  }
  checkSums(out);
  for (const [name, sum] of readSums(out))
    say(`${sum.slice(0, 16)}  ${statSync(join(out, name)).size}  ${name}`);
  say(`verified: ${out}`);
}

try {
  const asked = options();
  if (asked.help) process.stdout.write(USAGE);
  else release({ ...asked, out: resolve(asked.out) });
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  process.stderr.write(`release: ${error.code}: ${error.message}\n  Next: ${error.next}\n`);
  process.exitCode = 1;
}
