import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { EVENT_IDS } from '../../../src/core/schedule/record.ts';
import { desiredFor } from '../../support/stories/runs.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const OLD = { host: 'old.contoso.example', port: 3128 };

let network: Network;
let laptop: Laptop;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network?.close());
beforeEach(async () => {
  laptop = await new Laptop(network).prepare(OLD);
});
afterEach(() => laptop.remove());

const through = ({ host, port }: { host: string; port: number }) =>
  ({ kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null }) as const;

async function on(
  surroundings: Parameters<Network['enter']>[0],
  more: { desired?: DesiredSettings; pacFile?: string } = {},
) {
  network.enter(surroundings);
  const { error, schedule, findings } = await laptop.run(more);
  expect(error).toBeUndefined();
  const set = (await laptop.settings('wininet/current/lan'))?.proxy;
  const user = set?.enabled === true ? set.servers[0]?.host : null;
  const { move, changed } = schedule?.run ?? {};
  const codes = findings.map(({ code }) => code);
  return { why: move?.why, changed, user, views: await laptop.views(), codes };
}

describe('a setting of the user that is named outright', () => {
  it('is set again where the proxy works while WinHTTP is left alone', async () => {
    for (let times = 0; times < 2; times++) {
      expect(await on('proxy')).toMatchObject({ why: 'proxy-works' });
      await laptop.others('direct');
      laptop.hours += 1;
    }
    expect(await on('gone')).toMatchObject({ user: null, changed: ['wininet/current/lan'] });
    expect(await on('proxy')).toMatchObject({
      user: network.host,
      changed: ['wininet/current/lan'],
      views: [null, null],
    });
    expect(await on('proxy')).toMatchObject({ why: 'left-alone', changed: [] });
  });

  it('is set where its proxy works and that of WinHTTP does not, which is cleared', async () => {
    const desired = {
      source: 'explicit',
      winInet: through(network),
      winHttp: through(OLD),
    } as DesiredSettings;
    await laptop.others(OLD);
    const first = await on('proxy', { desired });
    expect(first).toMatchObject({ user: network.host, views: [null, null] });
    // Its proxy is not on this network, and WinHTTP should not have it.
    expect(first.codes).not.toContain('winhttp-not-aligned');
    const reported = laptop.entries.map(({ id, text }) => [id, text.split('\n')[1]]);
    expect(reported).toContainEqual([EVENT_IDS.changed, 'Changed: wininet/current/lan.']);
    expect(reported).toContainEqual([EVENT_IDS.cleared, 'Changed: winhttp/wow64, winhttp/native.']);
    expect(await on('proxy', { desired })).toMatchObject({ why: 'proxy-not-here', changed: [] });
  });

  it('loses a proxy that does not answer in the run that sets WinHTTP', async () => {
    const desired = {
      source: 'explicit',
      winInet: through(network),
      winHttp: { kind: 'direct' },
    } as const;
    await on('proxy', { desired });
    await laptop.others(OLD);
    expect(await on('gone', { desired })).toMatchObject({ user: null, views: [null, null] });
  });

  it('is set to no PAC file that leads to a proxy which does not answer', async () => {
    const pacFile = join(laptop.folder, 'proxy.pac');
    await writeFile(
      pacFile,
      `function FindProxyForURL() { return 'PROXY ${network.host}:${network.port}'; }`,
    );
    const pac = { kind: 'pac', url: 'http://pac.contoso.example/proxy.pac' } as const;
    const beside = { source: 'explicit', winInet: pac, winHttp: through(network) } as const;
    const hasPac = async () => (await laptop.settings('wininet/current/lan'))?.pac?.enabled;
    for (const desired of [desiredFor(pac), beside])
      for (const surroundings of ['gone', 'impostor'] as const) {
        expect(await on(surroundings, { desired, pacFile })).toMatchObject({ changed: [], user: OLD.host });
        expect(await hasPac()).toBe(false);
      }
    expect(await on('proxy', { desired: desiredFor(pac), pacFile })).toMatchObject({ user: null });
    expect(await hasPac()).toBe(true);
  });
});
