import { join } from 'node:path';
import { carryOut, type Work } from '../../src/change/carry-out.ts';
import { type ChangeStore, openChangeStore } from '../../src/change/change-store.ts';
import type { StateDirOptions } from '../../src/change/state/state-dir.ts';
import type { RunEvent } from '../../src/core/model/events.ts';
import { RegistrySnapshot, type RegistryValue } from '../../src/core/model/registry.ts';
import type { Machine, WriteStep } from '../../src/machine/port.ts';
import { tempFolder } from '../support/files.ts';
import { NOW } from './folder.ts';

const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
export const [OLD, OURS, THEIRS] = [text('old'), text('ours'), text('theirs')];

/** The step that writes `x` of a key. */
export function stepOf(key: string): WriteStep {
  return { id: `${key}#0`, write: { key, name: 'x', expected: OLD, next: OURS } };
}

/** A state folder of its own, and a change that was begun in it. */
export async function carryOutScene(options: Partial<StateDirOptions> = {}) {
  const { path, remove } = await tempFolder();
  const place = { explicit: join(path, 'state'), platform: process.platform, env: {} };
  const store: ChangeStore = await openChangeStore({ ...place, ...options, wallClock: () => NOW });
  const events: RunEvent[] = [];
  /** Carries the steps out; `more` replaces parts of the work. */
  async function carry(machine: Machine, steps: readonly WriteStep[], more: Partial<Work> = {}) {
    const kind = { reason: 'apply', planId: null, damagedJournal: false } as const;
    const change = await store.begin(machine, new RegistrySnapshot([]), steps, kind);
    const emit = (event: RunEvent) => void events.push(event);
    const idle = { onWritten: () => undefined, check: async () => [] };
    return carryOut({ machine, steps, change, emit, ...idle, ...more });
  }
  return { store, events, carry, remove };
}
