// A folder in memory for the temporary files of a test run. p2s-fix waits for the disk at each step of a change, and
// tests make thousands of changes: on a disk those take twice as long.
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, selfName } from '../lab/lock.mjs';

/** Linux has it, unless a container says otherwise. */
const MEMORY = '/dev/shm';
const NAME = /^p2s-(\d+-\d+)$/;
/** A whole run needs a quarter of it. */
const LEAST_BYTES = 4 * 1024 ** 3;

/**
 * Makes the folder of this process, which is removed as the process ends; folders of processes that were killed are
 * removed first.
 * @returns {string | null} null: there is no memory for files, or no program may be started from it
 */
export function memoryFolder() {
  const folder = join(MEMORY, `p2s-${selfName()}`);
  try {
    if (!isUsable()) return null;
    for (const name of readdirSync(MEMORY)) if (isLeft(name)) remove(join(MEMORY, name));
    // It fails if another user has made it. Servers that give up root, as squid does, must reach their own folders.
    mkdirSync(folder, { mode: 0o711 });
  } catch {
    return null;
  }
  process.once('exit', () => remove(folder));
  return folder;
}

function isLeft(name) {
  const [, owner] = NAME.exec(name) ?? [];
  return owner !== undefined && !isAlive(owner) && lstatSync(join(MEMORY, name)).uid === process.getuid();
}

/** A process that a test has left there may still write: what stays is removed by the next run. */
function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}

function isUsable() {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const [, , type, options = ''] = mounts.find((line) => line.split(' ')[1] === MEMORY)?.split(' ') ?? [];
  const { bavail, bsize } = statfsSync(MEMORY);
  return type === 'tmpfs' && !options.split(',').includes('noexec') && bavail * bsize >= LEAST_BYTES;
}
