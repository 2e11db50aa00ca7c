import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { errnoOf } from '../../../src/files/errno.ts';

/** The content of a folder: each file with its bytes, each folder with `null`. A dead socket of the lock is left out. */
export type DiskState = ReadonlyMap<string, Buffer | null>;

/** A state between two calls that change the disk: the result of a kill at that point. */
export interface Moment {
  /** The call before or after which it was, e.g. `before rename journal.json`. */
  place: string;
  state: DiskState;
}

export function diskState(folder: string): DiskState {
  for (;;) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    try {
      return new Map(
        entries
          .filter((entry) => !entry.isSocket())
          .map((entry) => {
            const path = join(entry.parentPath, entry.name);
            return [relative(folder, path), entry.isFile() ? readFileSync(path) : null] as const;
          }),
      );
    } catch (error) {
      // A call in another thread has just removed a file: read again.
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
  }
}

/** Makes the folder hold exactly this state. */
export function restoreDisk(folder: string, state: DiskState): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  const paths = [...state].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, bytes] of paths) {
    const full = join(folder, path);
    mkdirSync(bytes === null ? full : dirname(full), { recursive: true, mode: 0o700 });
    if (bytes !== null) writeFileSync(full, bytes, { mode: 0o600 });
  }
}

/**
 * Runs the work and keeps the folder as it was before and after each call that changes the disk. The calls are those
 * of the real file system module, so that none of our calls is missing. One such run at a time in a process.
 *
 * After a kill, the disk holds everything that the operating system received. What a power cut may lose in
 * addition depends on the syncs, and is not tested here.
 */
export async function momentsOf<T>(
  folder: string,
  work: () => Promise<T>,
): Promise<{ moments: Moment[]; result: T }> {
  const moments: Moment[] = [];
  const keep = (place: string) => moments.push({ place, state: diskState(folder) });
  return { moments, result: await atEachPlace(folder, keep, work) };
}

/** Runs the work and calls `at` before and after each call of it that changes something in the folder. */
export async function atEachPlace<T>(
  folder: string,
  at: (place: string) => unknown,
  work: () => Promise<T>,
): Promise<T> {
  const calls = ['open', 'rename', 'rm', 'mkdir'] as const;
  const real = Object.fromEntries(calls.map((call) => [call, promises[call]]));
  for (const call of calls) {
    const own = promises[call] as (...args: unknown[]) => Promise<unknown>;
    const reported = async (...args: unknown[]) => {
      const path = String(args[call === 'rename' ? 1 : 0]);
      const reads = call === 'open' && !['a', 'wx'].includes(String(args[1]));
      if (reads || !path.startsWith(folder)) return own(...args);
      const place = `${call} ${nameOf(path)}`;
      await at(`before ${place}`);
      const result = await own(...args);
      await at(`after ${place}`);
      return result;
    };
    Object.assign(promises, { [call]: reported });
  }
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(promises, real);
    syncBuiltinESMExports();
  }
}

/** The name without its random part. */
function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.replace(/\.[0-9a-f]{12}\.tmp$/, '.tmp').replace(/[0-9a-f]{32}/, '*');
}
