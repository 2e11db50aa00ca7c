import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../support/fuzz/random.ts';
import { makeMoves } from './moves.ts';
import { type Network, startNetwork } from './network.ts';

/** The soak test makes more than a thousand moves. */
const MOVES = 180;
const SEED = Number(process.env.P2S_SEED ?? Date.now() % 1_000_000);

describe('a laptop that moves between networks', () => {
  let network: Network;
  beforeAll(async () => {
    network = await startNetwork();
  });
  afterAll(() => network?.close());

  it(`never ends with a proxy that does not answer (seed ${SEED})`, { timeout: 120_000 }, async () => {
    const { set, cleared } = await makeMoves(network, new Random(SEED), MOVES);
    expect(Math.min(set, cleared)).toBeGreaterThan(6);
  });
});
