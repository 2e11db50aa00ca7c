import { setMaxListeners } from 'node:events';
import { type Deadline, type DeadlineChoice, deadlinesWith } from '../../core/findings/path/deadlines.ts';
import { outcomeOfError, P2sError } from '../../core/model/errors.ts';
import { type Emit, errorEvent, type RunEvent } from '../../core/model/events.ts';
import { exitCodeOf, type Outcome } from '../../core/model/exit-code.ts';
import type { Mode } from '../../core/model/modes.ts';
import { say } from '../../core/model/say.ts';
import { type Asked, type FollowUps, followUpTexts } from '../../core/options/follow-ups.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { RunRecord } from '../../report/model/record.ts';
import type { Ports } from './ports.ts';
import { VERSION } from './version.ts';

/** What a step of the pipeline uses: where to report events, and the outcome. */
export interface RunContext {
  emit: Emit;
  ports: Ports;
  /** Records something that decides the exit code; exit-code.ts has the order. */
  outcome: (outcome: Outcome) => void;
  /** Replaces the outcomes recorded so far: the state after a change is what counts. */
  settle: (outcomes: readonly Outcome[]) => void;
  signal: AbortSignal | undefined;
  /** Azure's deadlines for the findings. */
  deadlines: readonly Deadline[];
  /** What it was asked for; absent if the caller did not pass it. */
  asked?: Asked | undefined;
  /** What follow-up commands need once the requested copy is written. */
  copyFollowUps?: FollowUps;
}

export interface RunOptions {
  onEvent?: Emit;
  signal?: AbortSignal;
  /** True if the machine is the sample that comes with the project. */
  sample?: boolean;
  /** What it is asked for: its commands for an administrator, and for a read-only recording, are made of it. */
  asked?: Asked;
  /** What follow-up commands of this run need. */
  followUps?: FollowUps;
  /** The same once the requested copy of a recording is written. */
  copyFollowUps?: FollowUps;
  /** Dates that replace p2s-fix's built-in deadlines of Azure; `null` leaves one out. */
  deadlines?: DeadlineChoice;
}

/**
 * Runs one mode: reports its start and end, converts every failure to an `error` event and an exit code, and
 * combines the events into the document. Never rejects: the document of a failed run has `error`.
 */
export async function runMode(
  mode: Mode,
  ports: Ports,
  options: RunOptions,
  body: (context: RunContext) => Promise<void>,
): Promise<ReportDocument> {
  const startedAt = ports.wallClock().toISOString();
  const began = ports.now();
  const outcomes = new Set<Outcome>();
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    options.onEvent?.(event);
    // The report is the largest part of the program: loaded while PowerShell answers, or a gateway after the first
    // bytes of TLS are out. A run that writes waits for it first.
    const waitsFor =
      event.type === 'step' ? event.step : event.type === 'check-started' ? event.stage : 'probe';
    if (!/^(?:probe|dns|tcp)/.test(waitsFor)) setTimeout(() => loadDocument().catch(() => undefined), 0);
  };
  const fail = (error: unknown) => {
    const known = asP2sError(error);
    outcomes.add(outcomeOfError(known.code));
    emit(errorEvent(known, options.followUps));
  };
  const { sample = false, followUps: carried = {} } = options;
  const followUps = followUpTexts(carried);
  emit({ type: 'started', mode, version: VERSION, at: startedAt, sample, followUps, carried });
  try {
    const settle = (now: readonly Outcome[]) => {
      outcomes.clear();
      for (const outcome of now) outcomes.add(outcome);
    };
    const signal = ownSignal(options.signal);
    const { asked, copyFollowUps = {} } = options;
    const deadlines = deadlinesWith(options.deadlines);
    const outcome = (one: Outcome) => outcomes.add(one);
    await body({ emit, ports, outcome, settle, signal, deadlines, asked, copyFollowUps });
  } catch (error) {
    fail(error);
  }
  const [{ documentOf }, { EMPTY_RECORD, fold }] = await Promise.all([
    loadDocument(),
    import('../../report/model/record.ts'),
  ]);
  const failures: unknown[] = [];
  // An event that cannot be reported must not hide what the run did.
  const after = (record: RunRecord, event: RunEvent) => {
    try {
      return fold(record, event);
    } catch (cause) {
      failures.push(cause);
      return record;
    }
  };
  const durationMs = Math.round(ports.now() - began);
  const run = events.reduce(after, EMPTY_RECORD);
  const ended = after(run, { type: 'finished', exitCode: exitCodeOf(outcomes), durationMs });
  const document = await documentOf(ended).catch((cause: unknown) => {
    failures.push(cause);
    return documentOf({ ...run, findings: [] });
  });
  let error = document.error;
  if (failures.length > 0) {
    fail(failures[0]);
    error ??= errorEvent(asP2sError(failures[0])).error;
  }
  const exitCode = exitCodeOf(outcomes);
  emit({ type: 'finished', exitCode, durationMs });
  return { ...document, ...(error === undefined ? {} : { error }), exitCode, durationMs };
}

/** The module that makes the document of a run. */
export const loadDocument = () => import('../../report/model/document.ts');

/** Every socket of every check listens to the signal; the many listeners are not a leak. */
function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

function asP2sError(error: unknown): P2sError {
  if (error instanceof P2sError) return error;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new P2sError('internal', say('An unexpected error occurred: {reason}', { reason }), {
    next: say('Run again with --ndjson and send its output to the people who maintain p2s-fix.'),
    cause: error,
  });
}
