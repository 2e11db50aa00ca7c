import { open, rename, stat } from 'node:fs/promises';
import { P2sError } from '../../core/model/errors.ts';
import type { RunEvent } from '../../core/model/events.ts';
import { option, say } from '../../core/model/say.ts';
import { errnoOf } from '../../files/errno.ts';
import { eventForPrograms } from '../../report/model/programs-event.ts';

export interface RunLogOptions {
  now: () => Date;
  /** Identifies the lines of one run in a file with several. */
  run: string;
  /** The file is moved to FILE.1, replacing it, before it grows beyond this. Bytes. */
  maxBytes?: number;
}

/** Appends events to a file as they happen, one line of JSON each. */
export interface RunLog {
  onEvent: (event: RunEvent) => void;
  /** Waits until the system has all lines; the first failure since the start, or `null`. */
  close(): Promise<string | null>;
}

const MAX_BYTES = 4 * 1024 * 1024;
/** The beginning of each line. */
const START = '{"at":"';
/** A longer event is logged only by its type and length. */
const MAX_LINE = 256 * 1024;

/**
 * Opens a log. A missing file is created for its owner only. A later failure of the log does not stop the run.
 *
 * @throws P2sError `input` when it cannot be opened
 */
export async function openRunLog(path: string, options: RunLogOptions): Promise<RunLog> {
  const { now, run, maxBytes = MAX_BYTES } = options;
  let size = await sizeOf(path);
  let failure: string | null = null;
  let pending: Promise<void> = Promise.resolve();

  async function append(line: string): Promise<void> {
    const bytes = Buffer.from(line);
    if (size > 0 && size + bytes.length > maxBytes) {
      await rename(path, `${path}.1`);
      size = 0;
    }
    const file = await open(path, 'a', 0o600);
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    size += bytes.length;
  }

  return {
    onEvent(event) {
      const line = lineOf(event, now(), run);
      pending = pending
        .then(() => append(line))
        .catch((error: unknown) => {
          failure ??= errnoOf(error) ?? String(error);
        });
    },
    async close() {
      await pending;
      return failure;
    },
  };
}

/** @throws P2sError `input` */
async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    });
    // A pipe would block the run until a process reads it.
    if (found !== null && !found.isFile())
      throw new P2sError('input', say('This is not a regular file.'), {
        where: path,
        next: say('Name a regular file.'),
      });
    if (found !== null && found.size > 0 && !(await isLog(path)))
      throw new P2sError('input', say('The file exists and is not a log of p2s-fix.'), {
        where: path,
        next: say('Name another file with {option}.', { option: option('log-file') }),
      });
    await (await open(path, 'a', 0o600)).close();
    return found?.size ?? 0;
  } catch (cause) {
    if (cause instanceof P2sError) throw cause;
    const message = say('The log cannot be written ({errno}).', { errno: String(errnoOf(cause)) });
    throw new P2sError('input', message, {
      where: path,
      next: say('Name another file with {option}.', { option: option('log-file') }),
      cause,
    });
  }
}

/** Whether the file begins as a log: a recording or a plan must not be damaged by lines at its end. */
async function isLog(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(START.length), 0, START.length, 0);
    return buffer.toString('latin1') === START;
  } finally {
    await file.close();
  }
}

function lineOf(event: RunEvent, at: Date, run: string): string {
  const head = { at: at.toISOString(), run };
  const line = JSON.stringify({ ...head, ...eventForPrograms(event) });
  return `${line.length <= MAX_LINE ? line : JSON.stringify({ ...head, type: event.type, omitted: line.length })}\n`;
}
