import { existsSync } from 'node:fs';
import { cp, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../files.ts';
import { runProgram } from './process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const COPY_MS = 280_000;

/** The project in its own folder, like a new clone after `npm ci`: only files under version control, not built. */
export async function freshCheckout(): Promise<Awaited<ReturnType<typeof tempFolder>>> {
  const folder = await tempFolder();
  const { stdout } = await runProgram(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: PROJECT },
  );
  for (const name of stdout.split('\0').filter((one) => one !== '' && existsSync(join(PROJECT, one))))
    await cp(join(PROJECT, name), join(folder.path, name), { preserveTimestamps: true });
  const modules = [join(PROJECT, 'node_modules'), join(folder.path, 'node_modules')];
  // Hard links take no time if both folders are on one disk.
  const linked = await runProgram('cp', ['-al', ...modules], { timeoutMs: 60_000 });
  if (linked.code !== 0) await runProgram('cp', ['-a', ...modules], { timeoutMs: COPY_MS });
  // As npm ci leaves it: the installed packages are newer than the lock file.
  await utimes(join(folder.path, 'package-lock.json'), 0, 0);
  return folder;
}
