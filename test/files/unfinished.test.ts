import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { nodeFiles } from '../../src/files/node-files.ts';
import { removeUnfinished } from '../../src/files/unfinished.ts';
import { failing, folderForTest, onWindows } from '../support/files.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');
const LEFT = 'a.reg.0123456789ab.tmp';

let folder: string;
beforeEach(async () => {
  folder = await folderForTest();
});

async function put(name: string, minutesAgo: number): Promise<void> {
  const at = new Date(NOW.getTime() - minutesAgo * 60_000);
  await writeFile(join(folder, name), 'secret');
  await utimes(join(folder, name), at, at);
}
const clean = (files = nodeFiles()) => removeUnfinished(files, folder, (name) => name === 'a.reg', NOW);

it('an unfinished replacement is removed when no run can be writing it any more', async () => {
  await put(LEFT, 10);
  await put('a.reg.ba9876543210.tmp', 9);
  await put('a.reg', 99);
  await clean();
  expect(await readdir(folder)).toEqual(['a.reg', 'a.reg.ba9876543210.tmp']);
});

it('a file of another name stays', async () => {
  const others = [
    'A.reg.0123456789ab.tmp',
    'a.reg.0123456789AB.tmp',
    'a.reg.0123456789abc.tmp',
    'a.reg.0123456789ab.tmp.txt',
    'b.reg.0123456789ab.tmp',
    `x${LEFT}`,
  ];
  for (const name of others) await put(name, 60);
  await clean();
  expect((await readdir(folder)).sort()).toEqual(others.sort());
});

it.skipIf(onWindows)('a link and a folder of that name stay', async () => {
  await put('target', 60);
  const names = [LEFT, 'a.reg.000000000000.tmp'];
  await symlink(join(folder, 'target'), join(folder, names[0] ?? ''));
  await mkdir(join(folder, names[1] ?? ''));
  await removeUnfinished(nodeFiles(), folder, (name) => name === 'a.reg', new Date(Date.now() + 1e9));
  expect((await readdir(folder)).sort()).toEqual([...names, 'target'].sort());
});

it('a failure does not fail the run', async () => {
  await put(LEFT, 60);
  await clean(failing(nodeFiles(), { remove: 'EACCES' }));
  expect(await readdir(folder)).toEqual([LEFT]);
});
