import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { outcomeOfError } from '../../../src/core/model/errors.ts';
import { fillFolder } from '../../../src/pipeline/run/folders/export-folder.ts';
import { writeNew } from '../../../src/pipeline/run/folders/new-file.ts';
import { folderForTest } from '../../support/files.ts';

let folder: string;
beforeEach(async () => {
  folder = await folderForTest();
});

const failure = (code: string) => Object.assign(new Error(code), { code });

/** A new file that is cut off after its first byte, as on a full disk. */
function cutOff(code: string) {
  return async (path: string) => {
    const file = await open(path, 'wx');
    return {
      writeFile: async () => {
        await file.writeFile('x');
        throw failure(code);
      },
      sync: () => file.sync(),
      close: () => file.close(),
    };
  };
}

describe('a new file', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EFBIG', 'the file is larger than is permitted'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EIO', 'the disk reported an error'],
  ])('is removed where the disk refuses the rest of it (%s), with exit code 1', async (code, reason) => {
    const file = join(folder, 'machine.json');
    const error = await writeNew(file, 'content', cutOff(code)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'report-failed',
      where: file,
      message: `The file cannot be written: ${reason}.`,
      next: 'Free space there, or name another place with --out.',
    });
    expect(outcomeOfError('report-failed')).toBe('failed');
    expect(await readdir(folder)).toEqual([]);
  });

  it('never replaces or removes a file that exists', async () => {
    const file = join(folder, 'machine.json');
    await writeFile(file, 'theirs');
    await expect(writeNew(file, 'content')).rejects.toMatchObject({ code: 'input' });
    expect(await readFile(file, 'utf8')).toBe('theirs');
  });
});

describe('the folder of an export that fails', () => {
  const fill = (out: string, also: () => Promise<void> = async () => undefined) =>
    fillFolder(out, async (target) => {
      await target.write('one.txt', 'one');
      await target.makeFolder('user');
      await target.write(join('user', 'two.txt'), 'two');
      await also();
      throw failure('ENOSPC');
    });

  it('is removed with its files and the parents that the run created', async () => {
    await expect(fill(join(folder, 'a', 'b'))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays, empty, if it existed', async () => {
    const out = join(folder, 'out');
    await mkdir(out);
    await expect(fill(out)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(folder, { recursive: true })).toEqual(['out']);
  });

  it('keeps a file of another program', async () => {
    const out = join(folder, 'out');
    await expect(fill(out, () => writeFile(join(out, 'theirs.txt'), 'theirs'))).rejects.toThrow();
    expect(await readdir(out)).toEqual(['theirs.txt']);
  });
});
