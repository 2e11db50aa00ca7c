import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, say } from '../../core/model/say.ts';
import { errnoOf } from '../../files/errno.ts';
import type { StateDir } from './state-dir.ts';
import { stored } from './stored.ts';

const HOLDER_FILE = 'lock-holder.json';
const RETRY_MS = 50;

const holderSchema = z.object({ pid: z.int().positive(), startedAt: z.iso.datetime() });

export interface LockOptions {
  /** How long to wait for another run; with 0 it fails immediately. */
  waitMs: number;
}

/** Runs `work` with the lock held; see {@link takeLock}. */
export async function withLock<T>(dir: StateDir, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const release = await takeLock(dir, options);
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Takes the lock of a state folder: no other process, and no other call in this process, has it until the
 * release. The lock of a crashed holder is free immediately.
 *
 * @throws P2sError `locked` with the holder's pid and start when it stays taken
 */
export async function takeLock(dir: StateDir, options: LockOptions): Promise<() => Promise<void>> {
  const folder = await dir.files.realpath(dir.path);
  const patience = performance.now() + options.waitMs;
  let release = await taking(folder);
  while (release === null) {
    if (performance.now() >= patience) throw await lockedError(dir);
    // Otherwise two waiting runs could meet at each attempt.
    await wait(RETRY_MS * (0.5 + Math.random()));
    release = await taking(folder);
  }
  const free = release;
  const holder = join(dir.path, HOLDER_FILE);
  const note = JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() });
  // The holder file only informs other runs: a failed write, for example on a full disk, must not fail or keep
  // the lock.
  await dir.files.replace(holder, Buffer.from(`${note}\n`), { mode: 0o600 }).catch(() => {});
  return async () => {
    await dir.files.remove(holder).catch(() => {});
    await free();
  };
}

function taking(folder: string): ReturnType<typeof tryOsLock> {
  const failed = (reason: Message) => say('The lock cannot be acquired: {reason}.', { reason });
  return stored(folder, failed, () => tryOsLock(folder));
}

async function lockedError(dir: StateDir): Promise<P2sError> {
  const holder = await readHolder(dir);
  const message =
    holder === null
      ? say('Another run is making a change.')
      : say('Another run (process {pid}, since {startedAt}) is making a change.', {
          pid: holder.pid,
          startedAt: holder.startedAt,
        });
  return new P2sError('locked', message, {
    where: dir.path,
    next: say('Wait until it has ended, then run the same command again.'),
    evidence: holder ?? {},
  });
}

/** `null` when it is missing or not valid. */
async function readHolder(dir: StateDir): Promise<z.infer<typeof holderSchema> | null> {
  try {
    const bytes = await dir.files.read(join(dir.path, HOLDER_FILE), 4096);
    return holderSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Releases the lock. The system also releases it when the process ends, in any way. */
type Release = () => Promise<void>;

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
  if (platform === 'linux' || platform === 'android') return listenInFolder(folder);
  if (platform === 'win32') return openExclusive(folder, O_RDWR | O_CREAT | UV_FS_O_EXLOCK, ['EBUSY']);
  if (BSDS.has(platform)) {
    return openExclusive(folder, O_RDWR | O_CREAT | BSD_O_EXLOCK | BSD_O_NONBLOCK, ['EAGAIN', 'EWOULDBLOCK']);
  }
  throw new P2sError('state-dir', say('There is no lock for changes on {platform}.', { platform }), {
    where: folder,
  });
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

/**
 * Linux: Node has no flock(2), and a file with a process number would have to be judged after a kill. A socket in the
 * folder answers while its process lives (unix(7)), and only who may write to the folder can make one. Each run makes
 * its own, then looks for others: of two runs at once at least one sees the other, and a name is used once, so that a
 * dead one can be removed without harm.
 */
async function listenInFolder(folder: string): Promise<Release | null> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  // The path of a socket has at most 107 bytes.
  const place = `/proc/self/fd/${handle.fd}`;
  const own = `lock.${randomUUID()}`;
  try {
    const server = await listen(join(place, own));
    const release = async () => {
      await new Promise((done) => server.close(done));
      await handle.close();
    };
    if (await isOnly(place, own)) return release;
    await release();
    return null;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** False also if another run took this one for dead: it is not listening yet for a moment. */
async function isOnly(place: string, own: string): Promise<boolean> {
  const entries = await readdir(place, { withFileTypes: true });
  const locks = entries.filter((entry) => entry.isSocket() && entry.name.startsWith('lock.'));
  const names = locks.map(({ name }) => name);
  for (const name of names) {
    if (name === own) continue;
    if (await answers(join(place, name))) return false;
    await rm(join(place, name), { force: true });
  }
  return names.includes(own);
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path, exclusive: true }, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => resolve(!['ECONNREFUSED', 'ENOENT'].includes(errnoOf(error) ?? '')));
  });
}
