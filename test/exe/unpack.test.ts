import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PackedFiles, type UnpackPlaces, unpacked } from '../../src/exe/unpack.ts';
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
  let places: UnpackPlaces & { machine: string; user: string; administrators: string };
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const folder = await tempFolder();
    remove = folder.remove;
    const place = (name: string) => join(folder.path, name, 'unpacked');
    places = { machine: place('machine'), user: place('user'), administrators: place('config') };
  });
  afterEach(() => remove());

  const unpack = () => unpacked(FILES, places);
  /** For a user who may not write to the machine's folder. */
  const unpackAsUser = () =>
    unpacked(FILES, places, (folder, files) => {
      if (folder.startsWith(places.machine)) throw Object.assign(new Error('no right'), { code: 'EPERM' });
      unpacked(files, { machine: null, user: places.user, administrators: null });
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
    const elsewhere = unpacked(FILES, { ...places, machine: places.user });
    await mkdir(places.machine, { recursive: true });
    await symlink(elsewhere, join(places.machine, FILES.name));
    await writeFile(join(elsewhere, 'ps1/Get-X.ps1'), '# kept');
    expect(await contents(unpack())).toEqual(CONTENT);
    expect(await readFile(join(elsewhere, 'ps1/Get-X.ps1'), 'utf8')).toBe('# kept');
  });

  it('go to the folder of a user who is no administrator, unless they are there for the machine', async () => {
    expect(unpackAsUser()).toBe(join(places.user, FILES.name));
    expect(await contents(join(places.user, FILES.name))).toEqual(CONTENT);
    const folder = unpack();
    expect(unpackAsUser()).toBe(folder);
  });

  it('never go to the folder of a user for an administrator', async () => {
    await mkdir(places.administrators, { recursive: true });
    expect(unpackAsUser).toThrow(expect.objectContaining({ code: 'refused' }));
    await expect(readdir(places.user)).rejects.toThrow('ENOENT');
  });

  it('fail typed where they cannot be put', async () => {
    await mkdir(join(places.machine, '..'), { recursive: true });
    await writeFile(places.machine, 'a file');
    expect(unpack).toThrow(expect.objectContaining({ code: 'install-failed' }));
    const nowhere = { machine: null, user: null, administrators: null };
    expect(() => unpacked(FILES, nowhere)).toThrow(expect.objectContaining({ code: 'install-failed' }));
  });
});
