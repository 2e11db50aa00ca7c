import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openThisWindows } from '../../src/machine/this-machine.ts';
import { linuxPwsh } from '../support/lab/lab.ts';
import { buildShippedScripts, openWorkshop, type Workshop } from '../support/programs/powershell.ts';
import { skipWithout } from '../support/programs/process.ts';

describe.skipIf(skipWithout(linuxPwsh))('a machine whose PowerShell has no Windows beneath it', () => {
  let shop: Workshop;
  beforeAll(async () => {
    shop = openWorkshop();
    await buildShippedScripts(join(shop.folder, 'ps1'));
  });
  afterAll(() => shop.remove());

  it('is asked with the whole question, and says that Windows cannot be', { timeout: 120_000 }, async () => {
    const { platform, arch, env } = process;
    const scriptsDir = join(shop.folder, 'ps1');
    const { machine } = openThisWindows({ platform, arch, env, scriptsDir, executable: linuxPwsh });
    try {
      const urls = [{ id: '1', url: 'https://gateway.example/' }];
      const question = { urls, autoDetect: false, autoConfigUrl: 'http://pac.example/proxy.pac' };
      expect(await machine.resolveProxies(question, 60_000)).toEqual({
        answers: [],
        unavailable: 'not-windows',
      });
      const nothing = { urls, autoDetect: false, autoConfigUrl: null };
      await expect(machine.resolveProxies(nothing, 60_000)).rejects.toMatchObject({
        code: 'powershell-failed',
      });
    } finally {
      await machine.close();
    }
  });
});
