import { chmod, chown, lchown, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findStateDir, openStateDir, stateDirPath } from '../../../src/change/state/state-dir.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { folderForTest, onWindows } from '../../support/files.ts';

const windows = {
  platform: 'win32' as const,
  env: { ProgramFiles: 'C:\\Users\\a', LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' },
};
const programs = 'C:\\Program Files';
const linux = { platform: 'linux' as const };

describe('the place of the state folder', () => {
  it.each([
    [{ ...windows, programs }, 'C:\\Program Files\\p2s-fix\\state'],
    [windows, 'C:\\Users\\a\\AppData\\Local\\p2s-fix'],
    [
      { ...windows, env: { ...windows.env, XDG_STATE_HOME: 'C:\\x' } },
      'C:\\Users\\a\\AppData\\Local\\p2s-fix',
    ],
    [{ ...windows, programs, explicit: 'D:\\x\\..\\state' }, 'D:\\state'],
    [{ ...linux, env: { HOME: '/home/a' } }, '/home/a/.local/state/p2s-fix'],
    [{ ...linux, env: { HOME: '/home/a', XDG_STATE_HOME: '/var/x' } }, '/var/x/p2s-fix'],
    [{ ...linux, env: { HOME: '/home/a', XDG_STATE_HOME: 'relative' } }, '/home/a/.local/state/p2s-fix'],
    [{ ...linux, env: { HOME: '/home/a', XDG_STATE_HOME: '' } }, '/home/a/.local/state/p2s-fix'],
    [{ ...linux, env: {}, explicit: '/srv/state/' }, '/srv/state'],
  ])('%j', (place, path) => {
    expect(stateDirPath(place)).toBe(path);
  });

  it.each([
    [{ ...linux, env: {} }, 'HOME'],
    [{ ...linux, env: { HOME: 'relative' } }, 'HOME'],
    [{ ...windows, env: { ProgramFiles: 'C:\\x' } }, 'LOCALAPPDATA'],
  ])('is unknown without a full path: %j', (place, name) => {
    expect(() => stateDirPath(place)).toThrow(
      expect.objectContaining({
        code: 'state-dir',
        message: expect.stringContaining(name),
        next: 'Name a folder with --state-dir DIR.',
      }),
    );
  });
});

describe.skipIf(onWindows)('the state folder', () => {
  let root: string;
  beforeEach(async () => {
    root = await folderForTest();
    await mkdir(join(root, 'open'));
    await chmod(join(root, 'open'), 0o755);
  });
  const at = (name: string) => ({ ...linux, env: {}, explicit: join(root, name) });

  it('is made for us alone, with the folders above it', async () => {
    expect(await findStateDir(at('a/b'))).toBeNull();
    expect((await openStateDir(at('a/b'))).path).toBe(join(root, 'a', 'b'));
    expect((await stat(join(root, 'a', 'b'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(root, 'a'))).mode & 0o777).toBe(0o700);
    expect((await openStateDir(at('a/b'))).path).toBe(join(root, 'a', 'b'));
    expect((await findStateDir(at('a/b')))?.path).toBe(join(root, 'a', 'b'));
  });

  it('is refused when it is a file or a link', async () => {
    await writeFile(join(root, 'file'), '');
    await mkdir(join(root, 'real'), { mode: 0o700 });
    await symlink(join(root, 'real'), join(root, 'link'));
    await symlink(join(root, 'nowhere'), join(root, 'dangling'));
    for (const [name, reason] of [
      ['file', 'not a folder'],
      ['link', 'a link'],
      ['dangling', 'a link'],
      ['file/x', 'not a folder'],
    ] as const) {
      const refusal = {
        code: 'state-dir',
        where: join(root, name),
        message: expect.stringContaining(reason),
      };
      await expect(openStateDir(at(name))).rejects.toMatchObject(refusal);
      await expect(findStateDir(at(name))).rejects.toMatchObject(refusal);
    }
  });

  it.each([0o770, 0o720, 0o702, 0o777])('is refused when others may write to it: %i', async (mode) => {
    const name = `mode-${mode}`;
    await mkdir(join(root, name));
    await chmod(join(root, name), mode);
    await expect(openStateDir(at(name))).rejects.toMatchObject({
      code: 'state-dir',
      message: expect.stringContaining('other users'),
    });
  });

  const isRoot = process.getuid?.() === 0;
  const refusedFor = (at: string, reason: string) => ({
    code: 'state-dir',
    message: expect.stringContaining(`${join(root, at)}: ${reason}`),
  });

  it
    .runIf(isRoot)
    .each(['state/writes.ndjson', 'state/backups', 'state/backups/0001.json', 'state/journal.json'])(
    'is refused where somebody else left %s in it',
    async (left) => {
      await mkdir(join(root, 'state/backups'), { recursive: true, mode: 0o700 });
      const path = join(root, left);
      if (!left.endsWith('backups')) await symlink(join(root, 'victim'), path);
      await lchown(path, 4711, 4711);
      await expect(openStateDir(at('state'))).rejects.toMatchObject(
        refusedFor(left, 'it belongs to another user'),
      );
    },
  );

  it('is refused where its backups are a link, or others may write to them', async () => {
    await mkdir(join(root, 'state'), { mode: 0o700 });
    const backups = join(root, 'state/backups');
    await symlink(join(root, 'open'), backups);
    await expect(openStateDir(at('state'))).rejects.toMatchObject(
      refusedFor('state/backups', 'it is not a folder'),
    );
    await rm(backups);
    await mkdir(backups);
    await chmod(backups, 0o777);
    await expect(openStateDir(at('state'))).rejects.toMatchObject(refusedFor('state/backups', 'other users'));
  });

  it.each([
    ['is missing', false],
    ['exists', true],
  ])('is refused where others could replace it: it %s', async (_, exists) => {
    const above = join(root, 'above');
    await mkdir(above);
    if (exists) await mkdir(join(above, 'state'), { mode: 0o700 });
    await symlink(above, join(root, 'link'));
    const trusted = () => findStateDir(at('above/state'));
    await chmod(above, 0o777);
    for (const path of ['above/state', 'link/state'])
      for (const use of [openStateDir, findStateDir])
        await expect(use(at(path))).rejects.toMatchObject(refusedFor('above', 'other users may write to it'));
    await chmod(above, 0o1777);
    await expect(trusted()).resolves.toEqual(exists ? expect.anything() : null);
    if (!isRoot) return;
    await chmod(above, 0o755);
    await chown(above, 4711, 4711);
    await expect(trusted()).rejects.toMatchObject(
      refusedFor('above', 'it belongs to another user (uid 4711)'),
    );
    await chown(above, 0, 4711);
    await chmod(above, 0o775);
    await expect(trusted()).rejects.toMatchObject(refusedFor('above', 'other users'));
    await chown(above, 0, 0);
    await expect(trusted()).resolves.toEqual(exists ? expect.anything() : null);
  });

  it('is where the links above it lead, not the links', async () => {
    await symlink(join(root, 'open'), join(root, 'link'));
    expect((await openStateDir(at('link/a/b'))).path).toBe(join(root, 'open/a/b'));
  });

  it('is looked at again after it was made', async () => {
    const files = nodeFiles();
    const quicker = { ...files, makeFolder: (path: string) => symlink(root, path) };
    await expect(openStateDir({ ...at('race'), files: quicker })).rejects.toMatchObject({
      code: 'state-dir',
    });
  });
});
