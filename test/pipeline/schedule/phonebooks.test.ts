import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { readStores } from '../../../src/core/stores/stores.ts';
import { type CaptureJson, parseCapture, serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { phonebookText } from '../../support/machines/phonebooks.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const ANNE = 'S-1-5-21-1-2-3-1001';
const BERT = 'S-1-5-21-1-2-3-1002';
const OS = { platform: 'win32', version: null, build: null };

type CaptureBooks = { sid: string | null; path: string; bytes: Buffer }[];

let network: Network;
let laptop: Laptop;
let file: string;
beforeAll(async () => {
  network = await startNetwork();
  network.enter('proxy');
});
afterAll(() => network?.close());
beforeEach(async () => {
  laptop = await new Laptop(network).prepare();
  file = join(laptop.folder, 'machine.json');
});
afterEach(() => laptop.remove());

/** Signs in these users, each with a gateway or none; WinHTTP stays as it is. */
async function signIn(gateways: Readonly<Record<string, string>>, more: CaptureBooks = []): Promise<void> {
  const text = (await readFile(laptop.file)).toString('utf16le');
  const at = text.indexOf('[HKEY_LOCAL_MACHINE');
  const own = text.slice(text.indexOf('[HKEY_CURRENT_USER'), at);
  const hives = Object.keys(gateways).map((sid) => {
    const session = `[HKEY_USERS\\${sid}\\Volatile Environment]\r\n"USERNAME"="${sid}"\r\n\r\n`;
    return own.replaceAll('HKEY_CURRENT_USER', `HKEY_USERS\\${sid}`) + session;
  });
  const whole = `\ufeffWindows Registry Editor Version 5.00\r\n\r\n${hives.join('')}${text.slice(at)}`;
  const registry = toSnapshot(parseRegFile(Buffer.from(whole, 'utf16le')));
  const withBook = Object.entries(gateways).filter(([, server]) => server !== '');
  const phonebooks = withBook.map(([sid, server]) => {
    const bytes = Buffer.from(phonebookText([{ name: 'VPN', server, strategy: 5 }]));
    return { sid, path: `C:\\Users\\${sid}\\rasphone.pbk`, bytes };
  });
  const seen = { collectedAt: new Date().toISOString(), name: null, os: OS, powershell: null, user: null };
  const capture = serializeCapture({ ...seen, phonebooks: [...phonebooks, ...more], registry });
  const isMachines = ({ path }: { path: string }) => path.startsWith('HKEY_LOCAL_MACHINE');
  const before: CaptureJson = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : capture;
  const keys = [...capture.keys.filter((key) => !isMachines(key)), ...before.keys.filter(isMachines)];
  await writeFile(file, JSON.stringify({ ...capture, keys }));
}

async function winHttp(): Promise<string | null> {
  const { registry } = parseCapture(JSON.parse(await readFile(file, 'utf8')));
  const held = readStores(registry).find(({ id }) => id === 'winhttp/native')?.settings;
  return held?.proxy.enabled === true ? (held.proxy.servers[0]?.host ?? null) : null;
}

describe('the gateways of phonebooks', () => {
  it('are remembered while the user that was named is signed out, whoever else is there', async () => {
    const { simulated } = network;
    const { path } = laptop.options();
    const byTask = () =>
      laptop.run({
        machine: { file, write: { inPlace: true } },
        path: { ...path, gateways: [] },
        user: ANNE,
        installed: true,
      });
    const annes = `${simulated.gatewayHost}:${simulated.gatewayPort}`;
    await signIn({ [ANNE]: annes, [BERT]: 'gateway.example' });
    const first = await byTask();
    expect(first.error).toBeUndefined();
    expect(await winHttp()).toBe(network.host);
    await signIn({ [BERT]: 'gateway.example' });
    expect((await byTask()).schedule?.run).toMatchObject({ move: { act: 'keep' }, changed: [] });
    expect(await winHttp()).toBe(network.host);
    network.enter('gone');
    await byTask();
    network.enter('proxy');
    expect(await winHttp()).toBeNull();
  });

  it('are the only ones that a later run checks without a name', async () => {
    const machine = { file, write: { inPlace: true } } as const;
    await signIn({ [ANNE]: '' });
    expect((await laptop.run({ machine, user: ANNE })).gateways).toHaveLength(1);
    const path = { ...laptop.options().path, gateways: [] };
    expect((await laptop.run({ machine, user: ANNE, path })).gateways).toEqual([]);
  });

  it('are probed up to a limit, those of all users before those that a user has filled in', async () => {
    const { simulated } = network;
    const { path } = laptop.options();
    const filled = Array.from({ length: 900 }, (_, i) => ({
      name: `${i}`,
      server: `127.0.0.1:${i + 1}`,
      strategy: 5,
    }));
    const everybodys = [
      { name: 'VPN', server: `${simulated.gatewayHost}:${simulated.gatewayPort}`, strategy: 5 },
    ];
    await signIn({ [ANNE]: 'gateway.example' }, [
      { sid: ANNE, path: 'C:\\Users\\anne\\more.pbk', bytes: Buffer.from(phonebookText(filled)) },
      { sid: null, path: 'C:\\ProgramData\\rasphone.pbk', bytes: Buffer.from(phonebookText(everybodys)) },
    ]);
    const machine = { file, write: { inPlace: true } } as const;
    const document = await laptop.run({ machine, path: { ...path, gateways: [] } });
    expect(document.error).toBeUndefined();
    expect(document.gateways).toHaveLength(32);
    expect(document.gateways?.map(({ host }) => host)).toContain(simulated.gatewayHost);
    expect(await winHttp()).toBe(network.host);
  });

  it('are everybody’s where one is all users’: nobody becomes the only VPN user by an own one', async () => {
    const { simulated } = network;
    const server = `${simulated.gatewayHost}:${simulated.gatewayPort}`;
    const book = Buffer.from(phonebookText([{ name: 'VPN', server, strategy: 5 }]));
    await signIn({ [ANNE]: '', [BERT]: server }, [
      { sid: null, path: 'C:\\ProgramData\\rasphone.pbk', bytes: book },
    ]);
    const document = await laptop.run({ machine: { file, write: { inPlace: true } } });
    expect(document.error).toBeUndefined();
    expect(document.schedule?.run?.changed).toEqual([
      `wininet/${ANNE}/lan`,
      'winhttp/wow64',
      'winhttp/native',
      `wininet/${BERT}/lan`,
    ]);
  });
});
