// The sources of a release: one commit, no other files, and the tools that the lock file names.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { ReleaseError } from './failure.mjs';
import { readSums, SUMS } from './files.mjs';
import { run } from './run.mjs';

const SHOWN = 20;
const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** The commit of a clean tree. Throws ReleaseError `no-git`, or `dirty-tree` with the names of the files. */
export function cleanCommit(root) {
  if (!existsSync(join(root, '.git')))
    throw new ReleaseError('no-git', `${root} is not a checkout`, 'Clone the repository with git.');
  const status = run('git', ['status', '--porcelain', '-z', '--untracked-files=all'], { cwd: root });
  const lines = status.split('\0').filter((line) => line !== '');
  if (lines.length > 0) {
    const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : [];
    const names = [...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].join('\n');
    throw new ReleaseError(
      'dirty-tree',
      `the working tree has uncommitted changes:\n${names}`,
      'Commit these files, or remove them.',
    );
  }
  return run('git', ['rev-parse', 'HEAD'], { cwd: root }).trim();
}

const SET_HOME = 'Set repository in package.json as CONTRIBUTING.md says, and commit.';

/**
 * The address of the project, `https://HOST/OWNER/NAME`, by its one place: `repository` of package.json, of which npm
 * makes `homepage` and `bugs` when it publishes. null while it is not set; throws ReleaseError `no-home` for another form.
 *
 * @param {string} root
 */
export function homeOf(root) {
  const { repository } = readJson(root, 'package.json');
  if (repository === undefined) return null;
  const home = /^git\+(https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+)\.git$/.exec(repository.url)?.[1];
  if (home !== undefined) return home;
  throw new ReleaseError(
    'no-home',
    `package.json: ${repository.url} is not git+https://HOST/OWNER/NAME.git`,
    SET_HOME,
  );
}

/**
 * The version of package.json, with which the lock file and, where it is given, the tag agree. For a tag, the
 * changelog must have a section, and the package must name its repository, which npm needs for provenance.
 *
 * @param {string} root
 * @param {string | undefined} tag
 */
export function versionOf(root, tag) {
  const { version } = readJson(root, 'package.json');
  const locked = readJson(root, 'package-lock.json').version;
  if (locked !== version)
    throw new ReleaseError(
      'version',
      `package.json is ${version}, package-lock.json ${locked}`,
      'Run npm install --package-lock-only --ignore-scripts, and commit.',
    );
  const home = homeOf(root);
  if (tag === undefined) return version;
  if (tag !== `v${version}`)
    throw new ReleaseError(
      'tag',
      `the tag is ${tag}, package.json is ${version}`,
      `Tag the commit as v${version}, or set the version with npm version.`,
    );
  if (!readFileSync(join(root, 'CHANGELOG.md'), 'utf8').includes(`\n## [${version}]`))
    throw new ReleaseError(
      'version',
      `CHANGELOG.md has no section ## [${version}]`,
      'Change the heading of the unreleased section to this version, and commit.',
    );
  if (home === null)
    throw new ReleaseError(
      'no-home',
      'package.json has no repository, without which npm publishes no provenance',
      SET_HOME,
    );
  return version;
}

/** Throws ReleaseError `installed` unless node_modules equals the lock file: other tools build something else. */
export function sameTools(root) {
  const list = join(root, 'node_modules/.package-lock.json');
  const next = 'Run npm ci --ignore-scripts.';
  if (!existsSync(list)) throw new ReleaseError('installed', 'node_modules is not installed', next);
  const installed = readJson(list).packages;
  const { '': _, ...locked } = readJson(root, 'package-lock.json').packages;
  const differs = Object.keys({ ...installed, ...locked }).filter((path) => {
    const [here, expected] = [installed[path], locked[path]];
    // Packages for other systems are not installed.
    if (here === undefined) return expected.optional !== true;
    return (
      expected === undefined || here.version !== expected.version || here.integrity !== expected.integrity
    );
  });
  if (differs.length > 0)
    throw new ReleaseError(
      'installed',
      `the installed packages differ from package-lock.json: ${differs.slice(0, SHOWN).join(', ')}`,
      next,
    );
}

/**
 * Throws ReleaseError `out` for a folder that would become part of the tree, or that holds anything but a release,
 * which is replaced.
 */
export function usableOut(root, out) {
  const below = relative(root, out);
  const inside = !isAbsolute(below) && below !== '..' && !below.startsWith(`..${sep}`);
  const next = 'Name a new folder, a folder with a release, or a folder below build/.';
  const ignored = () => run('git', ['check-ignore', below], { cwd: root, ends: [0, 1] }) !== '';
  if (inside && (below === '' || !ignored()))
    throw new ReleaseError('out', `${out} is inside the working tree and not ignored by git`, next);
  if (!existsSync(out)) return;
  const held = statSync(out).isDirectory() ? readdirSync(out).sort() : null;
  const named = held?.includes(SUMS) ? [...readSums(out).keys(), SUMS].sort() : [];
  if (held === null || (held.length > 0 && held.join('/') !== named.join('/')))
    throw new ReleaseError('out', `${out} contains files that are not a release`, next);
}
