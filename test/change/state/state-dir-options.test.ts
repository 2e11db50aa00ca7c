import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findStateDir, openStateDir, type StateDirOptions } from '../../../src/change/state/state-dir.ts';
import { say } from '../../../src/core/model/say.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { FileInfo, FilePort } from '../../../src/files/port.ts';
import { failing } from '../../support/files.ts';

const PATH = join(sep, 'state', 'p2s-fix');
const trusting = async () => null;
const never = () => Promise.reject(new Error('not to be asked'));
const entry = (info: Partial<FileInfo> = {}): FileInfo => ({
  ...{ kind: 'folder', mode: 0o700, uid: process.getuid?.() ?? 0, gid: 0, modifiedAt: new Date(0) },
  ...info,
});

/** A folder that is there or not; it can be made. */
function options(info: FileInfo | null, more: Partial<StateDirOptions> = {}): StateDirOptions {
  let now = info;
  const made: unknown[] = [];
  const files: FilePort = {
    ...nodeFiles(),
    info: async (path) => (path === PATH ? now : entry()),
    realpath: async (path) => path,
    list: async () => [],
    makeFolder: async (...args) => {
      made.push(args);
      now = entry();
    },
  };
  const place = { explicit: PATH, platform: process.platform, env: {} };
  return { ...place, files, guard: trusting, ...more };
}

const refused = (reason: string) => ({
  code: 'state-dir',
  where: PATH,
  message: `The folder for backups cannot be used: ${reason}.`,
  next: expect.stringContaining('--state-dir DIR'),
});

describe('a state folder that is there', () => {
  it('is used, and not made', async () => {
    const there = options(entry(), { make: never });
    expect(await openStateDir(there)).toEqual({ path: PATH, files: there.files });
    expect(await findStateDir(there)).toEqual({ path: PATH, files: there.files });
  });

  it.each([
    ['link', 'it is a link'],
    ['file', 'it is not a folder'],
    ['other', 'it is not a folder'],
  ] as const)('is refused where it is a %s, whatever the guard answers', async (kind, reason) => {
    const bad = options(entry({ kind }));
    for (const use of [openStateDir, findStateDir])
      await expect(use(bad)).rejects.toMatchObject(refused(reason));
  });

  it('is judged by the guard with its path and its facts', async () => {
    const asked: unknown[] = [];
    const info = entry({ mode: 0o777, uid: 4711 });
    const guard = async (...args: unknown[]) => {
      asked.push(args);
      return say('everybody may write');
    };
    await expect(findStateDir(options(info, { guard }))).rejects.toMatchObject(
      refused('everybody may write'),
    );
    expect(asked).toEqual([[PATH, info]]);
  });

  it('is never trusted on Windows without a guard', async () => {
    const { guard: _, ...plain } = options(entry(), { platform: 'win32' });
    const { where: __, ...error } = refused('its access list was not read');
    await expect(findStateDir(plain)).rejects.toMatchObject(error);
  });

  it.each([0o700, 0o755, 0o744])('is trusted without a guard on other systems: mode %i', async (mode) => {
    const { guard: _, ...plain } = options(entry({ mode }), { platform: 'linux' });
    expect(await findStateDir(plain)).not.toBeNull();
  });

  it.each([
    [0o720, 'other users may write to it (mode 720)'],
    [0o702, 'other users may write to it (mode 702)'],
  ])('is not trusted without a guard where others may write: mode %i', async (mode, reason) => {
    const { guard: _, ...plain } = options(entry({ mode }), { platform: 'linux' });
    await expect(findStateDir(plain)).rejects.toMatchObject(refused(reason));
  });
});

describe('a state folder that is missing', () => {
  it('is none, and is made', async () => {
    const missing = options(null);
    expect(await findStateDir(missing)).toBeNull();
    expect((await openStateDir(missing)).path).toBe(PATH);
  });

  it('is made for its owner alone', async () => {
    const made: unknown[] = [];
    const makeFolder = async (...args: unknown[]) => void made.push(args);
    const info = async () => (made.length === 0 ? null : entry());
    await openStateDir(options(null, { files: { ...options(null).files, info, makeFolder } as FilePort }));
    expect(made).toEqual([[PATH, 0o700]]);
  });

  it('is made by the maker that is given, which may refuse', async () => {
    const files = failing(options(null).files ?? nodeFiles(), { makeFolder: 'EACCES' });
    const make = async (path: string) => (path === PATH ? say('nobody may') : null);
    await expect(openStateDir(options(null, { files, make }))).rejects.toMatchObject(refused('nobody may'));
  });

  it('is an error when it is gone after it was made', async () => {
    await expect(openStateDir(options(null, { make: trusting }))).rejects.toMatchObject(
      refused('it was removed during the run'),
    );
  });
});

describe('a state folder that cannot be asked', () => {
  const denied = 'permission is denied';
  it.each<[string, Partial<StateDirOptions>, FileInfo | null]>([
    ['its facts', { files: failing(nodeFiles(), { info: 'EACCES' }) }, null],
    ['its guard', { guard: () => Promise.reject(Object.assign(new Error(), { code: 'EACCES' })) }, entry()],
  ])('is refused with the reason of the system: %s', async (_, more, info) => {
    for (const use of [openStateDir, findStateDir])
      await expect(use(options(info, more))).rejects.toMatchObject(refused(denied));
  });

  it('does not hide a fault of the program', async () => {
    const fault = new TypeError('made to fail');
    const rejects = () => Promise.reject(fault);
    await expect(findStateDir(options(entry(), { guard: rejects }))).rejects.toBe(fault);
    await expect(openStateDir(options(null, { make: rejects }))).rejects.toBe(fault);
  });
});
