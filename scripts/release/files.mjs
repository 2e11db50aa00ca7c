// Files, archives and checksums. The output does not depend on the date or on the order of a disk: the same files
// give the same bytes.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';

/** The list of checksums, as `sha256sum --check` reads it. */
export const SUMS = 'SHA256SUMS';

/** The earliest date of a zip. */
const NO_DATE = new Date(1980, 0, 1);
const TAR_BLOCK = 512;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Every file below a folder, by its path there with `/`, in the order of the paths. */
export function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path))]));
}

/** The paths of two sets of files that are only in one of them, or have different content there. */
export function differing(here, there) {
  const paths = [...new Set([...here.keys(), ...there.keys()])];
  return paths.filter(
    (path) => !here.has(path) || !there.has(path) || sha256(here.get(path)) !== sha256(there.get(path)),
  );
}

/** Writes files, by their paths, as a zip archive. */
export function writeZip(file, files) {
  writeFileSync(file, zipSync(Object.fromEntries(files), { level: 9, mtime: NO_DATE }));
}

/** The files of a zip archive, by their paths. */
export function readZip(file) {
  return new Map(Object.entries(unzipSync(readFileSync(file))).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files of a tarball of npm, by their paths below `package/`. Throws if an entry is not a file. */
export function readTarball(file) {
  const tar = gunzipSync(readFileSync(file));
  const files = new Map();
  for (let at = 0; at + TAR_BLOCK <= tar.length && tar[at] !== 0; ) {
    const text = (from, length) =>
      tar
        .subarray(at + from, at + from + length)
        .toString('utf8')
        .replace(/\0.*$/s, '');
    const [name, prefix, type] = [text(0, 100), text(345, 155), text(156, 1)];
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const size = Number.parseInt(text(124, 12), 8);
    if (!path.startsWith('package/') || (type !== '0' && type !== '') || files.has(path.slice(8)))
      throw new Error(`${file}: ${path} is not a file of a package (${type})`);
    at += TAR_BLOCK;
    files.set(path.slice(8), tar.subarray(at, at + size));
    at += Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return files;
}

/** Writes the checksums of all files of a folder into it. */
export function writeSums(folder) {
  const lines = [...filesBelow(folder)].map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`);
  writeFileSync(join(folder, SUMS), lines.join(''));
}

/** The checksums that a release names, by file. */
export function readSums(folder) {
  const lines = readFileSync(join(folder, SUMS), 'utf8').split('\n').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}
