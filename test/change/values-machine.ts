import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../../src/core/model/registry.ts';
import type {
  Machine,
  RecordingFile,
  StepOutcome,
  StepStatus,
  WriteOptions,
  WriteStep,
} from '../../src/machine/port.ts';

/** One value `x` in each key; `null` when it is absent. */
export type Held = Map<string, RegistryValue | null>;

export interface ValuesMachine {
  machine: Machine;
  held: Held;
  /** The steps of each write, in order. */
  calls: (readonly WriteStep[])[];
  options: WriteOptions[];
  /** Of each read. */
  deadlines: number[];
}

const IDENTITY = { kind: 'local', id: '11111111-2222-3333-4444-555555555555' } as const;

/** How the write of a step ends; `lost` reports it as written, and has no effect. */
export type Ending = StepStatus | 'lost';

/** A machine in memory. `ends` decides about each step of each call; the steps after a failure are not done. */
export function valuesMachine(
  held: Held,
  ends: (step: WriteStep, call: number) => Ending = () => 'written',
  { elevated = false, recording = null }: { elevated?: boolean; recording?: RecordingFile | null } = {},
): ValuesMachine {
  const calls: (readonly WriteStep[])[] = [];
  const [options, deadlines]: [WriteOptions[], number[]] = [[], []];
  const keys = (): RegistryKey[] =>
    [...held].map(([path, value]) => ({
      ...{ path, visibility: 'present' as const },
      values: new Map(value === null ? [] : [['x', value]]),
    }));
  const write = async (steps: readonly WriteStep[], asked: WriteOptions) => {
    calls.push(steps);
    options.push(asked);
    let stopped = false;
    const outcomes = steps.map((step): StepOutcome => {
      const { id, write: one } = step;
      const found = held.get(one.key) ?? null;
      const ending = stopped ? 'not-done' : ends(step, calls.length - 1);
      if (ending === 'written') held.set(one.key, one.next);
      const status = ending === 'lost' ? 'written' : ending;
      stopped = !['written', 'unchanged'].includes(status);
      const [how, now] = [status === 'written' ? ('registry' as const) : null, held.get(one.key) ?? null];
      asked.onStep?.({ id, status });
      return { id, status, how, found, now, createdKey: false, hresult: null };
    });
    return { outcomes, notified: null };
  };
  const observe = async ({ deadlineMs }: { deadlineMs: number }) => {
    deadlines.push(deadlineMs);
    return { registry: new RegistrySnapshot(keys()), user: { sid: 'S-1-5-18', elevated } };
  };
  const machine = { recording, identity: async () => IDENTITY, observe, write } as unknown as Machine;
  return { machine, held, calls, options, deadlines };
}
