import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, say } from '../../core/model/say.ts';
import { tryOsLock } from './os-lock.ts';
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
