import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { DesiredSettings } from '../../../src/core/decide/desired-settings.ts';
import { EVENT_IDS } from '../../../src/core/schedule/record.ts';
import { documentSchema } from '../../../src/core/schema/document.ts';
import { type Relay, startRelay } from '../../support/servers/relay.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const EVE = 'S-1-5-21-1-2-3-1009';
const ANNE = 'S-1-5-21-1-2-3-1001';
const POLICIES = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows';
const MDM_UPDATE = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PolicyManager\\current\\device\\Update';
/** Not a loopback address, like another user's relay; on Linux it reaches this computer. */
const HERE = '0.0.0.0';

let network: Network;
let relay: Relay;
let laptop: Laptop;
let companys: string;
let eves: string;
beforeAll(async () => {
  network = await startNetwork('any');
  network.enter('proxy');
  companys = `${HERE}:${network.port}`;
  // It relays everything, so every proof succeeds through it.
  relay = await startRelay({ target: { host: '127.0.0.1', port: network.port }, delayMs: 0 });
  eves = `${HERE}:${relay.port}`;
});
afterAll(() => Promise.all([network?.close(), relay?.close()]));
beforeEach(() => {
  network.enter('proxy');
  laptop = new Laptop(network);
});
afterEach(() => laptop.remove());

interface Hive {
  sid: string;
  port: number | null;
  bypass?: string;
}

/** A machine with these users signed in, WinHTTP direct, and more registry text. */
async function machine(hives: readonly Hive[], more = ''): Promise<void> {
  const sample = (port: number, bypass: string) =>
    sampleRegText({ proxyHost: HERE, proxyPort: port, bypass }).toString('utf16le');
  const own = hives.map(({ sid, port, bypass = '' }) => {
    const text = sample(port ?? 1, bypass);
    const part = text.slice(text.indexOf('[HKEY_CURRENT_USER'), text.indexOf('[HKEY_LOCAL_MACHINE'));
    const keys = part.replaceAll('HKEY_CURRENT_USER', `HKEY_USERS\\${sid}`);
    // A blob whose flags say direct.
    const direct = keys
      .replace(/(hex:46,00,00,00,[^,]+,[^,]+,[^,]+,[^,]+,)0[23]/i, '$101')
      .replace(/("ProxyEnable"=dword:0000000)1/, '$10');
    return `${port === null ? direct : keys}[HKEY_USERS\\${sid}\\Volatile Environment]\r\n"USERNAME"="user"\r\n\r\n`;
  });
  const text = sample(1, '');
  const rest = text.slice(text.indexOf('[HKEY_LOCAL_MACHINE'));
  const whole = `\ufeffWindows Registry Editor Version 5.00\r\n\r\n${own.join('')}${rest}\r\n${more}`;
  await writeFile(laptop.file, Buffer.from(whole, 'utf16le'));
}

const follow = (
  proxies: readonly string[] = [],
  bypass: readonly string[] | null = null,
): DesiredSettings => {
  return { source: 'wininet', allowed: { proxies, bypass } };
};

async function run(desired: DesiredSettings, surroundings: Parameters<Network['enter']>[0] = 'proxy') {
  network.enter(surroundings);
  const document = await laptop.run({ desired });
  documentSchema.parse(document);
  expect(document.error).toBeUndefined();
  return document;
}
const reasons = ({
  findings,
}: {
  findings: readonly { code: string; evidence: Record<string, unknown> }[];
}) =>
  findings.filter(({ code }) => code === 'user-setting-not-followed').map(({ evidence }) => evidence.reason);

