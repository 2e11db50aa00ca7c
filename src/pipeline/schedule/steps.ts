import { readApplied } from '../../change/applied.ts';
import { assess } from '../../core/decide/assess.ts';
import { followsUser } from '../../core/decide/unattended.ts';
import type { AppliedState } from '../../core/findings/history.ts';
import { DIRECT_WINHTTP } from '../../core/proxy/settings.ts';
import { earlierAfter, hasProxy, ownAfter } from '../../core/schedule/roaming.ts';
import { decideViews, type ViewsMove } from '../../core/schedule/views.ts';
import { anybody } from '../../core/stores/vpn-user.ts';
import type { Machine, MachineIdentity } from '../../machine/port.ts';
import { type History, readHistory, writeHistory } from '../../schedule/history.ts';
import { newProbeSet, type ProbeSet } from '../path/gateway-probes.ts';
import { refuseNotJudged, reportMachine } from '../run/assessment.ts';
import { refuseToStay, reportProgram } from '../run/folders/program-folder.ts';
import { open, recover } from '../steps/change.ts';
import { type Found, found, type StepRun } from '../steps/run-state.ts';
import { observe, type RunStep } from '../steps.ts';
import { type Acted, makeMove } from './act.ts';
import { findingsAbout, knownAfter, probeAfter } from './after.ts';
import { noted } from './record-run.ts';
import type { ScheduleRunOptions } from './run.ts';
import { type Situation, takeSituation } from './situation.ts';
import { refuseWithoutElevation } from './windows.ts';

/** What the steps of the schedule find besides those that every run has. */
interface FoundBySchedule {
  probeSet: ProbeSet;
  identity: MachineIdentity;
  /** As the previous run left it, and then what the next run needs. */
  history: History;
  situation: Situation;
  decided: ViewsMove;
  acted: Acted;
}

/** A run of {@link SCHEDULE_STEPS}. */
export interface ScheduledSteps extends StepRun {
  readonly asked: ScheduleRunOptions;
  readonly found: Partial<Found & FoundBySchedule>;
}

/** The steps of a scheduled run: those of an apply, with a proof of the proxies in place of the first probe. */
export const SCHEDULE_STEPS = [
  { name: 'observe', reports: ['observe'], run: observe },
  { name: 'elevation', reports: [], run: elevation },
  { name: 'open', reports: [], run: open },
  { name: 'trust', reports: [], run: trust },
  { name: 'recover', reports: ['restore'], run: recover },
  { name: 'prove', reports: ['observe', 'resolve'], run: prove },
  { name: 'decide', reports: [], run: decide },
  { name: 'change', reports: ['back-up', 'write', 'read-back'], run: change },
  { name: 'probe-after', reports: ['observe', 'resolve', 'probe-current'], run: probe },
] as const satisfies readonly RunStep<ScheduledSteps>[];

async function elevation(run: ScheduledSteps): Promise<void> {
  await refuseWithoutElevation(run.context, run.machine, found(run, 'observation').observation);
}

/** A program that others could replace must not stay the one that the task runs. */
async function trust(run: ScheduledSteps): Promise<void> {
  const { store } = found(run, 'store');
  if (run.asked.installed) refuseToStay(store.program);
  reportProgram(run.context, store.program);
  run.found.identity = await run.machine.identity();
}

/** Reads the machine again and proves its proxies on this network; writes nothing. */
async function prove(run: ScheduledSteps): Promise<void> {
  const { context, machine, asked } = run;
  const { store, identity } = found(run, 'store', 'identity');
  // Read with the lock held: the previous holder may have written its own history.
  const history = withoutEnded(
    await readHistory(store.dir, identity),
    await readApplied(store.dir, identity),
  );
  const probeSet = newProbeSet();
  const situation = await takeSituation(context, machine, asked, history, probeSet);
  Object.assign(run.found, { history, probeSet, situation });
  const { observation, stores, users } = situation;
  reportMachine(context, machine, observation, stores, users[0] ?? null);
}

