import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

/**
 * The lab's runs are elevated. Windows PowerShell, which compiles on disk, is not in the lab: an option selects
 * that.
 */
describe('what an elevated run compiles, and where', () => {
  let pc: Computer;
  let driver: LabDriver;

  beforeAll(async () => {
    [pc, driver] = await Promise.all([newComputer('compile'), buildLabDriver()]);
  });
  afterAll(async () => {
    await pc?.destroy();
    driver?.remove();
  });

  it('is compiled where only administrators can write, or not at all, and nothing of it is left', async () => {
    const call = (source: string, more: { onDisk?: boolean; keepsLists?: boolean } = {}) => ({
      host: 'session' as const,
      script: 'Test-Compile',
      request: { onDisk: true, keepsLists: true, source, ...more },
    });
    const answers = await driver.make(pc, [
      call('real'),
      call('fails'),
      call('', { keepsLists: false }),
      call('', { onDisk: false }),
      { ...call('real'), host: 'oneShot' },
    ]);
    const apart = {
      given: expect.stringMatching(/^C:\\windows\\Temp\\p2s-fix\.[0-9a-f]{32}\\$/i),
      closed: true,
      users: false,
    };
    const after = { same: true, left: 0, folder: expect.stringMatching(/^C:\\windows\\System32$/i) };
    expect(answers.map(({ result, error }) => error ?? result)).toEqual([
      { state: 'ready', ...apart, ...after },
      { state: 'add-type-refused', ...apart, ...after },
      { state: 'add-type-refused', given: null, closed: null, users: false, ...after },
      { state: 'ready', given: expect.any(String), closed: expect.any(Boolean), users: true, ...after },
      { state: 'ready', ...apart, ...after },
    ]);
  });
});
