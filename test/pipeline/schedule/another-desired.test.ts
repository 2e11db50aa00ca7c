import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { desiredFor } from '../../support/stories/runs.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

let network: Network;
let other: Network;
let laptop: Laptop;
beforeAll(async () => {
  [network, other] = await Promise.all([startNetwork(), startNetwork()]);
});
afterAll(() => Promise.all([network?.close(), other?.close()]));
beforeEach(async () => {
  laptop = await new Laptop(network).prepare();
});
afterEach(() => laptop.remove());

/** A schedule that was installed again, with the proxy of another company. */
function byOther() {
  const { host, port, simulated } = other;
  const { path } = laptop.options();
  const gateway = { host: simulated.gatewayHost, port: simulated.gatewayPort, source: 'option' } as const;
  return {
    desired: desiredFor({ kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null }),
    path: { ...path, gateways: [gateway], extraRoots: [simulated.caPem] },
  };
}

describe('what a schedule set before', () => {
  it('is known also where the run that was to replace it was killed', async () => {
    network.enter('proxy');
    other.enter('proxy');
    await laptop.run();
    await laptop.runUntil('backup', 'killed', byOther());
    expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
    network.enter('gone');
    other.enter('gone');
    const { schedule } = await laptop.run(byOther());
    expect(schedule?.run?.move).toEqual({ act: 'clear', why: 'proxy-does-not-answer' });
    expect(await laptop.winHttp()).toBeNull();
  });

  it('has its list of exceptions again after a network without the proxy', async () => {
    const { host, port } = network;
    const desired = (bypass: readonly string[] | null) => {
      const winHttp = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass } as const;
      return { desired: { source: 'explicit', winInet: null, winHttp } } as const;
    };
    network.enter('proxy');
    await laptop.run(desired(['*.contoso.example']));
    const held = await laptop.settings();
    for (const surroundings of ['gone', 'proxy'] as const) {
      network.enter(surroundings);
      await laptop.run(desired(null));
    }
    expect(held?.bypass).toEqual(['*.contoso.example']);
    expect(await laptop.settings()).toEqual(held);
    expect((await laptop.run(desired(null))).schedule?.run?.changed).toEqual([]);
  });

  it('is known of a user for whom alone it was set', async () => {
    const onlyFor = ({ host, port }: { host: string; port: number }) => {
      const winInet = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
      return { desired: { source: 'explicit', winInet, winHttp: { kind: 'direct' } } } as const;
    };
    network.enter('proxy');
    await laptop.run(onlyFor(network));
    network.enter('gone');
    const { schedule } = await laptop.run(onlyFor({ host: network.host, port: 1 }));
    expect(schedule?.run).toMatchObject({ move: { act: 'clear' }, changed: ['wininet/current/lan'] });
    expect((await laptop.settings('wininet/current/lan'))?.proxy.enabled).toBe(false);
  });

  it('is taken from the user to whom others set it again and again', async () => {
    network.enter('proxy');
    other.enter('proxy');
    await laptop.run();
    network.enter('gone');
    for (let times = 0; times < 2; times++) {
      await laptop.run(byOther());
      await laptop.wininet(network);
      laptop.hours += 1;
    }
    const { schedule } = await laptop.run(byOther());
    expect(schedule?.run).toMatchObject({ move: { act: 'clear' }, changed: ['wininet/current/lan'] });
    expect(schedule?.run?.undone?.leftAlone).toBe(true);
    expect((await laptop.settings('wininet/current/lan'))?.proxy.enabled).toBe(false);
    expect(await laptop.winHttp()).toBe(`${other.host}:${other.port}`);
    expect((await laptop.run(byOther())).schedule?.run?.changed).toEqual([]);
  });
});
