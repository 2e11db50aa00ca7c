import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import { openMachine, startThisWindows } from '../../../src/pipeline/run/open-machine.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { openScheduled } from '../../../src/pipeline/schedule/windows.ts';
import { waitFor } from '../../support/ports.ts';
import { openWorkshop, type Workshop } from '../../support/programs/powershell.ts';

describe.skipIf(process.platform === 'win32')('a PowerShell that starts before the run', () => {
  let shop: Workshop;
  const ports = systemPorts('/nowhere');

  beforeEach(() => {
    shop = openWorkshop();
  });
  afterEach(async () => {
    await shop.allGone();
    shop.remove();
  });

  const start = async () => {
    const started = await startThisWindows({ powershell: shop.fake() }, ports);
    await waitFor('its start', () => (shop.alive().length > 0 ? true : undefined));
    return started;
  };

  it('ends with the command that did not use it', async () => {
    const { close } = await start();
    await close();
    expect(shop.alive()).toEqual([]);
  });

  it('belongs to the first run that opens this Windows', async () => {
    const { ports: withStarted, close } = await start();
    const onWindows = { ...withStarted, platform: 'win32' as const };
    const machine = await openMachine({}, onWindows, 'read');
    // The next one would be another PowerShell, of which this system has none.
    await expect(openMachine({}, onWindows, 'read')).rejects.toMatchObject({ code: 'powershell-missing' });
    await close();
    expect(shop.alive()).toHaveLength(1);
    await machine.close();
    expect(shop.alive()).toEqual([]);
  });

  it('is that of a schedule too', async () => {
    const { ports: withStarted, close } = await start();
    const { machine, eventLog } = await openScheduled({}, { ...withStarted, platform: 'win32' as const });
    expect(eventLog).not.toBeNull();
    await close();
    expect(shop.alive()).toHaveLength(1);
    await machine.close();
    expect(shop.alive()).toEqual([]);
  });

  it('is none where the caller has started one', async () => {
    const given = { ...ports, started: () => null };
    const started = await startThisWindows({ powershell: shop.fake() }, given);
    expect(started.ports).toBe(given);
    await started.close();
  });

  it('is not needed: a run reports why it cannot be opened', async () => {
    const { ports: without, close } = await startThisWindows({ powershell: `${shop.folder}/none` }, ports);
    const machine = await openMachine({}, { ...without, platform: 'win32' as const }, 'read');
    await expect(machine.observe({ deadlineMs: 20_000 })).rejects.toMatchObject({
      code: 'powershell-missing',
    });
    await machine.close();
    await close();
  });

  it('is left to the run where the scripts cannot be unpacked', async () => {
    const refused = {
      ...ports,
      get scriptsDir(): string {
        throw new P2sError('refused', say('The folder of the scripts is not closed.'));
      },
    };
    const started = await startThisWindows({ powershell: shop.fake() }, refused);
    expect(started.ports).toBe(refused);
    await started.close();
  });
});
