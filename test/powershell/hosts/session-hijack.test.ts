import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostOptions, openWorkshop, type Workshop } from '../../support/programs/powershell.ts';

describe.skipIf(process.platform === 'win32')('the environment of this process', () => {
  let shop: Workshop;

  beforeAll(() => {
    shop = openWorkshop();
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    shop.remove();
  });

  it('neither chooses the executable of a session nor makes it talk', async () => {
    // The library reads both when it is loaded or used, so they are set before that.
    vi.stubEnv('NODE_POWERSHELL', '/missing/powershell');
    vi.stubEnv('DEBUG', '*');
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const errors = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const { SessionHost } = await import('../../../src/powershell/session.ts');
    const host = new SessionHost(hostOptions(shop.fake()));
    const { result } = await host.run('Get-P2SMachine', { behaviour: 'good' }, { deadlineMs: 20_000 });
    await host.dispose();
    expect(result).toMatchObject({ answer: 42 });
    expect(printed).not.toHaveBeenCalled();
    expect(errors).not.toHaveBeenCalled();
    expect(process.env.NODE_POWERSHELL).toBe('/missing/powershell');
  });
});
