import { describe, expect, inject, it } from 'vitest';
import { type FuzzFigures, type FuzzTarget, fuzz } from './fuzz.ts';
import { freshSeed } from './random.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many inputs each target reads where a file does not say it. */
    fuzzInputs: number;
  }
}

/** What the second half of a run may leave behind: of 10,000, a leak of 1 KiB for each input is 5 MiB. */
const MAX_HEAP_GROWTH = 3 * 1024 * 1024;

/** Each target reads that many hostile inputs, gives typed errors only, and leaves nothing behind. */
export function fuzzTests(
  title: string,
  targets: readonly FuzzTarget[],
  {
    inputs = inject('fuzzInputs'),
    onFigures,
  }: { inputs?: number; onFigures?: (figures: FuzzFigures) => void } = {},
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
