import type { StateDir } from '../../change/state-dir.ts';
import { P2sError } from '../../core/errors.ts';
import { say } from '../../core/say.ts';
import { type Move, ownAfter } from '../../core/schedule/roaming.ts';
import { decideViews } from '../../core/schedule/views.ts';
import type { Machine } from '../../machine/port.ts';
import type { ReportDocument } from '../../report/document.ts';
import { type Memory, readMemory, writeMemory } from '../../schedule/memory.ts';
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
import { noted, recordRun } from './record-run.ts';
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

/** Keeps what the next run has to know, even where this one ends without another word. */
type Remember = (memory: Memory, move: Move) => Promise<void>;

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
      const remember: Remember = async (memory, move) => {
        outcome = { dir: store.dir, machine, before, memory, move };
        await noted(async () => writeMemory(store.dir, await machine.identity(), memory));
      };
      await store.locked(async () => {
        const ended = await runLocked(context, machine, store, asked, { before, remember });
        outcome = { dir: store.dir, machine, before, ...ended };
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
  { before, remember }: { before: Memory; remember: Remember },
): Promise<Pick<RunOutcome, 'memory' | 'move'>> {
  await putBackInterrupted(context, machine, store);
  await settleUnconfirmed(context, machine, store, asked);
  const walks = noWalks();
  const situation = await takeSituation(context, machine, asked, before, walks);
  const { facts, observation, stores, users, path, undone } = situation;
  tellMachine(context, machine, observation, stores, users[0] ?? null);
  const decided = decideViews(facts, situation.views);
  const { move } = decided;
  context.emit({ type: 'schedule-move', move });
  let memory: Memory = { ...before, own: ownAfter(move, facts), undone };
  // Before the first write: a proxy that a run sets and then ends is one that the next run has to know as its own.
  await remember(memory, move);
  const moving = { asked, situation, walks };
  const acted = await makeMove(context, machine, store, decided, moving, async (left) => {
    if (move.act === 'keep') return;
    memory = { ...memory, last: { at: context.ports.wallClock().toISOString(), act: move.act, left } };
    await remember(memory, move);
  });
  const { changed, backup } = acted;
  context.emit({ type: 'change-result', result: { changed, backup, rolledBack: false } });
  for (const finding of [...acted.notices, ...findingsAbout(situation, decided)])
    context.emit({ type: 'finding', finding });
  if (situation.refused) context.outcome('refused');
  await probeAfter(context, machine, asked, { situation, move, walks, isChanged: changed.length > 0 });
  return { memory: { ...memory, gateways: await knownAfter(before, path.gateways, walks) }, move };
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
