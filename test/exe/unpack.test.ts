import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PackedFiles, scriptsFolder, type UnpackPlaces, unpacked } from '../../src/exe/unpack.ts';
import { onWindows, tempFolder } from '../support/files.ts';

const CONTENT: Record<string, string> = {
  'page.html': '<p>',
  'ps1/Get-X.ps1': '# x',
  'ps1/Set-X.ps1': '# y',
};
const FILES: PackedFiles = {
  name: '0123',
  paths: Object.keys(CONTENT),
  read: (path) => Buffer.from(CONTENT[path] ?? ''),
};

describe('the files of the single executable', () => {
  let places: UnpackPlaces;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const folder = await tempFolder();
    remove = folder.remove;
    const place = (name: string) => join(folder.path, name, 'unpacked');
    places = { machine: place('machine'), administrators: place('config'), temporary: folder.path };
  });
  afterEach(() => remove());

  const unpack = () => unpacked(FILES, places);
  /** For a user who may not write to the machine's folder. */
  const unpackAsUser = () =>
    unpacked(FILES, places, () => {
      throw Object.assign(new Error('no right'), { code: 'EPERM' });
    });
  const contents = async (folder: string) =>
    Object.fromEntries(
      await Promise.all(FILES.paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')])),
    );

  it('are unpacked for the machine, and nothing else is left there', async () => {
    const folder = unpack();
    expect(folder).toBe(join(places.machine, FILES.name));
    expect(await contents(folder)).toEqual(CONTENT);
    expect(await readdir(places.machine)).toEqual([FILES.name]);
    expect(unpack()).toBe(folder);
  });

  it.each<[string, (folder: string) => Promise<unknown>]>([
    ['changed', (folder) => writeFile(join(folder, 'ps1/Get-X.ps1'), '# z')],
    ['made longer', (folder) => appendFile(join(folder, 'ps1/Get-X.ps1'), 'x')],
    ['removed', (folder) => rm(join(folder, 'ps1/Get-X.ps1'))],
    ['added', (folder) => writeFile(join(folder, 'ps1/Get-Y.ps1'), '')],
  ])('are unpacked again when one was %s', async (_what, change) => {
    const folder = unpack();
    await change(folder);
    expect(unpack()).toBe(folder);
    expect(await contents(folder)).toEqual(CONTENT);
    expect((await readdir(join(folder, 'ps1'))).sort()).toEqual(['Get-X.ps1', 'Set-X.ps1']);
  });

  it.skipIf(onWindows)('are not taken through links', async () => {
    const elsewhere = unpacked(FILES, { ...places, machine: join(places.temporary, 'elsewhere') });
    await mkdir(places.machine, { recursive: true });
    await symlink(elsewhere, join(places.machine, FILES.name));
    await writeFile(join(elsewhere, 'ps1/Get-X.ps1'), '# kept');
    expect(await contents(unpack())).toEqual(CONTENT);
    expect(await readFile(join(elsewhere, 'ps1/Get-X.ps1'), 'utf8')).toBe('# kept');
  });

  it('go to a new temporary folder for a user who may not write there, unless they are there already', async () => {
    const [own, other] = [unpackAsUser(), unpackAsUser()];
    expect(dirname(own)).toBe(places.temporary);
    expect(other).not.toBe(own);
    expect(await contents(own)).toEqual(CONTENT);
    const folder = unpack();
    expect(unpackAsUser()).toBe(folder);
  });

  it('leave no temporary folder', async () => {
    const unpack = new URL('../../src/exe/unpack.ts', import.meta.url).pathname;
    const source = `
      import { unpacked } from ${JSON.stringify(unpack)};
      const files = { name: 'x', paths: ['a'], read: () => Buffer.from('a') };
      const refuse = () => { throw Object.assign(new Error(), { code: 'EPERM' }); };
      process.stdout.write(unpacked(files, ${JSON.stringify(places)}, refuse));`;
    const { outputFiles } = await build({
      ...{ stdin: { contents: source, resolveDir: places.temporary }, bundle: true, write: false },
      ...{ platform: 'node', format: 'esm' },
    });
    const code = outputFiles[0]?.text ?? '';
    const own = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(dirname(own)).toBe(places.temporary);
    expect(await readdir(places.temporary)).toEqual([]);
  });

  it('never go to a folder of the user in an elevated run', async () => {
    await mkdir(places.administrators, { recursive: true });
    expect(unpackAsUser).toThrow(expect.objectContaining({ code: 'refused' }));
    expect(await readdir(places.temporary)).toEqual(['config']);
  });

  it('fail typed where they cannot be put', async () => {
    await mkdir(join(places.machine, '..'), { recursive: true });
    await writeFile(places.machine, 'a file');
    expect(unpack).toThrow(expect.objectContaining({ code: 'install-failed' }));
    expect(() => scriptsFolder(FILES, {})).toThrow(
      expect.objectContaining({ code: 'install-failed', where: 'SystemRoot' }),
    );
  });
});
