import { describe, expect, it } from 'vitest';
import { folderForAll } from '../support/files.ts';
import { freshSeed } from '../support/fuzz/random.ts';
import { liveCrashTrials } from '../support/lab/live-crash-trials.ts';
import { keepFigures } from '../support/soak.ts';
import { crashTrials } from '../support/stories/crash-trials.ts';

/** Each with a kill at every place where the disk changes. */
const PLANS = 50;

describe('a run that is killed at every moment', () => {
  const root = folderForAll();

  it('on a recording', async () => {
    const began = performance.now();
    const seed = freshSeed();
    const { plans, kills, places } = await crashTrials({ root, plans: PLANS, seed, momentsEach: 'all' });
    const seconds = (performance.now() - began) / 1000;
    keepFigures('crash recorded', { kind: 'crash', name: 'recording', seed, plans, kills, places, seconds });
    expect(kills).toBeGreaterThan(PLANS * 20);
  });

  it('on a live machine, value by value', async () => {
    const began = performance.now();
    const seed = freshSeed();
    const { plans, kills, places } = await liveCrashTrials(root, { plans: PLANS, seed, momentsEach: 'all' });
    const seconds = (performance.now() - began) / 1000;
    keepFigures('crash live', {
      kind: 'crash',
      name: 'live, value by value',
      seed,
      plans,
      kills,
      places,
      seconds,
    });
    expect(kills).toBeGreaterThan(PLANS * 20);
  });
});
