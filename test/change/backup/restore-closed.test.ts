import { describe, expect, it } from 'vitest';
import { restore } from '../../../src/change/backup/restore.ts';
import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import type { Machine, StepStatus, WriteStep } from '../../../src/machine/port.ts';

const EVES = 'HKEY_USERS\\S-1-5-21-1-2-3-1009\\Software\\A';
const MACHINES = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A';
const OLD: RegistryValue = { kind: 'string', text: 'old' };
const NEW: RegistryValue = { kind: 'string', text: 'new' };

/**
 * A machine with closed keys: writes to them are denied, or the old value is back right after the write. The run
 * is elevated or not.
 */
function machine(elevated: boolean, closed: readonly string[], status: StepStatus = 'denied'): Machine {
  const held = new Map([EVES, MACHINES].map((key) => [key, NEW]));
  const keys = (): RegistryKey[] =>
    [...held].map(([path, value]) => ({ path, visibility: 'present', values: new Map([['x', value]]) }));
  return {
    recording: null,
    observe: async () => ({ registry: new RegistrySnapshot(keys()), user: { sid: 'S-1-5-18', elevated } }),
    write: async (steps: readonly WriteStep[]) => {
      const at = steps.findIndex(({ write }) => closed.includes(write.key));
      const outcomes = steps.map(({ id, write }, index) => {
        if (at !== -1 && index >= at) return { id, status: index === at ? status : 'not-done' };
        held.set(write.key, write.next ?? OLD);
        return { id, status: 'written' };
      });
      return { outcomes, notified: null };
    },
  } as unknown as Machine;
}

const intents = [EVES, MACHINES].map((key) => ({ id: key, key, name: 'x', expected: OLD, next: NEW }));
const options = { createdKeys: [], file: null, log: async () => undefined };

describe('what a user closed after it was written', () => {
  it('keeps no change waiting, and is reported as left', async () => {
    for (const order of [intents, intents.toReversed()]) {
      const { restored, foreign } = await restore(machine(true, [EVES]), order, options);
      expect(restored.map(({ write }) => write.key)).toEqual([MACHINES]);
      expect(foreign.map(({ key }) => key)).toEqual([EVES]);
    }
  });

  it.each(['written', 'failed', 'changed'] as const)(
    'keeps no change waiting where its user sets the value again at once: %s',
    async (status) => {
      const { restored, foreign } = await restore(machine(true, [EVES], status), intents, options);
      expect(restored.map(({ write }) => write.key)).toEqual([MACHINES]);
      expect(foreign.map(({ key }) => key)).toEqual([EVES]);
      await expect(restore(machine(true, [MACHINES], status), intents, options)).rejects.toMatchObject({
        code: 'restore-failed',
      });
      // A user who restores only their own setting gets an error with the cause.
      await expect(restore(machine(false, [EVES], status), intents, options)).rejects.toMatchObject({
        code: 'restore-failed',
      });
    },
  );

  it('waits for an administrator, and for what is the machine’s', async () => {
    await expect(restore(machine(false, [EVES]), intents, options)).rejects.toMatchObject({
      code: 'needs-elevation',
    });
    await expect(restore(machine(true, [EVES, MACHINES]), intents, options)).rejects.toMatchObject({
      code: 'needs-elevation',
      where: `${MACHINES}\\x`,
    });
  });
});
