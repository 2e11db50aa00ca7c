import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const INCLUDE = /^# include: (lib\/(?:[a-z]+\/)*([A-Za-z0-9]+)\.(ps1|cs))$/;

/**
 * Builds the scripts that ship: each `ps1/<Verb>.ps1` with its includes inserted, as one self-contained file with
 * CRLF line ends. A marker is a line of its own: `# include: lib/room/Name.ps1` puts that text there,
 * `# include: lib/room/Name.cs` defines `$NameSource` with that text as a here-string.
 *
 * @param {string} repoRoot the folder that holds `ps1`
 * @param {string} outDir where the built files go; other `.ps1` files there are removed
 * @returns {Promise<string[]>} names of the built files
 * @throws {Error} names the file and line: a character that is not ASCII, a missing or nested include, a marker that
 *   is not understood, C# text that would end the here-string
 */
export async function buildScripts(repoRoot, outDir) {
  const source = join(repoRoot, 'ps1');
  const names = (await readdir(source)).filter((name) => name.endsWith('.ps1')).sort();
  const built = new Map();
  for (const name of names) built.set(name, await assemble(source, name));
  await mkdir(outDir, { recursive: true });
  for (const old of await readdir(outDir)) if (old.endsWith('.ps1')) await rm(join(outDir, old));
  for (const [name, text] of built)
    await writeFile(join(outDir, name), text.replaceAll('\n', '\r\n'), 'latin1');
  return names;
}

/**
 * One file with its includes inserted, LF line ends.
 * @param {string} source the folder `ps1`
 * @param {string} name of the file in it
 * @returns {Promise<string>}
 */
export async function assemble(source, name) {
  const lines = await readLines(source, name);
  const out = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('# include:')) {
      out.push(line);
      continue;
    }
    const marker = INCLUDE.exec(line);
    if (marker === null) throw new Error(`${name}:${index + 1}: not an include marker: ${line}`);
    out.push(...(await included(source, marker)));
  }
  return `${out.join('\n')}\n`;
}

async function included(source, [, path, base, kind]) {
  const lines = await readLines(source, path);
  const nested = lines.findIndex((line) => line.startsWith('# include:'));
  if (nested >= 0) throw new Error(`${path}:${nested + 1}: an included file includes nothing itself`);
  if (kind === 'ps1') return lines;
  const end = lines.findIndex((line) => line.startsWith("'@"));
  if (end >= 0) throw new Error(`${path}:${end + 1}: this line would end the here-string`);
  return [`$${base}Source = @'`, ...lines, "'@"];
}

async function readLines(source, path) {
  const text = (await readFile(join(source, path), 'utf8')).replaceAll('\r\n', '\n').replace(/\n$/, '');
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const at = line.search(/[^\t\x20-\x7e]/);
    if (at >= 0) throw new Error(`${path}:${index + 1}:${at + 1}: not ASCII`);
  }
  return lines;
}
