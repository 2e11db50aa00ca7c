import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
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

/** WinHTTP direct, and this proxy in a store named by its id. */
function naming({ host, port }: { host: string; port: number }, store = STORE): DesiredSettings {
  const own = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
  return { source: 'explicit', winInet: null, winHttp: { kind: 'direct' }, stores: { [store]: own } };
}

/** Copies the user's setting to the machine-wide one for 32-bit programs. */
async function withMachineWide(): Promise<void> {
  const text = (await readFile(laptop.file)).toString('utf16le');
  const blob = /^"DefaultConnectionSettings"=hex:(?:.*\\\r\n)*.*\r\n/m.exec(text)?.[0] ?? '';
  const key = /^(\[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\.*)(\\Connections\]\r\n)/im;
  await writeFile(
    laptop.file,
    Buffer.from(
      text.replace(key, (line, settings) => `${settings}]\r\n\r\n${line}${blob}`),
      'utf16le',
    ),
  );
}

async function held(
  surroundings: Parameters<Network['enter']>[0],
  desired: DesiredSettings,
  store = STORE,
): Promise<string | null> {
  network.enter(surroundings);
  expect((await laptop.run({ desired })).error).toBeUndefined();
  const { enabled, servers } = (await laptop.settings(store))?.proxy ?? { enabled: false, servers: [] };
  return enabled ? (servers[0]?.host ?? null) : null;
}

describe('a store that is named by its id', () => {
  it('is set where its proxy works, and loses it where that does not answer', async () => {
    const desired = naming(network);
    expect(await held('gone', desired)).toBe('old.contoso.example');
    expect(await held('proxy', desired)).toBe(network.host);
    expect(await held('gone', desired)).toBeNull();
    expect(await held('gone', desired)).toBeNull();
    expect(await held('proxy', desired)).toBe(network.host);
  });

  it('may be the second view of the machine-wide setting', async () => {
    const store = 'wininet/machine/wow64';
    await withMachineWide();
    const desired = naming(network, store);
    expect(await held('gone', desired, store)).toBe('old.contoso.example');
    expect(await held('proxy', desired, store)).toBe(network.host);
    expect(await held('gone', desired, store)).toBeNull();
    expect(await held('gone', desired, store)).toBeNull();
  });

  it('is set to no proxy that works nowhere', async () => {
    expect(await held('proxy', naming({ host: network.host, port: 1 }))).toBe('old.contoso.example');
  });
});
