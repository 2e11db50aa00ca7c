import type { RegistryValue } from '../../../src/core/model/registry.ts';
import type { StepOutcome, WriteStep } from '../../../src/machine/port.ts';
import { fromWireValue, toWireValue, type WireValue } from '../../../src/machine/wire/value.ts';

/** A call of the machine over the wire; values are in their JSON form. */
export interface MachineCall {
  id: number;
  call: 'identity' | 'observe' | 'write' | 'effective' | 'close';
  steps?: WireStep[];
  notify?: boolean;
}

export type WireStep = Omit<WriteStep, 'write'> & {
  write: { key: string; name: string; expected: WireValue | null; next: WireValue | null };
};
export type WireOutcome = Omit<StepOutcome, 'found' | 'now'> & {
  found: WireValue | null;
  now: WireValue | null;
};

/** The answer: steps as they are done, then a result or an error. */
export type MachineAnswer =
  | { id: number; type: 'step'; step: { id: string; status: StepOutcome['status'] } }
  | { id: number; type: 'result'; result: unknown }
  | { id: number; type: 'error'; code: string; message: string };

export function fromNull(value: WireValue | null): RegistryValue | null {
  return value === null ? null : fromWireValue(value);
}

export function toNull(value: RegistryValue | null): WireValue | null {
  return value === null ? null : toWireValue(value);
}
