/**
 * Allows one set-up at a time. The lock is a folder with one file that is named after its owner. It is taken by
 * the rename of a prepared folder, which succeeds only if the target is missing or empty. The lock of a dead owner
 * is broken by removing exactly that owner's file. Neither can affect a lock that has a new owner meanwhile.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from './failure.mjs';

/**
 * When a process started, in clock ticks since boot: with the pid it names a process for good.
 * @param {number} pid
 * @returns {string | null} null when there is no such process, or it is a zombie
 */
export function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** This process as a name for files: `<pid>-<start>`. */
export function selfName() {
  return `${process.pid}-${startOf(process.pid)}`;
}

/**
 * Whether the process that {@link selfName} named still runs.
 * @param {string} name `<pid>-<start>`, more may follow after another dash
 */
export function isAlive(name) {
  const [pid, start] = name.split('-');
  return start !== undefined && startOf(Number(pid)) === start;
}

/**
 * Runs `work` while holding the lock.
 * @template T
 * @param {string} lock the folder that is the lock
 * @param {() => Promise<T>} work
 * @param {{ waitMs?: number, onWait?: (owner: string) => void }} [options] `onWait` receives the owner, one time
 * @returns {Promise<T>}
 * @throws {LabError} when another process holds the lock for longer than `waitMs` (default 15 min)
 */
export async function withLock(lock, work, options = {}) {
  const mine = `${selfName()}-${randomBytes(4).toString('hex')}`;
  const prepared = `${lock}.${mine}`;
  fs.mkdirSync(prepared, { recursive: true });
  fs.writeFileSync(path.join(prepared, mine), '');
  const deadline = Date.now() + (options.waitMs ?? 900_000);
  let isReported = false;
  try {
    while (!take(prepared, lock)) {
      const owners = list(lock);
      for (const dead of owners.filter((o) => !isAlive(o))) fs.rmSync(path.join(lock, dead), { force: true });
      const owner = owners.find(isAlive);
      if (owner !== undefined && Date.now() > deadline) {
        throw new LabError(`another set-up (process ${owner.split('-')[0]}) has held ${lock} for too long`);
      }
      if (owner !== undefined && !isReported) options.onWait?.(owner);
      isReported ||= owner !== undefined;
      if (owner !== undefined) await delay(200);
    }
  } catch (error) {
    fs.rmSync(prepared, { recursive: true, force: true });
    throw error;
  }
  try {
    return await work();
  } finally {
    fs.rmSync(path.join(lock, mine), { force: true });
  }
}

/** @param {string} prepared @param {string} lock */
function take(prepared, lock) {
  try {
    fs.renameSync(prepared, lock);
    return true;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lock */
function list(lock) {
  try {
    return fs.readdirSync(lock);
  } catch {
    return [];
  }
}
