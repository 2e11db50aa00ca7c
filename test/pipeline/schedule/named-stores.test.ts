import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Wish } from '../../../src/core/wish.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const STORE = 'wininet/current/lan';

let network: Network;
let laptop: Laptop;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network?.close());
beforeEach(async () => {
  laptop = await new Laptop(network).prepare();
});
afterEach(() => laptop.remove());

/** WinHTTP direct, and this proxy in a store that is named by its id. */
function naming({ host, port }: { host: string; port: number }): Wish {
  const own = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
  return { source: 'explicit', winInet: null, winHttp: { kind: 'direct' }, stores: { [STORE]: own } };
}

async function held(surroundings: Parameters<Network['enter']>[0], wish: Wish): Promise<string | null> {
  network.enter(surroundings);
  expect((await laptop.run({ wish })).error).toBeUndefined();
  const { enabled, servers } = (await laptop.settings(STORE))?.proxy ?? { enabled: false, servers: [] };
  return enabled ? (servers[0]?.host ?? null) : null;
}

describe('a store that is named by its id', () => {
  it('is set where its proxy works, and loses it where that does not answer', async () => {
    const wish = naming(network);
    expect(await held('gone', wish)).toBe('old.contoso.example');
    expect(await held('proxy', wish)).toBe(network.host);
    expect(await held('gone', wish)).toBeNull();
    expect(await held('gone', wish)).toBeNull();
    expect(await held('proxy', wish)).toBe(network.host);
  });

  it('is set to no proxy that works nowhere', async () => {
    expect(await held('proxy', naming({ host: network.host, port: 1 }))).toBe('old.contoso.example');
  });
});
