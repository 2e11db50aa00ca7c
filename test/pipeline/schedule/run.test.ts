import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { EVENT_IDS } from '../../../src/core/schedule/record.ts';
import { documentSchema } from '../../../src/core/schema/document.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { createPlainRenderer } from '../../../src/report/views/text/plain.ts';
import { desiredFor, rollback } from '../../support/stories/runs.ts';
import { type Network, PORTALS, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

let network: Network;
let laptop: Laptop;
let proxy: string;
beforeAll(async () => {
  network = await startNetwork();
  proxy = `${network.host}:${network.port}`;
});
afterAll(() => network?.close());
beforeEach(async () => {
  laptop = await new Laptop(network).prepare();
});
afterEach(() => laptop.remove());

const ANOTHER = desiredFor({
  kind: 'proxy',
  servers: [{ scheme: 'all', host: '127.0.0.1', port: 9 }],
  bypass: null,
});
const ids = () => laptop.entries.splice(0).map(({ id }) => id);

async function on(surroundings: Parameters<Network['enter']>[0]) {
  network.enter(surroundings);
  const document = await laptop.run();
  documentSchema.parse(document);
  expect(document.error).toBeUndefined();
  const { move, changed } = document.schedule?.run ?? {};
  return { document, why: move?.why, changed, winHttp: await laptop.winHttp() };
}

describe('a scheduled run', () => {
  it('sets the proxy where it works, once, and is quiet while that is so', async () => {
    const first = await on('proxy');
    const { document } = first;
    expect(first).toMatchObject({
      why: 'proxy-works',
      winHttp: proxy,
      changed: ['wininet/current/lan', 'winhttp/wow64', 'winhttp/native'],
      document: { exitCode: 0, verdicts: [{ stores: 'current', verdict: 'reachable' }] },
    });
    expect(ids()).toEqual([EVENT_IDS.changed]);
    // The proxy was proved before it was set; the same checks are then those of the current settings.
    const passed = (stores: string) =>
      document.checks.flatMap((check) =>
        check.stores === stores && check.status === 'pass' && check.stage !== 'revocation' ? check.stage : [],
      );
    expect(passed('current')).toEqual(['tcp', 'connect', 'tls', 'certificate', 'http', 'sstp']);
    expect(passed('proposed')).toEqual(passed('current'));
    const before = await readFile(laptop.file);
    expect(await on('proxy')).toMatchObject({ why: 'as-wanted', changed: [], document: { exitCode: 0 } });
    expect(await readFile(laptop.file)).toEqual(before);
    expect(ids()).toEqual([]);
  });

  it('removes the proxy again when it does not answer, and reports the problem once', async () => {
    await on('proxy');
    ids();
    expect(await on('gone')).toMatchObject({
      why: 'proxy-does-not-answer',
      winHttp: null,
      document: { exitCode: 7 },
    });
    expect((await laptop.settings('wininet/current/lan'))?.proxy.enabled).toBe(false);
    expect(ids()).toEqual([EVENT_IDS.cleared, EVENT_IDS.unreachable]);
    expect(await on('gone')).toMatchObject({ why: 'proxy-not-here', changed: [], winHttp: null });
    expect(ids()).toEqual([]);
    expect(await on('proxy')).toMatchObject({ why: 'proxy-works', winHttp: proxy });
    expect(ids()).toEqual([EVENT_IDS.changed, EVENT_IDS.recovered]);
  });

  it('keeps what it cannot test, without a gateway', async () => {
    await on('proxy');
    ids();
    laptop.forget();
    network.enter('gone');
    const { path } = laptop.options();
    const document = await laptop.run({ path: { ...path, gateways: [] } });
    expect(document.schedule?.run).toMatchObject({ move: { act: 'keep', why: 'not-proved' }, changed: [] });
    expect(await laptop.winHttp()).toBe(proxy);
    expect(ids()).not.toContain(EVENT_IDS.cleared);
  });

  it('gives no all-clear where no path is tested', async () => {
    const events: RunEvent[] = [];
    const { path } = laptop.options();
    const onEvent = (event: RunEvent) => events.push(event);
    const document = await laptop.run({ path: { ...path, gateways: [] }, onEvent });
    const sentence =
      'Whether the proxy works on this network cannot be tested: no gateway is known. Nothing is changed.';
    expect(document).toMatchObject({ exitCode: 0, summary: { state: 'not-judged', headline: sentence } });
    for (const detail of ['summary', 'brief', 'full'] as const) {
      const lines: string[] = [];
      const render = createPlainRenderer({ out: (line) => lines.push(line), err: () => {}, detail });
      for (const event of [...events, { type: 'closed' } as const]) render(event);
      expect(lines).toContain(`UNKNOWN: ${sentence}`);
      expect(lines.at(-1)).toContain(`Exit code 0: ${sentence}`);
      expect(lines.join('\n')).not.toContain('Done.');
    }
  });

  it.each([...PORTALS, 'silent', 'reset'] as const)('takes no %s for the proxy', async (surroundings) => {
    expect(await on(surroundings)).toMatchObject({ why: 'proxy-not-here', changed: [], winHttp: null });
    await on('proxy');
    expect(await on(surroundings)).toMatchObject({ why: 'proxy-does-not-answer', winHttp: null });
  });

  it('neither sets nor takes away one that asks for credentials', async () => {
    expect(await on('sign-in')).toMatchObject({ why: 'proxy-asks-sign-in', winHttp: null });
    await on('proxy');
    expect(await on('sign-in')).toMatchObject({ why: 'proxy-asks-sign-in', winHttp: proxy });
  });

  it('takes away what an apply set before, and leaves what others set', async () => {
    await laptop.others({ host: network.host, port: network.port });
    expect(await on('gone')).toMatchObject({ why: 'proxy-does-not-answer', winHttp: null });
    await laptop.others({ host: 'old.contoso.example', port: 3128 });
    expect(await on('gone')).toMatchObject({ why: 'not-ours', winHttp: 'old.contoso.example:3128' });
    expect(await on('proxy')).toMatchObject({ why: 'proxy-works', winHttp: proxy });
  });

  it('takes it away from the user also where WinHTTP is direct already', async () => {
    await on('proxy');
    await laptop.others('direct');
    const user = async () => (await laptop.settings('wininet/current/lan'))?.proxy.enabled;
    expect(await user()).toBe(true);
    expect(await on('gone')).toMatchObject({
      why: 'proxy-does-not-answer',
      changed: ['wininet/current/lan'],
    });
    expect(await user()).toBe(false);
    expect(await on('gone')).toMatchObject({ why: 'proxy-not-here', changed: [] });
  });

  it('leaves the proxy of a user that the desired state leaves alone', async () => {
    const { host, port } = network;
    const winHttp = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
    const desired = { source: 'explicit', winInet: null, winHttp } as const;
    await laptop.wininet({ host, port });
    for (const surroundings of ['proxy', 'gone', 'proxy'] as const) {
      network.enter(surroundings);
      await laptop.run({ desired });
      expect((await laptop.settings('wininet/current/lan'))?.proxy.enabled).toBe(true);
      expect(await laptop.winHttp()).toBe(surroundings === 'gone' ? null : proxy);
    }
  });

  it('takes no proxy from a user where nothing can be proved of it', async () => {
    const { host, port } = network;
    const winInet = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
    const desired = { source: 'explicit', winInet, winHttp: { kind: 'direct' } } as const;
    network.enter('proxy');
    await laptop.wininet({ host, port });
    const { path } = laptop.options();
    const never = path.gateways.map((gateway) => ({ ...gateway, port: 1 }));
    // No known gateway, or one that never showed a certificate.
    for (const gateways of [[], never]) {
      const document = await laptop.run({ desired, path: { ...path, gateways } });
      expect(document.schedule?.run?.changed).toEqual([]);
      expect((await laptop.settings('wininet/current/lan'))?.proxy.enabled).toBe(true);
    }
  });

  it('does not report a clear when a policy keeps the user’s setting', async () => {
    await on('proxy');
    await laptop.others('direct');
    const policy = [
      '[HKEY_CURRENT_USER\\Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel]',
      '"Proxy"=dword:00000001',
    ];
    const text = (await readFile(laptop.file)).toString('utf16le');
    await writeFile(laptop.file, Buffer.from(`${text}\r\n${policy.join('\r\n')}\r\n`, 'utf16le'));
    expect(await on('gone')).toMatchObject({ why: 'proxy-not-here', changed: [] });
  });

  it('sets and clears the proxy of the user by itself where WinHTTP is to be direct', async () => {
    const { host, port } = network;
    const winInet = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
    const desired = { source: 'explicit', winInet, winHttp: { kind: 'direct' } } as const;
    const user = async () => {
      const { proxy: set } = (await laptop.settings('wininet/current/lan')) ?? {};
      return set?.enabled === true ? set.servers[0]?.host : null;
    };
    for (const [surroundings, act, expected] of [
      ['gone', 'align', 'old.contoso.example'],
      ['proxy', 'align', host],
      ['gone', 'clear', null],
      ['gone', 'align', null],
      ['proxy', 'align', host],
    ] as const) {
      network.enter(surroundings);
      const document = await laptop.run({ desired });
      expect([document.schedule?.run?.move?.act, await user()]).toEqual([act, expected]);
      expect(await laptop.winHttp()).toBeNull();
    }
  });

  it.each(['winhttp/native', 'winhttp/wow64'] as const)('looks after %s by itself', async (view) => {
    await on('proxy');
    await laptop.others('direct', null, view);
    network.enter('gone');
    const { schedule } = await laptop.run();
    expect(schedule?.run?.move).toEqual({ act: 'clear', why: 'proxy-does-not-answer' });
    expect(await laptop.views()).toEqual([null, null]);
    await laptop.others({ host: network.host, port: network.port }, null, view);
    expect(await on('proxy')).toMatchObject({ why: 'proxy-works', winHttp: proxy });
    // Another program's setting in this view stays, and ours in the other view is removed.
    await laptop.others({ host: 'old.contoso.example', port: 3128 }, null, view);
    network.enter('gone');
    expect((await laptop.run()).schedule?.run?.move?.act).toBe('clear');
    const foreign = 'old.contoso.example:3128';
    const expected = view === 'winhttp/native' ? [foreign, null] : [null, foreign];
    expect(await laptop.views()).toEqual(expected);
    const reported = await laptop.run();
    expect(reported.findings.find(({ code }) => code === 'schedule-not-ours')).toMatchObject({
      store: view,
      evidence: { servers: [foreign] },
    });
  });

  it('proves the proxy by a signed list where the gateway is down', async () => {
    const own = await startNetwork();
    const other = await new Laptop(own).prepare();
    try {
      own.enter('proxy');
      await other.run();
      await own.simulated.gateway.close();
      const document = await other.run();
      expect(document.schedule?.run?.move).toEqual({ act: 'align', why: 'as-wanted' });
      expect(document.verdicts).toMatchObject([{ verdict: 'gateway-unreachable' }]);
      expect(await other.winHttp()).toBe(`${own.host}:${own.port}`);
      await own.simulated.crlServer.close();
      expect((await other.run()).schedule?.run?.move?.act).toBe('clear');
    } finally {
      await other.remove();
      await own.close();
    }
  });

  it('leaves a setting alone that a policy reverted twice, and says which policy', async () => {
    await laptop.prepare({ host: network.host, port: network.port });
    const policies =
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const policy = `[${policies}]\r\n"ProxyServer"="${proxy}"\r\n\r\n`;
    await appendFile(laptop.file, Buffer.from(policy, 'utf16le'));
    for (const [why, reported] of [
      ['proxy-works', [EVENT_IDS.changed]],
      ['proxy-works', [EVENT_IDS.changed]],
      ['left-alone', [EVENT_IDS.undone, EVENT_IDS.unreachable]],
      ['left-alone', []],
    ] as const) {
      laptop.hours += 1;
      expect([await on('proxy').then((run) => run.why), ids()]).toEqual([why, reported]);
      await laptop.others('direct');
    }
    const { document } = await on('proxy');
    expect(document.findings.find(({ code }) => code === 'schedule-undone')).toMatchObject({
      message: expect.stringContaining('policy:ProxyServer'),
      evidence: { count: 2, by: 'policy:ProxyServer' },
      // A recording has no schedule to remove.
      remedy: expect.not.stringContaining('schedule remove'),
    });
    laptop.hours += 24 * 3;
    expect(await on('proxy')).toMatchObject({ why: 'left-alone', winHttp: null });
    // The cause was removed, and an administrator applied it by hand.
    await laptop.others({ host: network.host, port: network.port });
    expect(await on('proxy')).toMatchObject({ why: 'as-wanted' });
    expect(ids()).toEqual([EVENT_IDS.recovered]);
    await laptop.others('direct');
    expect(await on('proxy')).toMatchObject({ why: 'proxy-works', winHttp: proxy });
  });

  it('leaves only the view of WinHTTP alone that was reverted', async () => {
    const others = { host: 'old.contoso.example', port: 3128 };
    for (const why of ['proxy-works', 'proxy-works', 'left-alone'] as const) {
      laptop.hours += 1;
      network.enter('proxy');
      expect((await laptop.run()).schedule?.run?.move?.why).toBe(why);
      await laptop.others(others, null, 'winhttp/native');
    }
    await laptop.others('direct', null, 'winhttp/wow64');
    expect(await laptop.views()).toEqual(['old.contoso.example:3128', null]);
    network.enter('proxy');
    expect((await laptop.run()).schedule?.run).toMatchObject({
      move: { act: 'align', why: 'proxy-works' },
      changed: ['winhttp/wow64'],
    });
    expect(await laptop.views()).toEqual(['old.contoso.example:3128', proxy]);
  });

  it('does not meet the policy again at each return from a network where it cleared', async () => {
    // A policy that sets the same proxy with its own bypass list, which must be removed on this network.
    laptop.bypass = ['<local>'];
    const byPolicy = () => laptop.others({ host: network.host, port: network.port });
    for (const why of ['proxy-works', 'proxy-works', 'left-alone'] as const) {
      laptop.hours += 1;
      expect((await on('proxy')).why).toBe(why);
      await byPolicy();
    }
    for (let days = 0; days < 3; days++) {
      expect(await on('gone')).toMatchObject({ why: 'proxy-does-not-answer', winHttp: null });
      laptop.hours += 6;
      // It applies again at the office.
      await byPolicy();
      const held = await laptop.settings();
      // Only WinHTTP is left alone: nobody else changed the user's cleared setting.
      expect(await on('proxy')).toMatchObject({ changed: ['wininet/current/lan'] });
      expect(await on('proxy')).toMatchObject({ why: 'left-alone', changed: [] });
      expect(await laptop.settings()).toEqual(held);
    }
    expect(await on('gone')).toMatchObject({
      why: 'proxy-does-not-answer',
      document: { schedule: { run: { undone: { act: 'align', count: 2, leftAlone: true } } } },
    });
  });

  it('leaves a setting of the user to who undoes it, and looks after WinHTTP', async () => {
    const original = await laptop.settings('wininet/current/lan');
    const revert = () => laptop.wininet({ host: 'old.contoso.example', port: 3128 });
    for (const changed of [
      ['wininet/current/lan', 'winhttp/wow64', 'winhttp/native'],
      ['wininet/current/lan'],
    ]) {
      laptop.hours += 1;
      expect((await on('proxy')).changed).toEqual(changed);
      await revert();
    }
    laptop.hours += 1;
    expect(await on('proxy')).toMatchObject({ why: 'as-wanted', changed: [] });
    await laptop.others('direct');
    expect(await on('proxy')).toMatchObject({ changed: ['winhttp/wow64', 'winhttp/native'] });
    expect((await laptop.settings('wininet/current/lan'))?.proxy).toEqual(original?.proxy);
    laptop.hours += 24;
    expect(await on('proxy')).toMatchObject({ why: 'as-wanted', changed: [] });
  });

  it('follows a PAC file by what it answers here', async () => {
    const pacFile = join(laptop.folder, 'proxy.pac');
    await writeFile(pacFile, `function FindProxyForURL(url, host) { return 'PROXY ${proxy}'; }`);
    const desired = desiredFor({ kind: 'pac', url: 'http://pac.contoso.example/proxy.pac' });
    const pac = () => laptop.run({ desired, pacFile });
    network.enter('proxy');
    expect(await pac()).toMatchObject({ exitCode: 0, verdicts: [{ verdict: 'reachable' }] });
    expect(await laptop.winHttp()).toBe(proxy);
    expect(await pac()).toMatchObject({ exitCode: 0, verdicts: [{ verdict: 'reachable' }] });
    network.enter('gone');
    expect((await pac()).schedule?.run?.move).toEqual({ act: 'clear', why: 'proxy-does-not-answer' });
    expect(await laptop.winHttp()).toBeNull();
    expect((await laptop.settings('wininet/current/lan'))?.pac?.enabled).toBe(true);
  });

  it('notes each run, in a log and for status', async () => {
    await on('proxy');
    await on('gone');
    const log = (await readFile(join(laptop.state, 'schedule.log'), 'utf8')).trim().split('\n');
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { exitCode: 0, move: { why: 'proxy-works' }, backup: '0001' },
      { exitCode: 7, move: { why: 'proxy-does-not-answer' }, backup: '0002' },
    ]);
  });

  it.each(['schedule-move', 'change-result'] as const)(
    'knows its own proxy after it ended at %s',
    async (type) => {
      network.enter('proxy');
      const ended = await laptop.runUntil(type);
      expect([ended.exitCode, ended.error?.code]).toEqual([130, 'cancelled']);
      // Another program sets it again, when the run did not do it.
      await laptop.others({ host: network.host, port: network.port });
      network.enter('gone');
      const { schedule } = await laptop.run({ desired: ANOTHER });
      expect(schedule?.run?.move).toEqual({ act: 'clear', why: 'proxy-does-not-answer' });
      expect(await laptop.winHttp()).toBeNull();
    },
  );

  it('knows its own proxy after it was killed behind its change, and that this one was undone', async () => {
    network.enter('proxy');
    await laptop.runUntil('change-result', 'killed');
    await laptop.others('direct');
    expect((await laptop.run()).schedule?.run?.undone).toMatchObject({ act: 'align', count: 1 });
    await laptop.runUntil('change-result', 'killed');
    network.enter('gone');
    const document = await laptop.run({ desired: ANOTHER });
    expect(document.schedule?.run?.move).toEqual({ act: 'clear', why: 'proxy-does-not-answer' });
  });

  it('goes on without its memory where that is damaged', async () => {
    await on('proxy');
    const names = (await readdir(laptop.state)).filter((one) => /^schedule-.*\.json$/.test(one));
    expect(names.length).toBe(2);
    for (const name of names) await writeFile(join(laptop.state, name), 'nothing that was sealed');
    expect(await on('gone')).toMatchObject({ why: 'proxy-does-not-answer', winHttp: null });
  });

  it('is undone by rollback like any other change', async () => {
    const original = await readFile(laptop.file);
    await on('proxy');
    const machine = { file: laptop.file, write: { inPlace: true } } as const;
    const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
    const desired = { source: 'wininet' } as const;
    const back = async () => {
      const document = await rollback(
        { machine, path, desired, user: null, stateDir: laptop.state, backup: null },
        systemPorts(''),
      );
      expect(document.exitCode).toBe(0);
      expect(await readFile(laptop.file)).toEqual(original);
    };
    await back();
    // A rollback is no reversion by others, so the setting is not left alone.
    for (const _ of ['once', 'again', 'a third time']) {
      laptop.hours += 1;
      const { why, document } = await on('proxy');
      expect(why).toBe('proxy-works');
      expect(document.findings.map(({ code }) => code)).not.toContain('schedule-undone');
      await back();
    }
  });

  it('fails typed, records that too, and reports it until it is over', async () => {
    network.enter('proxy');
    const failed = await laptop.run({ user: 'S-1-5-21-1-2-3-4' });
    expect([failed.exitCode, failed.error?.code]).toEqual([3, 'input']);
    expect(failed.schedule?.run).toMatchObject({ move: null, error: { code: 'input' } });
    expect(ids()).toEqual([EVENT_IDS.failed]);
    await laptop.run({ user: 'S-1-5-21-1-2-3-4' });
    expect(ids()).toEqual([]);
    await on('proxy');
    expect(ids()).toEqual([EVENT_IDS.changed, EVENT_IDS.recovered]);
  });

  it('reports later what the event log did not take', async () => {
    laptop.logFails = true;
    await on('gone');
    laptop.logFails = false;
    await on('gone');
    expect(ids()).toEqual([EVENT_IDS.unreachable]);
  });

  it.each([
    ['without a word that this computer is meant', { path: { probe: null } }, 'this computer'],
    ['with WinHTTP as the source', { desired: { source: 'winhttp' } }, 'WinHTTP cannot be the source'],
  ])('refuses a recording %s', async (_what, more, message) => {
    const options = laptop.options();
    const path = { ...options.path, ...('path' in more ? more.path : {}) };
    const document = await laptop.run({ ...(more as object), path });
    expect([document.exitCode, document.error?.code]).toEqual([3, 'usage']);
    expect(document.error?.message).toContain(message);
  });

  it('changes nothing where the proxy of the user cannot be one of WinHTTP', async () => {
    await laptop.prepare({ host: network.host, port: network.port });
    network.enter('proxy');
    // A proxy on loopback belongs to a session.
    const document = await laptop.run({ desired: { source: 'wininet' } });
    expect(document.exitCode).toBe(8);
    expect(await laptop.winHttp()).toBeNull();
    expect(ids()).toEqual([EVENT_IDS.refused, EVENT_IDS.unreachable]);
  });
});
