import { describe, expect, it } from 'vitest';
import { thisWindows } from '../../src/machine/this-machine.ts';
import type { PowerShellHost, ScriptOptions } from '../../src/powershell/port.ts';

const never: PowerShellHost = {
  run: (script) => Promise.reject(new Error(`${script} was not to run here`)),
  dispose: async () => undefined,
};

/** A machine whose PowerShell answers what no parser accepts, and the limits of its runs. */
function machineWith(result: unknown) {
  const runs: ScriptOptions[] = [];
  const session: PowerShellHost = {
    async run(_script, _request, options) {
      runs.push(options);
      return { result, diagnostics: [] };
    },
    dispose: async () => undefined,
  };
  return { runs, ...thisWindows({ session, oneShot: never }) };
}

describe('a reading that was begun', () => {
  it('is the first one, and no other', async () => {
    const { machine, runs } = machineWith(null);
    machine.beginRead?.({ deadlineMs: 7 });
    expect(runs).toMatchObject([{ deadlineMs: 7 }]);
    for (const expected of [1, 2]) {
      await expect(machine.observe({ deadlineMs: 8 })).rejects.toMatchObject({ code: 'input' });
      expect(runs).toHaveLength(expected);
    }
  });

  it.each(['before', 'after'])(
    'is cancelled by a signal that aborts %s the run asks for it',
    async (when) => {
      const { machine, runs } = machineWith(null);
      const controller = new AbortController();
      machine.beginRead?.({ deadlineMs: 7 });
      if (when === 'before') controller.abort();
      const read = machine.observe({ deadlineMs: 8, signal: controller.signal }).catch(() => undefined);
      expect(runs[0]?.signal?.aborted).toBe(when === 'before');
      controller.abort();
      expect(runs[0]?.signal?.aborted).toBe(true);
      await read;
    },
  );
});
