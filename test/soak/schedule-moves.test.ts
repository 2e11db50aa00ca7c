import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeMoves } from '../pipeline/schedule/moves.ts';
import { type Network, startNetwork } from '../pipeline/schedule/network.ts';
import { freshSeed, Random } from '../support/fuzz/random.ts';
import { keepFigures } from '../support/soak.ts';

const MOVES = 1000;

let network: Network;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network?.close());

it('a laptop moves between networks, and never ends with a proxy that does not answer', async () => {
  const began = performance.now();
  const seed = freshSeed();
  const figures = await makeMoves(network, new Random(seed), MOVES);
  const seconds = (performance.now() - began) / 1000;
  keepFigures('schedule moves', { kind: 'moves', name: 'laptop', seed, ...figures, seconds });
  expect(Math.min(figures.set, figures.cleared)).toBeGreaterThan(MOVES / 20);
  expect(Math.min(figures.leftAlone, figures.ended)).toBeGreaterThan(0);
});
