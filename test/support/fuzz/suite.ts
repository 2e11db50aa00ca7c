import { describe, expect, it } from 'vitest';
import { type FuzzFigures, type FuzzTarget, fuzz } from './fuzz.ts';
import { freshSeed } from './random.ts';

/** What the second half of a run may leave behind: of the short one, a leak of 2 KiB for each input is 4 MiB. */
const MAX_HEAP_GROWTH = 3 * 1024 * 1024;
const INPUTS = 4000;

/** Each target reads that many hostile inputs, gives typed errors only, and leaves nothing behind. */
export function fuzzTests(
  title: string,
  targets: readonly FuzzTarget[],
  { inputs = INPUTS, onFigures }: { inputs?: number; onFigures?: (figures: FuzzFigures) => void } = {},
): void {
  describe(title, () => {
    it.each(targets.map((one) => [one.name, one] as const))(
      `%s: ${inputs} hostile inputs`,
      async (_name, one) => {
        const seed = freshSeed();
        const figures = await fuzz(one, { inputs, seed });
        onFigures?.(figures);
        // Both ways are walked: an input that is always refused at its first byte tests nothing.
        expect(figures.read).toBeGreaterThan(inputs / 20);
        if (one.codes.length > 0) expect(figures.refused).toBeGreaterThan(inputs / 20);
        expect(figures.heapGrowth, `seed ${seed}`).toBeLessThan(MAX_HEAP_GROWTH);
      },
    );
  });
}
