import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/model/errors.ts';
import { say } from '../../src/core/model/say.ts';
import { errnoOf } from '../../src/files/errno.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import { folderForTest, onWindows } from '../support/files.ts';
import { runProgram } from '../support/programs/process.ts';

let folder: string;
beforeEach(async () => {
  folder = await folderForTest();
});

const files = nodeFiles();
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const at = (name: string) => join(folder, name);

describe('reading', () => {
  it('has a limit and takes regular files only', async () => {
    await writeFile(at('a'), 'four');
    expect(await files.read(at('a'), 4)).toEqual(bytes('four'));
    await expect(files.read(at('a'), 3)).rejects.toMatchObject({ code: 'input', where: at('a') });
    await expect(files.read(folder, 10)).rejects.toMatchObject({ code: 'input' });
    await expect(files.read(at('none'), 10)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(onWindows)('does not wait for a named pipe, nor read a device', async () => {
    await expect(files.read('/dev/zero', 10)).rejects.toMatchObject({ code: 'input' });
    await runProgram('/usr/bin/mkfifo', [at('pipe')]);
    await expect(files.read(at('pipe'), 10)).rejects.toMatchObject({ code: 'input' });
  });
});

describe('a folder', () => {
  it('is created with its parents, also by several at once, and left alone if it exists', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `b/c/${at % 4}`);
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(names.map((name) => files.makeFolder(at(`a${round}/${name}`), 0o700)));
      await files.makeFolder(at(`a${round}/b/c`), 0o700);
      expect((await readdir(at(`a${round}/b/c`))).sort()).toEqual(['0', '1', '2', '3']);
    }
  });

  it('cannot be made where a file is', async () => {
    await writeFile(at('a'), '');
    await expect(files.makeFolder(at('a'), 0o700)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(files.makeFolder(at('a/b'), 0o700)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(process.platform === 'linux')('is not tried for ever where none can be made', async () => {
    for (const path of ['/proc/none', '/proc/none/other'])
      await expect(files.makeFolder(path, 0o700)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('replacing', () => {
  it.skipIf(onWindows)(
    'makes a file with the mode that is asked for, and keeps the mode of one that is there',
    async () => {
      await files.replace(at('new'), bytes('x'), { mode: 0o600 });
      expect((await stat(at('new'))).mode & 0o777).toBe(0o600);
      await chmod(at('new'), 0o644);
      expect(await files.replace(at('new'), bytes('y'), { mode: 0o600 })).toBe(true);
      expect((await stat(at('new'))).mode & 0o777).toBe(0o644);
      expect(await readFile(at('new'), 'utf8')).toBe('y');
    },
  );

  it('leaves the old content until the new one is on disk, and no rest', async () => {
    await writeFile(at('a'), 'old');
    const seen: string[] = [];
    const watched = nodeFiles((stage, path) => {
      const inFolder = readdirSync(folder).length;
      seen.push(`${stage} ${readFileSync(path, 'utf8')} ${inFolder}`);
    });
    await watched.replace(at('a'), bytes('new'));
    expect(seen).toEqual(['temp-synced old 2', 'renamed new 1']);
  });

  it('takes its new file away again when it fails', async () => {
    await mkdir(at('folder'));
    await expect(files.replace(at('folder'), bytes('x'))).rejects.toThrow();
    const stopped = nodeFiles(() => {
      throw new Error('stop');
    });
    await expect(stopped.replace(at('a'), bytes('x'))).rejects.toThrow('stop');
    expect(await readdir(folder)).toEqual(['folder']);
  });

  it('compares at the last moment when asked to', async () => {
    await writeFile(at('a'), 'old');
    for (const other of ['olD', 'old!', 'ol', '']) {
      expect(await files.replace(at('a'), bytes('x'), { expected: bytes(other) })).toBe(false);
    }
    expect(await files.replace(at('none'), bytes('x'), { expected: bytes('') })).toBe(false);
    expect(await readFile(at('a'), 'utf8')).toBe('old');
    expect(await files.replace(at('a'), bytes('x'), { expected: bytes('old') })).toBe(true);
    expect(await readdir(folder)).toEqual(['a']);
  });
});

describe('the rest', () => {
  it.skipIf(onWindows)('distinguishes files, folders and links, and reports a missing one', async () => {
    await writeFile(at('file'), '');
    await symlink(at('none'), at('link'));
    expect(await files.info(at('file'))).toMatchObject({ kind: 'file' });
    expect(await files.info(folder)).toMatchObject({ kind: 'folder', mode: 0o700 });
    expect(await files.info(at('link'))).toMatchObject({ kind: 'link' });
    expect(await files.info(at('none'))).toBeNull();
    expect(await files.list(at('none'))).toEqual([]);
    await expect(files.remove(at('none'))).resolves.toBeUndefined();
  });

  it.skipIf(onWindows)('appends, for us alone', async () => {
    await files.append(at('log'), bytes('a\n'));
    await files.append(at('log'), bytes('b\n'));
    expect(await readFile(at('log'), 'utf8')).toBe('a\nb\n');
    expect((await stat(at('log'))).mode & 0o777).toBe(0o600);
  });

  it.skipIf(onWindows)('appends to no other file, and waits for no reader', async () => {
    await writeFile(at('victim'), 'mine');
    await symlink(at('victim'), at('link'));
    await expect(files.append(at('link'), bytes('a'))).rejects.toMatchObject({ code: 'ELOOP' });
    expect(await readFile(at('victim'), 'utf8')).toBe('mine');
    await runProgram('/usr/bin/mkfifo', [at('pipe')]);
    await expect(files.append(at('pipe'), bytes('a'))).rejects.toMatchObject({ code: 'ENXIO' });
  });

  it('knows system errors by their errno and nothing else', () => {
    expect(errnoOf(Object.assign(new Error(), { code: 'ENOENT' }))).toBe('ENOENT');
    for (const other of [
      new P2sError('input', say('x')),
      new Error('ENOENT'),
      Object.assign(new Error(), { code: 2 }),
      'ENOENT',
      null,
    ]) {
      expect(errnoOf(other)).toBeNull();
    }
  });
});
