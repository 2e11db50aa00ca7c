import type { RegistryValue } from '../../../src/core/model/registry.ts';
import type { StepOutcome, StepStatus, WriteStep } from '../../../src/machine/port.ts';
import { setValue } from '../../support/machines/machines.ts';
import type { ApplyScene, Write } from './apply-scene.ts';

/** The value that another program writes: not a setting. */
export const THEIRS: RegistryValue = { kind: 'binary', bytes: new Uint8Array([0x28, 9, 9, 9]) };

/** The outcome of a step that wrote nothing. */
export function outcomeOf({ id, write: { expected } }: WriteStep, status: StepStatus): StepOutcome {
  return { id, status, how: null, found: expected, now: expected, createdKey: false, hresult: null };
}

/** Writes nothing: the first step ends with `status`, the rest is not done. */
export function refusing(status: StepStatus): Write {
  return async (steps) => ({
    outcomes: steps.map((step, i) => outcomeOf(step, i === 0 ? status : 'not-done')),
    notified: null,
  });
}

/** Faulty writers for a scene's machine. */
export function faultsOf(scene: ApplyScene) {
  const own: Write = (steps, options) => scene.base.write(steps, options);
  return {
    own,
    /** Replaces calls of `write` in order; `null` and later calls use the machine's own write. */
    calls(...fakes: readonly (Write | null)[]): Write {
      let count = 0;
      return (steps, options) => (fakes[count++] ?? own)(steps, options);
    },
    /** The machine's own write, and then `after`. */
    writeThen(after: () => Promise<void>): Write {
      return async (steps, options) => {
        const report = await own(steps, options);
        await after();
        return report;
      };
    },
    /** Makes the writes before the n-th, which ends with `status`; the rest is not done. */
    stopsAt(n: number, status: StepStatus): Write {
      return async (steps, options) => {
        const { outcomes } = await own(steps.slice(0, n), options);
        const rest = steps.slice(n).map((step, i) => outcomeOf(step, i === 0 ? status : 'not-done'));
        return { outcomes: [...outcomes, ...rest], notified: null };
      };
    },
    /** Another program sets a value of the recording. */
    theirs: (key: string, name: string, value: RegistryValue | null = THEIRS) =>
      setValue(scene.file, key, name, value),
  };
}
