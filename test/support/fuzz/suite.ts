import { describe, expect, inject, it } from 'vitest';
import { type FuzzFigures, type FuzzTarget, fuzz } from './fuzz.ts';
import { freshSeed } from './random.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The default number of inputs for each target. */
    fuzzInputs: number;
  }
}

/** The limit for leaks in the second half of a run: of 10,000 inputs, 1 KiB for each is 5 MiB. */
const MAX_HEAP_GROWTH = 3 * 1024 * 1024;

/** Each target reads this many hostile inputs, throws only typed errors, and does not leak. */
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
        // Both outcomes occur: an input that is always refused at its first byte tests nothing. The rarest one, a
        // readable capture, is a sixteenth of the inputs: the limit is far from it, as the inputs are random.
        expect(figures.read).toBeGreaterThan(inputs / 50);
        if (one.codes.length > 0) expect(figures.refused).toBeGreaterThan(inputs / 50);
        expect(figures.heapGrowth, `seed ${seed}`).toBeLessThan(MAX_HEAP_GROWTH);
      },
    );
  });
}
