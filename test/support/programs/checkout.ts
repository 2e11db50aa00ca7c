import { existsSync } from 'node:fs';
import { cp, mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../files.ts';
import { runProgram } from './process.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
/** On the disk of the project, where hard links to its installed packages take no time. */
const CHECKOUTS = join(PROJECT, 'build/checkouts');

/** The project in its own folder, like a new clone after `npm ci`: only files under version control, not built. */
export async function freshCheckout(): Promise<Awaited<ReturnType<typeof tempFolder>>> {
  await mkdir(CHECKOUTS, { recursive: true });
  const folder = await tempFolder(CHECKOUTS);
  const { stdout } = await runProgram(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: PROJECT },
  );
  for (const name of stdout.split('\0').filter((one) => one !== '' && existsSync(join(PROJECT, one))))
    await cp(join(PROJECT, name), join(folder.path, name), { preserveTimestamps: true });
  const modules = [join(PROJECT, 'node_modules'), join(folder.path, 'node_modules')];
  const { code, stderr: reason } = await runProgram('cp', ['-al', ...modules], { timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`the installed packages were not linked: ${reason}`);
  // As npm ci leaves it: the installed packages are newer than the lock file.
  await utimes(join(folder.path, 'package-lock.json'), 0, 0);
  return folder;
}