/** Decides what to set or to clear, and saves that before the first write. */
async function decide(run: ScheduledSteps): Promise<void> {
  const { context, machine } = run;
  const { situation, history: before } = found(run, 'situation', 'history');
  const { facts, views, requested, observation, reversions } = situation;
  const decided = decideViews(facts, views);
  run.found.decided = decided;
  const { move } = decided;
  context.emit({ type: 'schedule-move', move });
  if (move.act === 'keep') refuseHalf(machine, situation);
  const winHttp = winHttpMove(situation);
  // A setting that was only found as a user desired it does not belong to this schedule: the user could have it
  // removed.
  const isFound = winHttp.why === 'as-wanted' && followsUser(requested, observation.registry);
  const own = isFound ? before.own : ownAfter(winHttp, facts);
  // Values set only for users also belong to this schedule, without the users' own bypass lists.
  const forUsers = views.flatMap(({ desired }) =>
    desired && hasProxy(desired) ? [{ ...DIRECT_WINHTTP, proxy: desired.proxy }] : [],
  );
  const earlier = earlierAfter(own, { own: before.own, earlier: [...forUsers, ...before.earlier] });
  // If a run ends after setting a proxy, the next run must know that it is its own, and the certificates that
  // prove it.
  await remember(run, { own, earlier, reversions });
}

/** A user's own setting is not part of the WinHTTP history. */
function winHttpMove({ facts, views }: Situation): ViewsMove['move'] {
  return decideViews(
    facts,
    views.filter(({ isUsers }) => isUsers !== true),
  ).move;
}

/** Makes the move for one user after the other. */
async function change(run: ScheduledSteps): Promise<void> {
  const { context, machine } = run;
  const { store, situation, decided, probeSet } = found(run, 'store', 'situation', 'decided', 'probeSet');
  const { move } = decided;
  const moving = { asked: settled(run), situation, probeSet };
  const acted = await makeMove(context, machine, store, move, moving, async (left) => {
    if (move.act === 'keep') return;
    await remember(run, { last: { at: context.ports.wallClock().toISOString(), act: move.act, left } });
  });
  run.found.acted = acted;
  const { changed, backups, notices } = acted;
  const all = backups.length > 1 ? { backups } : {};
  const result = { changed, backup: backups.at(-1) ?? null, ...all, rolledBack: false };
  context.emit({ type: 'change-result', result });
  for (const finding of [...notices, ...findingsAbout(machine, situation, decided)])
    context.emit({ type: 'finding', finding });
  if (situation.refused) context.outcome('refused');
}

/** @throws P2sError of one user's turn that failed, when the rest is done */
async function probe(run: ScheduledSteps): Promise<void> {
  const { context, machine } = run;
  const { situation, decided, probeSet, acted } = found(run, 'situation', 'decided', 'probeSet', 'acted');
  const isAligned = [decided.move, winHttpMove(situation)].every(({ act }) => act === 'align');
  const isChanged = acted.changed.length > 0;
  await probeAfter(context, machine, settled(run), { situation, isAligned, probeSet, isChanged });
  await remember(run, {});
  if (acted.failure !== null) throw acted.failure;
}

/** The options, with the desired settings that this run found. */
function settled(run: ScheduledSteps): ScheduleRunOptions {
  return { ...run.asked, desired: found(run, 'situation').situation.requested };
}

/** Saves what the next run needs, even if this run ends unexpectedly. */
async function remember(run: ScheduledSteps, more: Partial<History>): Promise<void> {
  const { store, identity, history, situation, probeSet } = found(
    run,
    ...(['store', 'identity', 'history', 'situation', 'probeSet'] as const),
  );
  const gateways = await knownAfter(history, situation.path.gateways, probeSet);
  const next = { ...history, ...more, gateways };
  run.found.history = next;
  await noted(() => writeHistory(store.dir, identity, next));
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