describe('a scheduled run', () => {
  it('sets nothing where only a user names a proxy, whatever it lets through, and says how to name one', async () => {
    await machine([{ sid: EVE, port: relay.port }]);
    const before = await readFile(laptop.file);
    // The state of an installation of an earlier version.
    const document = await run({ source: 'wininet' });
    expect(await readFile(laptop.file)).toEqual(before);
    expect(document.exitCode).toBe(8);
    expect(document.schedule?.run).toMatchObject({
      changed: [],
      move: { act: 'keep' },
      notFollowed: { reason: 'nothing-named', sid: EVE, name: 'user', servers: [eves] },
    });
    const [finding] = document.findings.filter(({ code }) => code === 'user-setting-not-followed');
    expect(finding?.message).toContain(`user (${EVE}) (${eves})`);
    expect(finding?.remedy).toContain(`--allow-proxy ${eves}`);
    const [entry] = laptop.entries.splice(0);
    expect(entry).toMatchObject({ id: EVENT_IDS.refused, level: 'warning' });
    expect(entry?.text).toContain('no administrator named or allowed a proxy');
    expect(entry?.text).toContain('--proxy');
    // A known problem is not written again.
    await run({ source: 'wininet' });
    expect(laptop.entries).toEqual([]);
  });

  it('follows a user to the proxy that is allowed, and to no other', async () => {
    await machine([{ sid: EVE, port: relay.port }]);
    const refused = await run(follow([companys]));
    expect([refused.exitCode, await laptop.winHttp(), reasons(refused)]).toEqual([8, null, ['not-allowed']]);
    await machine([{ sid: ANNE, port: network.port }]);
    expect((await run(follow([companys]))).exitCode).toBe(0);
    expect(await laptop.winHttp()).toBe(companys);
    expect((await run(follow([companys]))).schedule?.run?.changed).toEqual([]);
    // It is cleared when it does not answer, and set again; the user's own setting stays.
    const allowed = { proxies: [companys], bypass: null };
    for (const desired of [
      follow([companys]),
      { source: 'explicit', winInet: null, winHttp: 'follow', allowed },
    ] as const)
      for (const surroundings of ['proxy', 'gone', 'proxy'] as const) {
        await run(desired, surroundings);
        expect((await laptop.settings(`wininet/${ANNE}/lan`))?.proxy.enabled).toBe(true);
        expect(await laptop.winHttp()).toBe(surroundings === 'gone' ? null : companys);
      }
  });

  it('is kept from the users who may be followed by nobody who may not', async () => {
    await machine([
      { sid: ANNE, port: network.port },
      { sid: EVE, port: relay.port },
    ]);
    const document = await run(follow([companys]));
    expect([document.exitCode, await laptop.winHttp()]).toEqual([0, companys]);
    expect(document.findings.find(({ code }) => code === 'user-setting-not-followed')).toMatchObject({
      severity: 'warning',
      evidence: { reason: 'not-allowed', sid: EVE },
    });
  });

  it('follows a PAC file of a user to an allowed proxy only', async () => {
    await machine([{ sid: EVE, port: network.port }]);
    const pacFile = join(laptop.folder, 'proxy.pac');
    const { settings } = { settings: await laptop.settings(`wininet/${EVE}/lan`) };
    expect(settings?.proxy.enabled).toBe(true);
    await laptop.pac(EVE, 'http://pac.example/proxy.pac');
    for (const [port, expected] of [
      [relay.port, null],
      [network.port, companys],
    ] as const) {
      await writeFile(pacFile, `function FindProxyForURL() { return 'PROXY ${HERE}:${port}'; }`);
      const document = await laptop.run({ desired: follow([companys]), pacFile });
      expect(document.error).toBeUndefined();
      expect(await laptop.winHttp()).toBe(expected);
      expect(reasons(document)).toEqual(expected === null ? ['not-allowed'] : []);
    }
  });

  it('never takes over the bypass list of a user', async () => {
    const bypass = '*;<local>;*.windowsupdate.com';
    await machine([{ sid: EVE, port: network.port, bypass }]);
    await run(follow([companys]));
    expect(await laptop.settings()).toMatchObject({ bypass: [] });
    await run(follow([companys], ['<local>', '*.corp.example']));
    expect(await laptop.settings()).toMatchObject({ bypass: ['<local>', '*.corp.example'] });
    // Also when the proxy is named without a list: WinHTTP's list stays.
    await run(laptop.desired);
    expect(await laptop.settings()).toMatchObject({ bypass: ['<local>', '*.corp.example'] });
  });

  it('removes for a user who goes direct what a run set, and nothing else', async () => {
    await machine([{ sid: EVE, port: null }]);
    expect((await laptop.settings(`wininet/${EVE}/lan`))?.proxy.enabled).toBe(false);
    await laptop.others({ host: HERE, port: network.port }, EVE);
    const refused = await run(follow([companys]));
    expect([refused.exitCode, await laptop.winHttp(), reasons(refused)]).toEqual([8, companys, ['direct']]);
    // Also when the user's own setting named it before.
    await machine([{ sid: EVE, port: network.port }]);
    await laptop.others({ host: HERE, port: network.port }, EVE);
    await run(follow([companys]));
    const text = (await readFile(laptop.file)).toString('utf16le');
    const hklm = text.slice(text.indexOf('[HKEY_LOCAL_MACHINE'));
    await machine([{ sid: EVE, port: null }]);
    const direct = (await readFile(laptop.file)).toString('utf16le');
    const mixed = `${direct.slice(0, direct.indexOf('[HKEY_LOCAL_MACHINE'))}${hklm}`;
    await writeFile(laptop.file, Buffer.from(mixed, 'utf16le'));
    expect(await laptop.winHttp()).toBe(companys);
    expect(reasons(await run(follow([companys])))).toEqual(['direct']);
    expect(await laptop.winHttp()).toBe(companys);
    await machine([{ sid: EVE, port: network.port }]);
    await run(follow([companys]));
    await laptop.direct(EVE);
    const own = await run(follow([companys]));
    expect([own.exitCode, await laptop.winHttp(), own.schedule?.run?.move?.why]).toEqual([
      7,
      null,
      'no-proxy-wanted',
    ]);
  });

  it('leaves a dead proxy that no list names, also where a user holds the same', async () => {
    await machine([{ sid: EVE, port: relay.port }]);
    await laptop.others({ host: HERE, port: relay.port }, EVE);
    const document = await run(follow([companys]), 'gone');
    expect(await laptop.winHttp()).toBe(eves);
    expect(document.schedule?.run?.move).toEqual({ act: 'keep', why: 'not-ours' });
  });

  it('clears a dead proxy of the list, whoever set it, also while nobody is signed in', async () => {
    await machine([{ sid: ANNE, port: network.port }]);
    await run(follow([companys]));
    await laptop.others({ host: HERE, port: network.port }, ANNE);
    laptop.forget();
    await run(follow([companys]), 'gone');
    expect(await laptop.winHttp()).toBeNull();
  });

  it.each([
    [`${POLICIES}\\WindowsUpdate`, 'WUServer'],
    [`${POLICIES}\\WindowsUpdate`, 'UpdateServiceUrlAlternate'],
    [MDM_UPDATE, 'UpdateServiceUrl'],
    [MDM_UPDATE, 'UpdateServiceUrlAlternate'],
  ])('follows nobody where %s %s is reached over plain http', async (key, name) => {
    const wsus = (scheme: string) => `[${key}]\r\n"${name}"="${scheme}://wsus.corp.example:8530"\r\n\r\n`;
    await machine([{ sid: ANNE, port: network.port }], wsus('http'));
    const refused = await run(follow([companys]));
    expect([refused.exitCode, await laptop.winHttp(), reasons(refused)]).toEqual([8, null, ['wsus-http']]);
    const [finding] = refused.findings.filter(({ code }) => code === 'user-setting-not-followed');
    expect(finding?.message).toContain('http://wsus.corp.example:8530');
    // A proxy that an administrator names is still set.
    await run(laptop.desired);
    expect(await laptop.winHttp()).toBe(companys);
    await machine([{ sid: ANNE, port: network.port }], wsus('https'));
    await run(follow([companys]));
    expect(await laptop.winHttp()).toBe(companys);
  });

  it('sets what a policy of the computer names, and not what one in a hive of a user does', async () => {
    const policy = (root: string, port: number) =>
      `[${root}\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]\r\n"ProxyEnable"=dword:00000001\r\n"ProxyServer"="${HERE}:${port}"\r\n"ProxyOverride"="<local>"\r\n\r\n`;
    await machine([{ sid: EVE, port: relay.port }], policy(`HKEY_USERS\\${EVE}\\Software`, relay.port));
    expect(reasons(await run(follow()))).toEqual(['nothing-named']);
    expect(await laptop.winHttp()).toBeNull();
    await machine([{ sid: EVE, port: relay.port }], policy('HKEY_LOCAL_MACHINE\\SOFTWARE', network.port));
    expect((await run(follow())).exitCode).toBe(0);
    expect(await laptop.settings()).toMatchObject({ bypass: ['<local>'] });
    expect(await laptop.winHttp()).toBe(companys);
  });
});
