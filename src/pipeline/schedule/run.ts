import type { StateDir } from '../../change/state/state-dir.ts';
import type { NotFollowed } from '../../core/decide/not-followed.ts';
import { outcomeOfError, P2sError } from '../../core/model/errors.ts';
import type { Emit, RunEvent } from '../../core/model/events.ts';
import { type Message, option, say } from '../../core/model/say.ts';
import type { Reversion } from '../../core/schedule/reversion.ts';
import type { Move } from '../../core/schedule/roaming.ts';
import { RUN_LIMIT_MS } from '../../core/schedule/task-xml.ts';
import type { MachineIdentity } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, type RunOptions, runMode } from '../run/run.ts';
import { runEach } from '../steps.ts';
import { type InstalledConfig, readConfig } from './config.ts';
import { recordRun } from './record-run.ts';
import { longestRun, refuseDesired } from './refuse-desired.ts';
import { SCHEDULE_STEPS, type ScheduledSteps } from './steps.ts';
import { type OpenScheduled, openScheduled } from './windows.ts';

export interface ScheduleRunOptions extends AuditOptions {
  /**
   * This is the program that was installed for the task; any other program can do the same when started by hand.
   */
  installed: boolean;
}

/** What to record about a run, as far as it got. */
export interface RunOutcome {
  dir: StateDir;
  identity: MachineIdentity;
  reversion: Reversion | null;
  move: Move | null;
  notFollowed: NotFollowed | null;
  /** Stores that lost a proxy which does not answer. */
  cleared: readonly string[];
}

/**
 * One scheduled run: applies the desired settings where the proxy works, removes the proxy where it does not
 * answer, and records the result. Never prompts.
 */
export async function runScheduled(
  asked: ScheduleRunOptions,
  ports: Ports,
  open: OpenScheduled = openScheduled,
): Promise<ReportDocument> {
  let outcome: RunOutcome | null = null;
  const opened: { close?: () => Promise<void>; eventLog?: Awaited<ReturnType<OpenScheduled>>['eventLog'] } =
    {};
  let failure: Message | null = null;
  const events: RunEvent[] = [];
  const onEvent: Emit = (event) => {
    events.push(event);
    if (event.type === 'error') failure = event.messages.message;
    asked.onEvent?.(event);
  };
  try {
    const document = await runMode('schedule', ports, { ...asked, onEvent }, async (context) => {
      refuseUnprobed(asked);
      refuseDesired(asked);
      await tryingAgain(context, asked, async () => {
        await opened.close?.();
        delete opened.close;
        const { machine, eventLog } = await open(asked.machine, ports);
        Object.assign(opened, { eventLog, close: () => machine.close() });
        const run: ScheduledSteps = {
          ...{ context, machine, asked, options: asked, found: {}, atEnd: [] },
          apply: { ...asked, yes: true },
        };
        try {
          await runEach<ScheduledSteps>(SCHEDULE_STEPS, run);
        } finally {
          outcome = outcomeOf(run) ?? outcome;
        }
      });
    });
    const reporting = { eventLog: opened.eventLog ?? null, failure, events, onEvent: asked.onEvent };
    return await recordRun(document, outcome, reporting);
  } finally {
    await opened.close?.();
  }
}

/** The task's run: the installed program around `ports.program`, with the options of its installation. */
export async function runInstalled(run: RunOptions, ports: Ports): Promise<ReportDocument> {
  let config: InstalledConfig;
  try {
    config = await readConfig(ports.program ?? '');
  } catch (error) {
    return runMode('schedule', ports, run, () => Promise.reject(error));
  }
  return runScheduled({ ...config, ...run, installed: true }, ports);
}

/** What is known of the run; `null` before its state folder is open. */
function outcomeOf({ found }: ScheduledSteps): RunOutcome | null {
  const { dir, identity, situation, decided, acted } = found;
  if (dir === undefined || dir === null || identity === undefined) return null;
  return {
    ...{ dir, identity },
    reversion: situation?.toReport ?? null,
    move: decided?.move ?? null,
    notFollowed: situation?.notFollowed[0] ?? null,
    cleared: acted?.cleared ?? [],
  };
}

/**
 * The network's answers decide what is set or cleared, and this computer's network is not that of the recording.
 *
 * @throws P2sError `usage`
 */
function refuseUnprobed({ machine, path }: ScheduleRunOptions): void {
  if (machine.file === undefined || path.probe === true) return;
  throw new P2sError('usage', say('A run on a recording checks the path from this computer.'), {
    where: machine.file,
    next: say('If that is intended, add {option}.', { option: option('probe') }),
  });
}

/** Before each further attempt. */
const DELAYS_MS = [15_000, 30_000, 60_000];

/**
 * Retries the work of the task after a temporary failure (exit 1, 9), as long as a whole run still fits into the
 * task's time limit: Task Scheduler restarts a program that it could not start, but not one that exits with a code
 * (MS-TSCH 2.5.4.2). A run by hand fails immediately.
 *
 * @throws the error of the last attempt
 */
async function tryingAgain<T>(
  { ports: { now, wait }, signal }: RunContext,
  { installed, path }: ScheduleRunOptions,
  work: () => Promise<T>,
): Promise<T> {
  const end = now() + RUN_LIMIT_MS - longestRun(path.deadlineMs);
  for (const delay of installed ? DELAYS_MS : []) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || now() + delay > end) throw error;
      await wait(delay, signal);
      if (signal?.aborted === true) throw error;
    }
  }
  return work();
}

function mayPass(error: unknown): boolean {
  return error instanceof P2sError && ['failed', 'busy'].includes(outcomeOfError(error.code));
}
