import { P2sError } from '../../core/model/errors.ts';
import type { Emit, RunEvent } from '../../core/model/events.ts';
import type { Message, WithMessages } from '../../core/model/say.ts';
import { type EventEntry, entriesOf, type ScheduledRun, troubleAfter } from '../../core/schedule/record.ts';
import { errnoOf } from '../../files/errno.ts';
import type { EventLogPort } from '../../machine/event-log.ts';
import { documentOf, type ReportDocument } from '../../report/model/document.ts';
import { EMPTY_RECORD, fold } from '../../report/model/record.ts';
import { readLastRun, writeLastRun } from '../../schedule/last-run.ts';
import { appendLog, logPath } from '../../schedule/log.ts';
import type { RunOutcome } from './run.ts';

/** Where a run is reported, and its failure. */
interface Reporting {
  eventLog: EventLogPort | null;
  failure: Message | null;
  events: readonly RunEvent[];
  onEvent: Emit | undefined;
}

/**
 * Records a finished run: for status, in the log, and in the event log if there is something to report. If
 * recording fails, the run does not fail: the changes remain.
 */
export async function recordRun(
  document: ReportDocument,
  outcome: RunOutcome | null,
  { eventLog, failure, events, onEvent }: Reporting,
): Promise<ReportDocument> {
  const run = runOf(document, outcome, failure);
  const before = outcome === null ? null : (await readLastRun(outcome.dir, outcome.identity)).reported;
  const isReported = await report(entriesOf(run, before, outcome?.cleared), eventLog);
  if (outcome !== null) {
    const { dir, identity } = outcome;
    const reported = isReported ? troubleAfter(run, before) : before;
    await noted(() => writeLastRun(dir, identity, { run, reported }));
    await noted(() => appendLog(dir, run));
  }
  const log = outcome === null ? null : logPath(outcome.dir.path);
  const event = { type: 'schedule', schedule: { action: 'run', installed: null, run, log } } as const;
  onEvent?.(event);
  // The record is a part of the conclusion.
  return documentOf([...events, event].reduce(fold, EMPTY_RECORD));
}

function runOf(document: ReportDocument, outcome: RunOutcome | null, failure: Message | null): ScheduledRun {
  const { startedAt, durationMs, exitCode, result, verdicts, error } = document;
  return {
    at: startedAt,
    durationMs,
    exitCode,
    move: outcome?.move ?? null,
    changed: result?.changed ?? [],
    backup: result?.backup ?? null,
    ...(result?.backups === undefined ? {} : { backups: result.backups }),
    verdicts: verdicts
      .filter(({ stores }) => stores === 'current')
      .map(({ gateway, verdict, cause = verdict }) => ({ gateway, verdict, cause })),
    undone: outcome?.reversion ?? null,
    notFollowed: outcome?.notFollowed ?? null,
    error: error === undefined ? null : { code: error.code, message: error.message, ...messagesOf(failure) },
  };
}

function messagesOf(failure: Message | null): WithMessages {
  return failure === null ? {} : { messages: { message: failure } };
}

/** `false`: the event log could not be written, so the next run reports it. */
async function report(entries: readonly EventEntry[], eventLog: EventLogPort | null): Promise<boolean> {
  if (eventLog === null) return true;
  try {
    for (const entry of entries) await eventLog.write(entry);
    return true;
  } catch (error) {
    if (error instanceof P2sError) return false;
    throw error;
  }
}

/** Continues if a record cannot be written. */
export async function noted(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (errnoOf(error) === null && !(error instanceof P2sError)) throw error;
  }
}
