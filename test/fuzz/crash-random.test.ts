import { describe, expect, it } from 'vitest';
import { folderForAll } from '../support/files.ts';
import { freshSeed } from '../support/fuzz/random.ts';
import { liveCrashTrials } from '../support/lab/live-crash-trials.ts';
import { crashTrials } from '../support/stories/crash-trials.ts';

const PLANS = 100;

describe('a run that is killed, on random machines with random desired states', () => {
  const root = folderForAll();

  it('ends, after the next run, in the old state or the new one, and the backup is whole', async () => {
    const figures = await crashTrials({ root, plans: PLANS, seed: freshSeed(), momentsEach: 1 });
    expect(figures.plans).toBe(PLANS);
    // Each window was hit: nothing done, journal begun, written, done; and each way to repair it.
    expect(Object.entries(figures.seen).filter(([, hits]) => hits === 0)).toEqual([]);
  }, 300_000);

  it('leaves a live machine, changed value by value, in a state that the next run rolls back', async () => {
    const figures = await liveCrashTrials(root, { plans: PLANS / 2, seed: freshSeed(), momentsEach: 2 });
    expect(figures.plans).toBe(PLANS / 2);
    // Before the first value, after it, and further on.
    for (const written of [0, 1, 2]) expect(figures.written.get(written)).toBeGreaterThan(0);
  }, 300_000);
});
