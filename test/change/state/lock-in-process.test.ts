import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock, tryOsLock, withLock } from '../../../src/change/state/lock.ts';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import { failing, onWindows } from '../../support/files.ts';
import { stateFolder } from '../folder.ts';

let dir: StateDir;
let remove: () => Promise<void>;
beforeEach(async () => ({ dir, remove } = await stateFolder()));
afterEach(() => remove());

const AT_ONCE = { waitMs: 0 };
const PATIENT = { waitMs: 60_000 };
const holder = () => join(dir.path, 'lock-holder.json');
/** On Windows the lock is an empty file, which stays. */
const names = async () => (await readdir(dir.path)).filter((name) => name !== 'lock');
const refusal = () => takeLock(dir, AT_ONCE).catch((error) => error);

describe('the lock within one process', () => {
  it('names its holder until it is released', async () => {
    const before = new Date().toISOString();
    const release = await takeLock(dir, AT_ONCE);
    const note = await readFile(holder(), 'utf8');
    const { pid, startedAt, ...rest } = JSON.parse(note);
    expect([pid, rest, note.endsWith('}\n')]).toEqual([process.pid, {}, true]);
    expect(startedAt >= before && startedAt <= new Date().toISOString()).toBe(true);
    if (!onWindows) expect((await stat(holder())).mode & 0o777).toBe(0o600);
    expect(await refusal()).toMatchObject({
      code: 'locked',
      where: dir.path,
      message: `Another run (process ${pid}, since ${startedAt}) is making a change.`,
      next: 'Wait until it has ended, then run the same command again.',
      evidence: { pid, startedAt },
    });
    await release();
    expect(await names()).toEqual([]);
    await (await takeLock(dir, AT_ONCE))();
  });

  it.each([
    ['an empty text', ''],
    ['no JSON', '{'],
    ['no process', '{"startedAt":"2026-11-24T10:00:00Z"}'],
    ['process 0', '{"pid":0,"startedAt":"2026-11-24T10:00:00Z"}'],
    ['half a process', '{"pid":1.5,"startedAt":"2026-11-24T10:00:00Z"}'],
    ['no start', '{"pid":7}'],
    ['a start that is no time', '{"pid":7,"startedAt":"yesterday"}'],
    ['too many bytes', `{"pid":7,"startedAt":"2026-11-24T10:00:00Z"}${' '.repeat(4096)}`],
  ])('is refused without a holder whose record has %s', async (_, record) => {
    const release = await takeLock(dir, AT_ONCE);
    await writeFile(holder(), record);
    expect(await refusal()).toMatchObject({
      code: 'locked',
      message: 'Another run is making a change.',
      evidence: {},
    });
    await release();
  });

  it('is waited for, and handed on after the work', async () => {
    const order: string[] = [];
    const first = await takeLock(dir, AT_ONCE);
    const second = withLock(dir, PATIENT, async () => order.push('second'));
    // Longer than the second one waits between two attempts.
    await expect(takeLock(dir, { waitMs: 120 })).rejects.toMatchObject({ code: 'locked' });
    order.push('first');
    await first();
    expect(await second).toBe(2);
    expect(order).toEqual(['first', 'second']);
    expect(await withLock(dir, AT_ONCE, async () => 'free')).toBe('free');
  });

  it('is released when the work fails, also when its record cannot be written or removed', async () => {
    const fault = new Error('mine');
    await expect(withLock(dir, AT_ONCE, () => Promise.reject(fault))).rejects.toBe(fault);
    for (const operation of ['replace', 'remove'] as const) {
      const full = { ...dir, files: failing(dir.files, { [operation]: 'ENOSPC' }) };
      expect(await withLock(full, AT_ONCE, async () => operation)).toBe(operation);
    }
    await (await takeLock(dir, AT_ONCE))();
  });

  it('is not the lock of another folder', async () => {
    const other = await stateFolder();
    const release = await takeLock(dir, AT_ONCE);
    expect(await withLock(other.dir, AT_ONCE, async () => 'free')).toBe('free');
    await release();
    await other.remove();
  });

  it('is taken by the canonical path of the folder', async () => {
    const release = await takeLock(dir, AT_ONCE);
    const alias = { path: '/alias', files: { ...dir.files, realpath: async () => dir.path } };
    await expect(takeLock(alias, AT_ONCE)).rejects.toMatchObject({ code: 'locked', where: '/alias' });
    await release();
  });
});

describe.skipIf(onWindows)('the lock of the system', () => {
  it('is not a folder or a file with a name like its own', async () => {
    await mkdir(join(dir.path, 'lock.folder'));
    await writeFile(join(dir.path, 'lock.file'), '');
    expect(await withLock(dir, AT_ONCE, async () => 'free')).toBe('free');
    expect(await names()).toEqual(['lock.file', 'lock.folder']);
  });

  it('has one owner until it is released', async () => {
    const release = await tryOsLock(dir.path);
    expect(release).not.toBeNull();
    expect(await tryOsLock(dir.path)).toBeNull();
    await release?.();
    const again = await tryOsLock(dir.path);
    expect(again).not.toBeNull();
    await again?.();
  });

  it.each(['win32', 'darwin', 'freebsd', 'netbsd', 'openbsd'] as const)(
    'is an open file of the folder on %s, for us alone',
    async (platform) => {
      const release = await tryOsLock(dir.path, platform);
      expect(release).toBeTypeOf('function');
      expect((await stat(join(dir.path, 'lock'))).mode & 0o777).toBe(0o600);
      await release?.();
      await remove();
      await expect(tryOsLock(dir.path, platform)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it.skipIf(process.platform !== 'linux')('is a file that is open until its release', async () => {
    const file = join(dir.path, 'lock');
    const open = async () => {
      const numbers = await readdir('/proc/self/fd');
      const links = numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => ''));
      return (await Promise.all(links)).filter((link) => link === file).length;
    };
    const release = await tryOsLock(dir.path, 'win32');
    expect(await open()).toBe(1);
    await release?.();
    expect(await open()).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')(
    'is a socket in the folder on Linux, also below a long path',
    async () => {
      const long = join(dir.path, 'long'.repeat(50));
      await mkdir(long);
      for (const folder of [dir.path, long]) {
        const release = await tryOsLock(folder);
        const [name = '', ...others] = (await readdir(folder)).filter((one) => one.startsWith('lock.'));
        expect(others).toEqual([]);
        expect((await stat(join(folder, name))).isSocket()).toBe(true);
        await release?.();
        expect(await readdir(folder)).not.toContain(name);
      }
    },
  );

  it('is unknown on other systems', async () => {
    await expect(tryOsLock(dir.path, 'sunos')).rejects.toMatchObject({
      code: 'state-dir',
      message: 'There is no lock for changes on sunos.',
      where: dir.path,
    });
  });
});
