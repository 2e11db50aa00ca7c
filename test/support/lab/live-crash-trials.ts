import { expect } from 'vitest';
import { listBackups, readBackup } from '../../../src/change/backup/backup.ts';
import { readJournal } from '../../../src/change/state/journal.ts';
import { type RegistryValue, sameValue } from '../../../src/core/model/registry.ts';
import { restoreInterrupted } from '../../../src/pipeline/pending/interruption.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { recordedRegistry } from '../machines/machines.ts';
import { momentsOf, restoreDisk } from '../stories/disk-states.ts';
import { applyLive, changingStories, type LiveMachine, liveMachine } from './live-stories.ts';

export interface LiveCrashFigures {
  plans: number;
  kills: number;
  /** Places where a run was killed. */
  places: number;
  /** How often this many values were already written. */
  written: Map<number, number>;
}

/** The next run must restore, value by value, whatever a killed apply left of a live machine. */
export async function liveCrashTrials(
  root: string,
  { plans, seed, momentsEach }: { plans: number; seed: number; momentsEach: number | 'all' },
): Promise<LiveCrashFigures> {
  const figures: LiveCrashFigures = { plans, kills: 0, places: 0, written: new Map() };
  const places = new Set<string>();
  for (const story of changingStories(seed, plans)) {
    const { index, random } = story;
    const live = await liveMachine(root, `live-${index}`, story);
    const { moments } = await momentsOf(live.folder, () => applyLive(live));
    const chosen =
      momentsEach === 'all' ? moments : Array.from({ length: momentsEach }, () => random.pick(moments));
    for (const moment of chosen) {
      places.add(moment.place);
      restoreDisk(live.folder, moment.state);
      try {
        const written = await fix(live);
        figures.written.set(written, (figures.written.get(written) ?? 0) + 1);
      } catch (cause) {
        throw new Error(`seed ${seed}, plan ${index}, killed ${moment.place}`, { cause });
      }
      figures.kills += 1;
    }
    await live.remove();
  }
  return { ...figures, places: places.size };
}

/** Reads what is left, restores it like the next run, and applies again. Returns how many values were written. */
async function fix(live: LiveMachine): Promise<number> {
  const { machine, writes, store, file } = live;
  const now = async () => {
    const registry = await recordedRegistry(file);
    return writes.map(({ key, name }): RegistryValue | null => registry.value(key, name) ?? null);
  };
  const left = await now();
  let due = 0;
  let ours = 0;
  for (const [i, { expected, next }] of writes.entries()) {
    const value = left[i] ?? null;
    expect(sameValue(value, expected) || sameValue(value, next)).toBe(true);
    if (sameValue(expected, next)) continue;
    due += 1;
    if (sameValue(value, next)) ours += 1;
  }
  const journal = await readJournal(store.dir);
  // Without a journal, all values are written or none.
  if (journal === null) expect([0, due]).toContain(ours);
  for (const { number, problem } of await listBackups(store.dir)) {
    expect(problem).toBeNull();
    const { values } = await readBackup(store.dir, number, await machine.identity());
    expect(values.map(({ value }) => value)).toEqual(writes.map(({ expected }) => expected));
  }
  const context = {
    emit: () => undefined,
    ports: systemPorts(''),
    outcome: () => undefined,
    settle: () => undefined,
    deadlines: [],
    signal: undefined,
  };
  const restored = await store.locked(() => restoreInterrupted(context, machine, store));
  expect(restored === null).toBe(journal === null);
  expect(await readJournal(store.dir)).toBeNull();
  const finished = journal === null && ours > 0;
  expect(await now()).toEqual(writes.map(({ expected, next }) => (finished ? next : expected)));
  if (!finished) {
    await applyLive(live);
    expect(await now()).toEqual(writes.map(({ next }) => next));
  }
  return ours;
}
