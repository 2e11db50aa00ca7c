import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyPlan } from '../../../src/change/apply.ts';
import { type ChangeStore, openChangeStore } from '../../../src/change/change-store.ts';
import { assess, isRefused } from '../../../src/core/decide/assess.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import type { Plan } from '../../../src/core/decide/plan.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RegistrySnapshot, RegistryWrite } from '../../../src/core/model/registry.ts';
import type { Machine, StepOutcome } from '../../../src/machine/port.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { Random } from '../fuzz/random.ts';
import { liveOver } from '../machines/machines.ts';
import { randomMachine } from '../machines/random-machines.ts';
import { randomDesired } from '../machines/recorded-runs.ts';

/** A random machine with a desired state that changes something on it. */
export interface ChangingStory {
  index: number;
  random: Random;
  content: Buffer;
  desired: DesiredSettings;
  /** The planned writes. */
  writes: readonly RegistryWrite[];
}

/** Yields this many stories; a seed and an index reproduce one. */
export function* changingStories(seed: number, count: number): Generator<ChangingStory> {
  for (let index = 0, found = 0; found < count; index++) {
    const random = new Random(seed + Math.imul(index, 0x9e3779b1));
    const content = randomMachine(random);
    const desired = randomDesired(random);
    const plan = planFor(content, desired);
    if (plan === null) continue;
    found += 1;
    yield { index, random, content, desired, writes: plan.changes.flatMap((change) => change.writes) };
  }
}

/** `null` if there is no change, or none is allowed. */
function planFor(content: Buffer, desired: DesiredSettings): Plan | null {
  try {
    const assessment = assess(readRecording(content).observation(new Date(0)), desired, null);
    return assessment.plan.changes.length === 0 || isRefused(assessment) ? null : assessment.plan;
  } catch (error) {
    // Several users, and none is named: other tests cover that.
    if (error instanceof P2sError) return null;
    throw error;
  }
}

/**
 * A live machine is changed value by value, and anything can happen between any two of them: its registry is a
 * recording that is written again for each step.
 */
export interface LiveMachine {
  folder: string;
  file: string;
  machine: Machine;
  store: ChangeStore;
  registry: RegistrySnapshot;
  plan: Plan;
  writes: readonly RegistryWrite[];
  remove(): Promise<void>;
}

export async function liveMachine(
  root: string,
  name: string,
  { content, desired }: Pick<ChangingStory, 'content' | 'desired'>,
): Promise<LiveMachine> {
  const folder = join(root, name);
  await mkdir(folder);
  const file = join(folder, 'registry');
  await writeFile(file, content);
  const base = await openRecordedMachine(file, { mode: { inPlace: true } });
  const observation = await base.observe({ deadlineMs: 10_000 });
  const { plan } = assess(observation, desired, null);
  const store = await openChangeStore({
    explicit: join(folder, 'state'),
    platform: process.platform,
    env: {},
    wallClock: () => new Date(),
  });
  return {
    folder,
    file,
    machine: liveOver(base, { effective: async () => null, write: oneByOne(base) }),
    store,
    registry: observation.registry,
    plan,
    writes: plan.changes.flatMap((change) => change.writes),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function applyLive({ machine, registry, plan, store }: LiveMachine): Promise<void> {
  await store.locked(() => applyPlan(machine, registry, plan, store, () => undefined));
}

/** The machine's own write, a step at a time. */
function oneByOne(base: Machine): Machine['write'] {
  return async (steps, options) => {
    const outcomes: StepOutcome[] = [];
    for (const step of steps) {
      const stopped = outcomes.some(({ status }) => status !== 'written' && status !== 'unchanged');
      const [outcome] = stopped ? [] : (await base.write([step], options)).outcomes;
      outcomes.push(outcome ?? notDone(step.id));
    }
    return { outcomes, notified: null };
  };
}

function notDone(id: string): StepOutcome {
  return { id, status: 'not-done', how: null, found: null, now: null, createdKey: false, hresult: null };
}
