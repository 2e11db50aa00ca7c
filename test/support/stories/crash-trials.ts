import { expect } from 'vitest';
import type { Random } from '../fuzz/random.ts';
import { changingStories } from '../lab/live-stories.ts';
import { RecordedRuns } from '../machines/recorded-runs.ts';
import { type DiskState, diskState, type Moment, momentsOf, restoreDisk } from './disk-states.ts';
import type { Desired } from './runs.ts';

export interface CrashFigures {
  /** Random machines with a desired state that changes something. */
  plans: number;
  /** Kills that were repaired, including those of a run that repairs one. */
  kills: number;
  /** Places where a run was killed. */
  places: number;
  seen: {
    untouched: number;
    waiting: number;
    written: number;
    finished: number;
    applied: number;
    rolledBack: number;
    again: number;
  };
}

interface Options {
  root: string;
  plans: number;
  seed: number;
  /** The number of moments of each run to test; `all` of them in a soak test. */
  momentsEach: number | 'all';
}

interface Story {
  runs: RecordedRuns;
  desired: Desired;
  before: Buffer;
  after: Buffer;
  moments: Moment[];
}

/** Kills runs at random moments, and the runs that repair them; the next run must repair whatever was left. */
export async function crashTrials({ root, plans, seed, momentsEach }: Options): Promise<CrashFigures> {
  const seen = { untouched: 0, waiting: 0, written: 0, finished: 0, applied: 0, rolledBack: 0, again: 0 };
  const figures: CrashFigures = { plans: 0, kills: 0, places: 0, seen };
  const places = new Set<string>();
  for (const { index, random, content, desired } of changingStories(seed, plans)) {
    const story = await begin(root, index, { content, desired });
    figures.plans += 1;
    const chosen =
      momentsEach === 'all'
        ? story.moments
        : Array.from({ length: momentsEach }, () => random.pick(story.moments));
    for (const moment of chosen) {
      places.add(moment.place);
      try {
        figures.kills += await fix(story, moment, random, seen);
      } catch (cause) {
        throw new Error(`seed ${seed}, plan ${index}, killed ${moment.place}`, { cause });
      }
    }
    await story.runs.remove();
  }
  return { ...figures, places: places.size };
}

/** A whole run on a random machine, with all moments of it. */
async function begin(
  root: string,
  index: number,
  { content, desired }: { content: Buffer; desired: Desired },
): Promise<Story> {
  const runs = await RecordedRuns.make(root, `recorded-${index}`, content);
  const { moments, result } = await momentsOf(runs.folder, () => runs.apply(desired));
  expect({ error: result.error?.message, exitCode: result.exitCode }).toEqual({
    error: undefined,
    exitCode: 0,
  });
  const after = await runs.content();
  expect(after.equals(content)).toBe(false);
  return { runs, desired, before: content, after, moments };
}

/** Continues from the disk of a killed run; now and then that run is killed as well. Returns the kills. */
async function fix(
  story: Story,
  moment: Moment,
  random: Random,
  seen: CrashFigures['seen'],
): Promise<number> {
  const { runs } = story;
  restoreDisk(runs.folder, torn(moment.state, random));
  count(await inspect(story), seen);
  const command = random.chance(50) ? 'apply' : 'rollback';
  if (random.chance(70)) {
    await finish(story, command, seen);
    return 1;
  }
  const { moments } = await momentsOf(runs.folder, () => runs[command](story.desired));
  if (moments.length > 0) {
    seen.again += 1;
    restoreDisk(runs.folder, torn(random.pick(moments).state, random));
    await inspect(story);
  }
  await finish(story, random.chance(50) ? 'apply' : 'rollback', seen);
  return 2;
}

interface Left {
  waits: boolean;
  isNew: boolean;
  backups: number;
}

/** The old state or the new one, whole backups of it, and an audit that reports what waits and writes nothing. */
async function inspect({ runs, desired, before, after }: Story): Promise<Left> {
  const content = await runs.content();
  const isNew = content.equals(after);
  expect(isNew || content.equals(before)).toBe(true);
  const backups = await runs.backedUp();
  for (const bytes of backups) expect(bytes.equals(before)).toBe(true);
  if (isNew) expect(backups.length).toBeGreaterThan(0);
  const waits = await runs.journalWaits();
  const disk = diskState(runs.folder);
  const audit = await runs.audit(desired);
  expect(audit.error).toBeUndefined();
  expect(audit.findings.filter(({ code }) => code === 'change-interrupted')).toHaveLength(waits ? 1 : 0);
  if (waits) expect(audit.exitCode).toBe(9);
  expect(diskState(runs.folder)).toEqual(disk);
  return { waits, isNew, backups: backups.length };
}

/** `apply` ends in the new state, `rollback` in the old one; no journal is left, and a second apply writes nothing. */
async function finish(
  story: Story,
  command: 'apply' | 'rollback',
  seen: CrashFigures['seen'],
): Promise<void> {
  const { runs, desired, before, after } = story;
  const backups = (await runs.backedUp()).length;
  const document = await runs[command](desired);
  const nothingToDo = command === 'rollback' && backups === 0;
  expect({ error: document.error?.code, exitCode: document.exitCode }).toEqual(
    nothingToDo ? { error: 'input', exitCode: 3 } : { error: undefined, exitCode: 0 },
  );
  expect((await runs.content()).equals(command === 'apply' ? after : before)).toBe(true);
  expect(await runs.journalWaits()).toBe(false);
  seen[command === 'apply' ? 'applied' : 'rolledBack'] += 1;
  const again = await runs.apply(desired);
  expect(again.exitCode).toBe(0);
  expect((await runs.content()).equals(after)).toBe(true);
  if (command === 'apply') expect(again.result?.changed).toEqual([]);
  for (const bytes of await runs.backedUp()) expect(bytes.equals(before)).toBe(true);
}

/** A kill in the middle of an append leaves a part of the line, which every reader of the log must accept. */
function torn(state: DiskState, random: Random): DiskState {
  const log = [...state].find(([path]) => path.endsWith('writes.ndjson'));
  if (log?.[1] == null || log[1].length === 0 || random.chance(60)) return state;
  return new Map(state).set(log[0], log[1].subarray(0, random.below(log[1].length)));
}

function count({ waits, isNew, backups }: Left, seen: CrashFigures['seen']): void {
  if (isNew) seen[waits ? 'written' : 'finished'] += 1;
  else seen[waits || backups > 0 ? 'waiting' : 'untouched'] += 1;
}
