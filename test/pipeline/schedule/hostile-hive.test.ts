import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import type { Machine } from '../../../src/machine/port.ts';
import { runScheduled } from '../../../src/pipeline/schedule/run.ts';
import { openScheduled } from '../../../src/pipeline/schedule/windows.ts';
import { refusing } from '../../change/apply/faults.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const ANNE = 'S-1-5-21-1-2-3-1001';
const EVE = 'S-1-5-21-1-2-3-1009';
const HERE = '0.0.0.0';

let network: Network;
let laptop: Laptop;
let companys: string;
beforeAll(async () => {
  network = await startNetwork('any');
  companys = `${HERE}:${network.port}`;
});
afterAll(() => network?.close());
beforeEach(() => {
  network.enter('proxy');
  laptop = new Laptop(network);
});
afterEach(() => laptop.remove());

/** Changes that a user may make in their own hive. */
const HOSTILE: Readonly<Record<string, (hive: string) => string>> = {
  'a blob of a version that must not be written': (hive) =>
    hive.replace(/("DefaultConnectionSettings"=hex:)46/, '$1ff'),
  'a policy of its own': (hive) =>
    `${hive}[HKEY_USERS\\${EVE}\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]\r\n"ProxyServer"="x:1"\r\n\r\n`,
  'a SOCKS proxy alone': (hive) => withProxy(hive, 'socks=evil.example:1'),
  'a proxy on loopback': (hive) => withProxy(hive, '127.0.0.1:1'),
  'a list that cannot be understood': (hive) => withProxy(hive, '"evil'),
  'a list of exceptions that cannot be understood': (hive) =>
    hive.replace(/"ProxyOverride"="[^"]*"/, '"ProxyOverride"="\\"evil"').replace(BLOBS, ''),
  'a hive that is closed to SYSTEM': () => '',
  'a key with the setting that holds too much to be read': (hive) =>
    hive.replace(/\[[^\]]*\\Connections\][^[]*/, ''),
};
const BLOBS = /"(?:DefaultConnection|SavedLegacy)Settings"=hex:[^"[]*/g;

/** Sets only the strings: without a blob Windows uses them. */
function withProxy(hive: string, list: string): string {
  return hive
    .replace(BLOBS, '')
    .replace(/"ProxyServer"="[^"]*"/, `"ProxyServer"="${list.replaceAll('"', '\\"')}"`);
}

async function machine(change: (hive: string) => string, users = [ANNE, EVE]): Promise<void> {
  const text = sampleRegText({ proxyHost: HERE, proxyPort: network.port, bypass: '' }).toString('utf16le');
  const own = text.slice(text.indexOf('[HKEY_CURRENT_USER'), text.indexOf('[HKEY_LOCAL_MACHINE'));
  const hives = users.map((sid) => {
    const hive = own.replaceAll('HKEY_CURRENT_USER', `HKEY_USERS\\${sid}`);
    const session = `[HKEY_USERS\\${sid}\\Volatile Environment]\r\n"USERNAME"="user"\r\n\r\n`;
    return `${sid === EVE ? change(hive) : hive}${session}`;
  });
  const rest = text.slice(text.indexOf('[HKEY_LOCAL_MACHINE'));
  const whole = `\ufeffWindows Registry Editor Version 5.00\r\n\r\n${hives.join('')}${rest}`;
  await writeFile(laptop.file, Buffer.from(whole, 'utf16le'));
}

describe('a scheduled run beside the hive of a hostile user', () => {
  it.each(Object.entries(HOSTILE))('follows another user: %s', async (_, change) => {
    await machine(change);
    const desired: DesiredSettings = { source: 'wininet', allowed: { proxies: [companys], bypass: null } };
    const document = await laptop.run({ desired });
    expect(document.error).toBeUndefined();
    expect(await laptop.winHttp()).toBe(companys);
  });

  it.each(Object.entries(HOSTILE))('sets for the machine what is named: %s', async (_, change) => {
    for (const users of [[ANNE, EVE], [EVE]]) {
      await machine(change, users);
      const document = await laptop.run();
      expect(document.error).toBeUndefined();
      expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
      laptop.forget();
    }
  });

  it.each(Object.entries(HOSTILE))('clears for the machine what does not answer: %s', async (_, change) => {
    await machine((hive) => hive);
    await laptop.run();
    const text = (await readFile(laptop.file)).toString('utf16le');
    const rest = text.slice(text.indexOf('[HKEY_LOCAL_MACHINE'));
    await machine(change, [EVE]);
    const hostile = (await readFile(laptop.file)).toString('utf16le');
    const mixed = `${hostile.slice(0, hostile.indexOf('[HKEY_LOCAL_MACHINE'))}${rest}`;
    await writeFile(laptop.file, Buffer.from(mixed, 'utf16le'));
    expect(await laptop.winHttp()).not.toBeNull();
    network.enter('gone');
    const document = await laptop.run();
    expect(document.error).toBeUndefined();
    expect(await laptop.winHttp()).toBeNull();
  });

  it('sets for the machine what is named, where a user hides in the own hive that anybody is signed in', async () => {
    await machine((hive) => withProxy(hive, 'other.example:1'), [EVE]);
    const text = (await readFile(laptop.file)).toString('utf16le');
    const hidden = text.replace(/\[[^\]]*\\Volatile Environment\][^[]*/, '');
    await writeFile(laptop.file, Buffer.from(hidden, 'utf16le'));
    const named = { kind: 'proxy', servers: [{ scheme: 'all', host: 'x.example', port: 1 }] } as const;
    const stores = { [`wininet/${EVE}/lan`]: { ...named, bypass: null } };
    const desired = { ...laptop.desired, stores } as DesiredSettings;
    const document = await laptop.run({ desired, installed: true });
    expect(document.error).toBeUndefined();
    expect(document.schedule?.run?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
    network.enter('gone');
    await laptop.run({ desired, installed: true });
    expect(await laptop.winHttp()).toBeNull();
  });

  it('sets for the machine what a user does not let into the own hive', async () => {
    await machine((hive) => withProxy(hive, 'other.example:1'), [EVE]);
    const document = await runScheduled(laptop.options(), laptop.ports, async (asked, ports) => {
      const opened = await openScheduled(asked, ports);
      const write: Machine['write'] = (steps, options) => {
        const isHers = steps.some((step) => step.write.key.includes(EVE));
        return isHers ? refusing('denied')(steps, options) : opened.machine.write(steps, options);
      };
      return { ...opened, machine: { ...opened.machine, write } };
    });
    expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
    expect(document.error?.code).toBe('needs-elevation');
    expect(document.schedule?.run?.changed.toSorted()).toEqual(['winhttp/native', 'winhttp/wow64']);
  });
});
