import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { errnoOf } from '../../files/errno.ts';

/** Releases the lock. The system also releases it when the process ends, in any way. */
export type Release = () => Promise<void>;

/** Windows (libuv): open without sharing. A second open fails with EBUSY. */
const UV_FS_O_EXLOCK = 0x10000000;
/** BSD and macOS: an exclusive, non-blocking flock on open. A second open fails with EAGAIN. */
const BSD_O_EXLOCK = 0x20;
const BSD_O_NONBLOCK = 0x4;
const BSDS = new Set<NodeJS.Platform>(['darwin', 'freebsd', 'netbsd', 'openbsd']);

/**
 * Takes the lock of a folder, or resolves to `null` when a living process has it. The lock is an object of the
 * operating system that ends with its holder: there is no stale lock to detect, a suspended process keeps its
 * lock, and a crashed process blocks nobody.
 */
export async function tryOsLock(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Release | null> {
  const { O_RDWR, O_CREAT } = constants;
  if (platform === 'linux' || platform === 'android') return bindAbstract(folder);
  if (platform === 'win32') return openExclusive(folder, O_RDWR | O_CREAT | UV_FS_O_EXLOCK, ['EBUSY']);
  if (BSDS.has(platform)) {
    return openExclusive(folder, O_RDWR | O_CREAT | BSD_O_EXLOCK | BSD_O_NONBLOCK, ['EAGAIN', 'EWOULDBLOCK']);
  }
  throw new P2sError('state-dir', say`There is no lock for changes on ${platform}.`, { where: folder });
}

async function openExclusive(
  folder: string,
  flags: number,
  taken: readonly string[],
): Promise<Release | null> {
  try {
    const handle = await open(join(folder, 'lock'), flags, 0o600);
    return () => handle.close();
  } catch (error) {
    if (taken.includes(errnoOf(error) ?? '')) return null;
    throw error;
  }
}

/** Linux: Node has no flock. A name in the abstract socket namespace has one owner and ends with it (unix(7)). */
function bindAbstract(folder: string): Promise<Release | null> {
  const name = `\0p2s-fix:${createHash('sha256').update(folder).digest('hex')}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => (errnoOf(error) === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen({ path: name, exclusive: true }, () => {
      resolve(() => new Promise((done) => server.close(() => done())));
    });
  });
}
