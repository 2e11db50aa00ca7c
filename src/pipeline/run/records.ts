import { open, rename, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { P2sError } from '../../core/model/errors.ts';
import { type Emit, errorEvent, type RunEvent } from '../../core/model/events.ts';
import { option, say } from '../../core/model/say.ts';
import { Pseudonyms } from '../../core/redact/pseudonyms.ts';
import { errnoOf } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { eventForPrograms } from '../../report/model/programs-event.ts';
import { recordOf } from '../../report/model/record.ts';
import { redactEvents } from '../../report/model/redact-events.ts';
import type { Language } from '../../report/text/language.ts';
import { textsIn } from '../../report/text/texts.ts';
import { reportHtml } from '../../report/views/page/html/html.ts';
import { reportMarkdown } from '../../report/views/page/markdown.ts';
import { type ReservedFile, reserveNew } from './folders/new-file.ts';
import type { Ports } from './ports.ts';

export interface RecordOptions {
  /** Files whose names end in `.html`, `.htm` or `.md`. */
  reports: readonly string[];
  logFile: string | null;
  /** The language of the reports. */
  language: Language;
  /**
   * The key of the pseudonyms that reports use for names; `null`: the names. The log, which stays on this computer,
   * has the names.
   */
  redact: Uint8Array | null;
  /** The files and folders of the command line, whose names reports may repeat. */
  files?: readonly string[];
  /** What else the command line names, in words of the user. */
  typed?: readonly string[];
}

/** The files that a run writes beside its output. */
export interface Records {
  onEvent: Emit;
  /**
   * Writes the reports. If that fails, the document has the error and its exit code is 1; the results of the run
   * are reported unchanged.
   */
  finish(document: ReportDocument, report: Emit): Promise<ReportDocument>;
}

/**
 * Checks that all files can be written, before anything else is done.
 *
 * @throws P2sError `input`
 */
export async function openRecords(options: RecordOptions, ports: Ports): Promise<Records> {
  const log =
    options.logFile === null
      ? null
      : await openRunLog(options.logFile, { now: ports.wallClock, run: ports.uuid() });
  const { realpath } = nodeFiles();
  const taken = new Set(options.logFile === null ? [] : [await realpath(options.logFile)]);
  const reports: { path: string; file: ReservedFile }[] = [];
  for (const path of options.reports) {
    reports.push({ path, file: await reserveNew(path, '--report') });
    // Each name exists now, so that two names of one file can be compared.
    if (taken.size === taken.add(await realpath(path)).size) throw namedTwice(path);
  }
  const events: RunEvent[] = [];
  return {
    onEvent(event) {
      events.push(event);
      log?.onEvent(event);
    },
    async finish(document, report) {
      let ended = document;
      const reported =
        options.redact !== null
          ? redactEvents(
              events,
              new Pseudonyms(options.redact),
              await formsOf(options.files ?? []),
              options.typed,
            )
          : events;
      const record = recordOf(reported, options.redact !== null);
      const texts = await textsIn(options.language);
      for (const { path, file } of reports) {
        try {
          await file.write(isMarkdown(path) ? reportMarkdown(record, texts) : reportHtml(record, texts));
        } catch (error) {
          if (!(error instanceof P2sError)) throw error;
          ended = withError(ended, error, report);
        }
      }
      await closeLog(log, options.logFile, report);
      return ended;
    },
  };
}

function namedTwice(path: string): P2sError {
  const next = say('Name another file with {option}.', { option: '--report' });
  return new P2sError('input', say('Another option names the same file.'), { where: path, next });
}

/** Paths as typed, as absolute paths, and where links lead: a report can contain each. */
export async function formsOf(files: readonly string[]): Promise<string[]> {
  const { realpath } = nodeFiles();
  const real = await Promise.all(files.map((file) => realpath(file).catch(() => file)));
  return [...new Set([...files, ...files.map((file) => resolve(file)), ...real])];
}

function isMarkdown(path: string): boolean {
  return /\.md$/i.test(path);
}

function withError(document: ReportDocument, failure: P2sError, report: Emit): ReportDocument {
  const event = errorEvent(failure);
  report(event);
  return { ...document, error: document.error ?? event.error, exitCode: 1 };
}

async function closeLog(log: RunLog | null, path: string | null, report: Emit): Promise<void> {
  const failure = (await log?.close()) ?? null;
  if (failure !== null) report({ type: 'diagnostic', text: `The log is not whole (${failure}): ${path}` });
}

interface RunLogOptions {
  now: () => Date;
  /** Identifies the lines of one run in a file with several. */
  run: string;
  /** The file is moved to FILE.1, replacing it, before it grows beyond this. Bytes. */
  maxBytes?: number;
}

/** Appends events to a file as they happen, one line of JSON each. */
interface RunLog {
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
