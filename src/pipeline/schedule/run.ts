import type { StateDir } from '../../change/state-dir.ts';
import { P2sError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import { decideMove, type Move, ownAfter } from '../../core/schedule/roaming.ts';
import type { Machine } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/document.ts';
import { type Memory, readMemory } from '../../schedule/memory.ts';
import { putBackInterrupted } from '../interruption.ts';
import { noWalks } from '../legs.ts';
import { look } from '../look.ts';
import type { AuditOptions } from '../options.ts';
import { tellMachine } from '../picture.ts';
import type { Ports } from '../ports.ts';
import { refuseToStay, tellProgram } from '../program-folder.ts';
import { type RunContext, runMode } from '../run.ts';
import { type OpenState, openState } from '../state-folder.ts';
import { settleUnconfirmed } from '../unconfirmed.ts';
import { makeMove } from './act.ts';
import { findingsAbout, knownAfter, probeAfter } from './after.ts';
import { recordRun } from './record-run.ts';
import { refuseWish } from './refuse-wish.ts';
import { takeSituation } from './situation.ts';
import { type OpenScheduled, openScheduled, refuseWithoutElevation } from './windows.ts';

export interface ScheduleRunOptions extends AuditOptions {
  /** This is the program that was installed for the task; by hand any other may do the same. */
  installed: boolean;
}

/** What a run leaves for the next one, besides the record of itself. */
export interface RunOutcome {
  dir: StateDir;
  machine: Machine;
  /** As it was when the run began, and as it is to be. */
  before: Memory;
  memory: Memory;
  move: Move | null;
}

/**
 * One scheduled run: brings the stores to what is wanted where the proxy works, takes the proxy away where it does not
 * answer, and notes what it did. Asks nothing.
 */
export async function runScheduled(
  asked: ScheduleRunOptions,
  ports: Ports,
  open: OpenScheduled = openScheduled,
): Promise<ReportDocument> {
  let outcome: RunOutcome | null = null;
  const opened: { close?: () => Promise<void>; eventLog?: Awaited<ReturnType<OpenScheduled>>['eventLog'] } =
    {};
  try {
    const document = await runMode('schedule', ports, asked, async (context) => {
      refuseUnprobed(asked);
      refuseWish(asked);
      const { machine, eventLog } = await open(asked.machine, ports);
      Object.assign(opened, { eventLog, close: () => machine.close() });
      const observation = await look(context, machine);
      await refuseWithoutElevation(context, machine, observation);
      const store = await openState({ machine, observation, options: asked, ports });
      if (asked.installed) refuseToStay(store.program);
      tellProgram(context, store.program);
      const before = await readMemory(store.dir, await machine.identity());
      outcome = { dir: store.dir, machine, before, memory: before, move: null };
      await store.locked(async () => {
        outcome = await runLocked(context, machine, store, asked, before);
      });
    });
    return await recordRun(document, outcome, opened.eventLog ?? null, asked.onEvent);
  } finally {
    await opened.close?.();
  }
}

async function runLocked(
  context: RunContext,
  machine: Machine,
  store: OpenState,
  asked: AuditOptions,
  before: Memory,
): Promise<RunOutcome> {
  await putBackInterrupted(context, machine, store);
  await settleUnconfirmed(context, machine, store, asked);
  const walks = noWalks();
  const situation = await takeSituation(context, machine, asked, before, walks);
  const { facts, observation, stores, users, path, undone } = situation;
  tellMachine(context, machine, observation, stores, users[0] ?? null);
  const move = decideMove(facts);
  context.emit({ type: 'schedule-move', move });
  const acted = await makeMove(context, machine, store, move, asked, situation, walks);
  const { changed, backup, left } = acted;
  context.emit({ type: 'change-result', result: { changed, backup, rolledBack: false } });
  for (const finding of [...acted.notices, ...findingsAbout(situation, move)])
    context.emit({ type: 'finding', finding });
  if (situation.refused) context.outcome('refused');
  await probeAfter(context, machine, asked, { situation, move, walks, isChanged: changed.length > 0 });
  const at = context.ports.wallClock().toISOString();
  const last = left.length === 0 || move.act === 'keep' ? before.last : { at, act: move.act, left };
  const gateways = await knownAfter(before, path.gateways, walks);
  const memory: Memory = { ...before, own: ownAfter(move, facts), last, undone, gateways };
  return { dir: store.dir, machine, before, memory, move };
}

/**
 * What is set or cleared hangs on what the network answers, and this desk's network is not the machine's.
 *
 * @throws P2sError `usage`
 */
function refuseUnprobed({ machine, path }: ScheduleRunOptions): void {
  if (machine.file === undefined || path.probe === true) return;
  throw new P2sError('usage', say`A run on a recording checks the path from this desk.`, {
    where: machine.file,
    next: say`Add --probe to say that this is meant.`,
  });
}
