import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateDir } from '../change/state/state-dir.ts';
import { runForPrograms, type ScheduledRun } from '../core/schedule/record.ts';
import { errnoOf } from '../files/errno.ts';

const NAME = 'schedule';
const MAX_BYTES = 256 * 1024;
const KEPT = 4;
/** A longer line is reduced to the time and the result. */
const MAX_LINE = 8192;

/** The newest log. */
export function logPath(folder: string): string {
  return join(folder, `${NAME}.log`);
}

/** All possible logs, the newest first. */
export function logFiles(folder: string): string[] {
  return [logPath(folder), ...Array.from({ length: KEPT }, (_, at) => join(folder, `${NAME}.${at + 1}.log`))];
}

/**
 * Appends one line of JSON. A full log is renamed (schedule.1.log, …) and the oldest is deleted, so that all logs
 * together stay below 1.6 MiB, even if one is locked. Rejects with the system's error.
 */
export async function appendLog({ path, files }: StateDir, run: ScheduledRun): Promise<void> {
  const whole = JSON.stringify(runForPrograms(run));
  const { at, exitCode, move } = run;
  const line = whole.length > MAX_LINE ? JSON.stringify({ at, exitCode, move, cut: true }) : whole;
  const bytes = Buffer.from(`${line}\n`);
  const size = await sizeOf(logPath(path));
  if (size + bytes.length > MAX_BYTES) await rotate(logFiles(path));
  // Another process locks the log for long; the event log and the status still work.
  if ((await sizeOf(logPath(path))) > 2 * MAX_BYTES) return;
  await files.append(logPath(path), bytes);
}

/** From the oldest on; on Windows, a log that a reader holds open is not renamed and grows further. */
async function rotate(names: readonly string[]): Promise<void> {
  for (let at = names.length - 1; at > 0; at--) {
    const [from, to] = [names[at - 1] ?? '', names[at] ?? ''];
    try {
      await rename(from, to);
    } catch (error) {
      if (errnoOf(error) === null) throw error;
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw error;
  }
}
