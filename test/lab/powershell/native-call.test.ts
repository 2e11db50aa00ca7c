import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { buildLabDriver, type LabDriver } from '../../support/lab/powershell-lab.ts';

const ERROR_INVALID_PARAMETER = 87;

/** Calls of winhttp.dll in a PowerShell for Windows. */
describe("Windows' own functions", () => {
  let pc: Computer;
  let driver: LabDriver;

  beforeAll(async () => {
    [pc, driver] = await Promise.all([newComputer('native'), buildLabDriver()]);
  });
  afterAll(async () => {
    await pc?.destroy();
    driver?.remove();
  });

  it('write and read every form of a setting, without a compiler, and return their errors', async () => {
    const settings = [
      { proxy: 'proxy.contoso.example:8080', bypass: '<local>;*.contoso.example' },
      { proxy: 'http=a.example:1;https=b.example:2', bypass: null },
      { proxy: null, bypass: null },
      { proxy: 'x'.repeat(2000), bypass: 'y'.repeat(4000) },
    ];
    const call = { host: 'session', script: 'Test-Native', request: { settings } } as const;
    const answers = await driver.make(pc, [call, { ...call, host: 'oneShot' }]);
    const expected = settings.map(({ proxy, bypass }) => ({
      win32: 0,
      accessType: proxy === null ? 1 : 3,
      proxy,
      // WinHTTP reads the list that it stored for a named proxy as an empty text.
      bypass: proxy === null ? null : (bypass ?? ''),
    }));
    for (const { result, error } of answers)
      expect(error ?? result).toEqual({
        states: ['ready', 'ready'],
        settings: expected,
        invalid: [ERROR_INVALID_PARAMETER, ERROR_INVALID_PARAMETER],
        compilers: 0,
      });
  });
});
