import { readApplied } from '../../change/applied.ts';
import type { StateDir } from '../../change/state/state-dir.ts';
import { assess } from '../../core/decide/assess.ts';
import type { NotFollowed } from '../../core/decide/not-followed.ts';
import { followsUser } from '../../core/decide/unattended.ts';
import type { AppliedState } from '../../core/findings/history.ts';
import { outcomeOfError, P2sError } from '../../core/model/errors.ts';
import type { Emit } from '../../core/model/events.ts';
import { type Message, say } from '../../core/model/say.ts';
import { DIRECT_WINHTTP } from '../../core/proxy/settings.ts';
import type { Reversion } from '../../core/schedule/reversion.ts';
import { earlierAfter, hasProxy, type Move, ownAfter } from '../../core/schedule/roaming.ts';
import { RUN_LIMIT_MS } from '../../core/schedule/task-xml.ts';
import { decideViews } from '../../core/schedule/views.ts';
import { anybody } from '../../core/stores/vpn-user.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/model/document.ts';
import { type History, readHistory, writeHistory } from '../../schedule/history.ts';
import { newProbeSet } from '../path/gateway-probes.ts';
import { restoreInterrupted } from '../pending/interruption.ts';
import { settleUnconfirmed } from '../pending/unconfirmed.ts';
import { refuseNotJudged, reportMachine } from '../run/assessment.ts';
import { refuseToStay, reportProgram } from '../run/folders/program-folder.ts';
import { type OpenState, openState } from '../run/folders/state-folder.ts';
import { observeMachine } from '../run/observe-machine.ts';
import type { AuditOptions } from '../run/options.ts';
import type { Ports } from '../run/ports.ts';
import { type RunContext, type RunOptions, runMode } from '../run/run.ts';
import { makeMove } from './act.ts';
import { findingsAbout, knownAfter, probeAfter } from './after.ts';
import { type InstalledConfig, readConfig } from './config.ts';
import { noted, recordRun } from './record-run.ts';
import { longestRun, refuseDesired } from './refuse-desired.ts';
import { type Situation, takeSituation } from './situation.ts';
import { type OpenScheduled, openScheduled, refuseWithoutElevation } from './windows.ts';

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

/** Called as soon as a run has decided, and when it has acted. */
type OnOutcome = (came: Partial<RunOutcome>) => void;

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
  const onEvent: Emit = (event) => {
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
        const observation = await observeMachine(context, machine);
        await refuseWithoutElevation(context, machine, observation);
        const store = await openState({ machine, observation, options: asked, ports });
        if (asked.installed) refuseToStay(store.program);
        reportProgram(context, store.program);
        const known = { dir: store.dir, identity: await machine.identity() };
        let sofar: RunOutcome = { ...known, reversion: null, move: null, notFollowed: null, cleared: [] };
        outcome = sofar;
        await store.locked(() =>
          runLocked(context, machine, store, asked, (came) => {
            sofar = { ...sofar, ...came };
            outcome = sofar;
          }),
        );
      });
    });
    const reporting = { eventLog: opened.eventLog ?? null, failure, onEvent: asked.onEvent };
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

async function runLocked(
  context: RunContext,
  machine: Machine,
  store: OpenState,
  given: ScheduleRunOptions,
  onOutcome: OnOutcome,
): Promise<void> {
  const identity = await machine.identity();
  // Saves what the next run needs, even if this run ends unexpectedly.
  const remember = (history: History) => noted(() => writeHistory(store.dir, identity, history));
  await restoreInterrupted(context, machine, store);
  await settleUnconfirmed(context, machine, store, given);
  // Read with the lock held: the previous holder may have written its own history.
  const before = withoutEnded(await readHistory(store.dir, identity), await readApplied(store.dir, identity));
  const probeSet = newProbeSet();
  const situation = await takeSituation(context, machine, given, before, probeSet);
  const asked = { ...given, desired: situation.requested };
  const { facts, observation, stores, users, path, reversions, toReport: reversion } = situation;
  reportMachine(context, machine, observation, stores, users[0] ?? null);
  const decided = decideViews(facts, situation.views);
  const { move } = decided;
  onOutcome({ reversion, move, notFollowed: situation.notFollowed[0] ?? null });
  context.emit({ type: 'schedule-move', move });
  if (move.act === 'keep') refuseHalf(machine, situation);
  // A user's own setting is not part of the WinHTTP history.
  const winHttp = decideViews(
    facts,
    situation.views.filter(({ isUsers }) => isUsers !== true),
  );
  const known = () => knownAfter(before, path.gateways, probeSet);
  // A setting that was only found as a user desired it does not belong to this schedule: the user could have it
  // removed.
  const isFound = winHttp.move.why === 'as-wanted' && followsUser(asked.desired, observation.registry);
  const own = isFound ? before.own : ownAfter(winHttp.move, facts);
  // Values set only for users also belong to this schedule, without the users' own bypass lists.
  const forUsers = situation.views.flatMap(({ desired }) =>
    desired && hasProxy(desired) ? [{ ...DIRECT_WINHTTP, proxy: desired.proxy }] : [],
  );
  const earlier = earlierAfter(own, { own: before.own, earlier: [...forUsers, ...before.earlier] });
  let history: History = { ...before, own, earlier, reversions, gateways: await known() };
  // Saved before the first write: if a run ends after setting a proxy, the next run must know that it is its own,
  // and the certificates that prove it.
  await remember(history);
  const moving = { asked, situation, probeSet };
  const acted = await makeMove(context, machine, store, move, moving, async (left) => {
    if (move.act === 'keep') return;
    history = { ...history, last: { at: context.ports.wallClock().toISOString(), act: move.act, left } };
    await remember(history);
  });
  const { changed, backups, cleared, failure } = acted;
  onOutcome({ cleared });
  const backup = backups.at(-1) ?? null;
  const all = backups.length > 1 ? { backups } : {};
  context.emit({ type: 'change-result', result: { changed, backup, ...all, rolledBack: false } });
  for (const finding of [...acted.notices, ...findingsAbout(machine, situation, decided)])
    context.emit({ type: 'finding', finding });
  if (situation.refused) context.outcome('refused');
  const isAligned = [move, winHttp.move].every(({ act }) => act === 'align');
  await probeAfter(context, machine, asked, {
    situation,
    isAligned,
    probeSet,
    isChanged: changed.length > 0,
  });
  await remember({ ...history, gateways: await known() });
  if (failure !== null) throw failure;
}

/** A rollback, or a later apply, ended the last change: settings that differ from it were not changed by others. */
function withoutEnded(history: History, applied: AppliedState | null): History {
  const { last } = history;
  const isInForce = last !== null && applied !== null && Date.parse(applied.appliedAt) <= Date.parse(last.at);
  return isInForce ? history : { ...history, last: null };
}

/**
 * An unchanged half of a recording says nothing about the other half. On a live machine no user setting exists
 * before a user has signed in.
 *
 * @throws P2sError `not-judged`
 */
function refuseHalf(machine: Machine, { observation, assessments, requested }: Situation): void {
  if (machine.kind !== 'recorded') return;
  const isNobodys = anybody(observation) === null;
  const seen = isNobodys ? [assess(observation, requested, null)] : assessments;
  for (const one of seen) refuseNotJudged(machine, one);
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
    next: say('If that is intended, add --probe.'),
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
