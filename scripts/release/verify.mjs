// Checks a release as a user gets it: only by the files in its folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from './failure.mjs';
import { differing, filesBelow, readSums, readTarball, readZip, SUMS, sha256 } from './files.mjs';
import { run } from './run.mjs';

const AGAIN =
  'Run npm run release again. If the error persists, find the program that writes to this folder.';

/** Throws ReleaseError `checksums` unless the folder has exactly the files of its list, with their checksums. */
export function checkSums(out) {
  const files = filesBelow(out);
  files.delete(SUMS);
  const sums = readSums(out);
  const wrong = [...new Set([...files.keys(), ...sums.keys()])].filter(
    (path) => !files.has(path) || files.get(path).length === 0 || sha256(files.get(path)) !== sums.get(path),
  );
  if (wrong.length > 0 || sums.size === 0)
    throw new ReleaseError('checksums', `files do not match ${SUMS}: ${wrong.join(', ')}`, AGAIN);
}

/**
 * Throws ReleaseError `tarball` unless the tarball has exactly the files that `files` of package.json names, with
 * the bytes that they have in the project: committed files, and files built from them.
 */
export function checkTarball(root, tarball) {
  const { files: shipped } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = [...shipped, 'package.json'];
  const committed = run('git', ['ls-files', '-z', '--', ...names], { cwd: root })
    .split('\0')
    .slice(0, -1);
  const expected = new Map(committed.map((path) => [path, readFileSync(join(root, path))]));
  for (const [path, bytes] of filesBelow(join(root, 'dist'))) expected.set(`dist/${path}`, bytes);
  checkSame('tarball', tarball, readTarball(tarball), expected);
}

/** Throws ReleaseError `contents` unless page, bill of materials and module are those of dist/, and no part is empty. */
export function checkContents(root, out, version) {
  const dist = filesBelow(join(root, 'dist'));
  for (const name of ['p2s-fix.html', 'sbom.cdx.json'])
    checkSame('contents', name, [[name, readFileSync(join(out, name))]], [[name, dist.get(name)]]);
  const module = `P2SFix-${version}.zip`;
  checkSame('contents', module, readZip(join(out, module)), filesBelow(join(root, 'dist/module')));
  const nupkg = `P2SFix.${version}.nupkg`;
  const held = [...readZip(join(out, nupkg))].filter(([path]) => !/^\[|^_rels|\.nuspec$/.test(path));
  checkSame('contents', nupkg, held, filesBelow(join(root, 'dist/module/P2SFix')));
  for (const [path, bytes] of filesBelow(out)) {
    const inside = /\.(?:zip|nupkg)$/.test(path) ? [...readZip(join(out, path))] : [];
    const empty = [[path, bytes], ...inside].filter(([, { length }]) => length === 0).map(([name]) => name);
    if (empty.length > 0) throw new ReleaseError('contents', `${path}: empty: ${empty.join(', ')}`, AGAIN);
  }
}

/**
 * Throws ReleaseError `contents` unless the file is a Windows executable with each script and the page of dist/.
 * test/lab/program/exe.test.ts runs it.
 */
export function checkExe(root, exe) {
  const bytes = readFileSync(exe);
  const dist = [...filesBelow(join(root, 'dist'))];
  const inside = dist.filter(([path]) => path.startsWith('ps1/') || path === 'p2s-fix.html');
  const missing = inside.filter(([, content]) => !bytes.includes(content)).map(([path]) => path);
  if (bytes.toString('latin1', 0, 2) !== 'MZ' || missing.length > 0)
    throw new ReleaseError(
      'contents',
      `${exe} is not for Windows, or lacks: ${missing.join(', ')}`,
      'Run scripts/build-exe.mjs, and check the files that it adds.',
    );
}

function checkSame(code, name, found, expected) {
  const [here, there] = [new Map(found), new Map(expected)];
  const wrong = differing(here, there).map((path) => {
    if (!here.has(path)) return `${path} is missing`;
    return there.has(path) ? `${path} has other content` : `${path} is not part of the project`;
  });
  if (wrong.length === 0 && here.size > 0) return;
  throw new ReleaseError(
    code,
    `${name}: ${wrong.join(', ')}`,
    'Run npm run build, and check "files" in package.json.',
  );
}
