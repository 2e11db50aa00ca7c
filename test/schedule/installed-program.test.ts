import { appendFile, cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { toText } from '../../src/core/model/say.ts';
import {
  installedFolders,
  installProgram,
  type ProgramParts,
  removePrograms,
} from '../../src/schedule/installed-program.ts';
import { installProblem } from '../../src/schedule/manifest.ts';
import { everythingIn, folderForTest, onWindows } from '../support/files.ts';

let folder: string;
let root: string;
let parts: ProgramParts;
beforeEach(async () => {
  folder = await folderForTest();
  root = join(folder, 'root');
  const dist = join(folder, 'dist');
  const content: Record<string, string> = {
    'cli.js': '// entry\n',
    'index.js': '// not for the task\n',
    'chunks/a.js': '// a\n',
    'chunks/deep/b.js': '// b\n',
    'ps1/Get-X.ps1': '# x\r\n',
  };
  for (const name of ['root', 'dist/chunks/deep', 'dist/ps1'])
    await mkdir(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(content)) await writeFile(join(dist, name), text);
  await writeFile(join(folder, 'node'), Buffer.alloc(3_000_000, 7));
  parts = {
    version: '1.0.0',
    node: join(folder, 'node'),
    entry: join(dist, 'cli.js'),
    scripts: join(dist, 'ps1'),
    config: Buffer.from('{"schemaVersion":1}\n'),
  };
});

const FILES = [
  'config.json',
  'manifest.json',
  'node',
  'package.json',
  'program/chunks/a.js',
  'program/chunks/deep/b.js',
  'program/cli.js',
  'program/ps1/Get-X.ps1',
];

describe('a program that is installed', () => {
  it('holds what it needs and no more, under a name that stands for every byte of it', async () => {
    const installed = await installProgram(root, parts);
    const found = Object.entries(await everythingIn(installed.folder)).filter(
      ([, text]) => text !== 'folder',
    );
    expect(found.map(([path]) => path.slice(installed.folder.length + 1)).sort()).toEqual(FILES);
    expect(await readFile(installed.entry, 'utf8')).toBe('// entry\n');
    expect(basename(installed.folder)).toMatch(/^[0-9a-f]{32}$/);
    expect(await readdir(root)).toEqual([basename(installed.folder)]);
    expect(await installProblem(installed.folder)).toBeNull();
  });

  it('is the same when it is installed again, and another one when anything in it is another', async () => {
    const first = await installProgram(root, parts);
    const before = await everythingIn(root);
    expect(await installProgram(root, parts)).toEqual(first);
    expect(await everythingIn(root)).toEqual(before);
    const names = new Set([first.folder]);
    names.add((await installProgram(root, { ...parts, version: '1.0.1' })).folder);
    names.add((await installProgram(root, { ...parts, config: Buffer.from('{}') })).folder);
    await appendFile(join(folder, 'dist', 'chunks', 'a.js'), ' ');
    const last = await installProgram(root, parts);
    expect(names.add(last.folder).size).toBe(4);
    expect((await installedFolders(root)).sort()).toEqual([...names].sort());
    await removePrograms(root, last.folder);
    expect(await installedFolders(root)).toEqual([last.folder]);
    await removePrograms(root, null);
    expect(await installedFolders(root)).toEqual([]);
    expect(await readdir(folder)).not.toContain('root');
  });

  it('is repaired when its files are damaged, and replaces an incomplete installation', async () => {
    const { folder: installed } = await installProgram(root, parts);
    await rm(join(installed, 'program', 'cli.js'));
    await mkdir(join(root, 'next', 'program'), { recursive: true });
    await writeFile(join(root, 'next', 'program', 'evil.js'), '');
    await installProgram(root, parts);
    expect(await installProblem(installed)).toBeNull();
    expect(await readdir(root)).toEqual([basename(installed)]);
  });

  it('keeps the places of its parts to each other, also where the scripts lie beside its own folder', async () => {
    await rename(join(folder, 'dist', 'ps1'), join(folder, 'scripts'));
    const { folder: installed } = await installProgram(root, { ...parts, scripts: join(folder, 'scripts') });
    expect(await readFile(join(installed, 'scripts', 'Get-X.ps1'), 'utf8')).toBe('# x\r\n');
    expect(await installProblem(installed)).toBeNull();
  });

  it('is one file with its settings where one executable has all in it, whatever that is called', async () => {
    const single = join(folder, 'node');
    const installed = await installProgram(root, { ...parts, node: single, entry: single, scripts: 'none' });
    const program = join(installed.folder, 'program', 'p2s-fix.exe');
    expect(installed).toMatchObject({ node: program, entry: program });
    const found = Object.entries(await everythingIn(installed.folder)).filter(
      ([, text]) => text !== 'folder',
    );
    expect(found.map(([path]) => path).sort()).toEqual(
      [program, join(installed.folder, 'config.json'), join(installed.folder, 'manifest.json')].sort(),
    );
    expect(await installProblem(installed.folder)).toBeNull();
  });

  it.skipIf(onWindows)('is not made of links', async () => {
    await symlink('/etc/hostname', join(folder, 'dist', 'ps1', 'Get-Y.ps1'));
    await expect(installProgram(root, parts)).rejects.toMatchObject({ code: 'install-failed' });
    expect(await readdir(root)).toEqual([]);
  });

  it('fails typed where it cannot be put', async () => {
    await rm(root, { recursive: true });
    await expect(installProgram(root, parts)).rejects.toMatchObject({ code: 'install-failed', where: root });
    await expect(installProgram(folder, { ...parts, node: join(folder, 'none') })).rejects.toMatchObject({
      code: 'install-failed',
    });
  });
});

describe('a change to an installed program', () => {
  type Change = (installed: string) => Promise<unknown>;
  const node = (installed: string) => join(installed, 'node');
  it.each<[string, string, Change]>([
    [
      'a byte more',
      'program/cli.js: it has another size',
      (at) => appendFile(join(at, 'program', 'cli.js'), ' '),
    ],
    ['a byte that is another', 'node: it has another content', (at) => flip(node(at), 2_999_999)],
    ['a script less', 'program/ps1/Get-X.ps1: it is missing', (at) => rm(join(at, 'program/ps1/Get-X.ps1'))],
    [
      'a file more',
      'program/chunks/evil.js: it was not installed',
      (at) => writeFile(join(at, 'program/chunks/evil.js'), ''),
    ],
    ['other settings', 'config.json: it has another size', (at) => writeFile(join(at, 'config.json'), '{}')],
    [
      'another manifest',
      'manifest.json: it belongs to another folder',
      (at) => appendFile(join(at, 'manifest.json'), ' '),
    ],
    ['no manifest', 'manifest.json: it cannot be read (ENOENT)', (at) => rm(join(at, 'manifest.json'))],
  ])('is found: %s', async (_what, problem, change) => {
    const { folder: installed } = await installProgram(root, parts);
    expect(await found(installed)).toBeNull();
    await change(installed);
    expect(await found(installed)).toBe(problem);
  });

  it('is found where all of it was put under another name', async () => {
    const { folder: installed } = await installProgram(root, parts);
    const other = join(root, '0'.repeat(32));
    await cp(installed, other, { recursive: true });
    expect(await found(other)).toBe('manifest.json: it belongs to another folder');
  });

  it.skipIf(onWindows)('is found where a file became a link to the same content', async () => {
    const { folder: installed } = await installProgram(root, parts);
    const file = join(installed, 'program', 'cli.js');
    await rename(file, join(folder, 'elsewhere.js'));
    await symlink(join(folder, 'elsewhere.js'), file);
    expect(await found(installed)).toBe('program/cli.js: it is not a regular file');
  });
});

/** The problem of the installation, in English. */
async function found(installed: string): Promise<string | null> {
  const problem = await installProblem(installed);
  return problem === null ? null : toText(problem);
}

async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}
