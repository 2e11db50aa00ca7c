import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';
import { EVENT_IDS } from '../../../src/core/schedule/record.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD, fold } from '../../../src/report/model/record.ts';
import { redactEvents } from '../../../src/report/model/redact-events.ts';
import { desiredFor, rollback } from '../../support/stories/runs.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

const ANNE = 'S-1-5-21-1-2-3-1001';
const BERT = 'S-1-5-21-1-2-3-1002';
const CARL = 'S-1-5-21-1-2-3-1003';

/** The hive of a user with this proxy. */
function hive(sid: string, host: string, signedIn = true, bypass = '<local>'): string {
  const text = sampleRegText({ proxyHost: host, proxyPort: 8080, bypass }).toString('utf16le');
  const own = text
    .slice(0, text.indexOf('[HKEY_LOCAL_MACHINE'))
    .replaceAll('HKEY_CURRENT_USER', `HKEY_USERS\\${sid}`);
  const session = signedIn ? `[HKEY_USERS\\${sid}\\Volatile Environment]\r\n"USERNAME"="${sid}"\r\n\r\n` : '';
  return own.slice(own.indexOf('[')) + session;
}

let network: Network;
let laptop: Laptop;
beforeAll(async () => {
  network = await startNetwork();
  network.enter('proxy');
});
afterAll(() => network?.close());
beforeEach(() => {
  laptop = new Laptop(network);
});
afterEach(() => laptop.remove());

/** A machine with these people, WinHTTP direct. */
function people(...hives: string[]): Promise<void> {
  return peopleOn(sampleRegText({ proxyHost: 'x', proxyPort: 1, bypass: '' }).toString('utf16le'), ...hives);
}

/** Replaces the users by these; the machine stays as it is. */
async function onlyPeople(...hives: string[]): Promise<void> {
  await peopleOn((await readFile(laptop.file)).toString('utf16le'), ...hives);
}

async function peopleOn(text: string, ...hives: string[]): Promise<void> {
  const machine = text.slice(text.indexOf('[HKEY_LOCAL_MACHINE'));
  const whole = `\ufeffWindows Registry Editor Version 5.00\r\n\r\n${hives.join('')}${machine}`;
  await writeFile(laptop.file, Buffer.from(whole, 'utf16le'));
}

describe('a machine with several users', () => {
  it('is set for everybody who is signed in, and for nobody else', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'), hive(CARL, 'c.example', false));
    const original = await readFile(laptop.file);
    const document = await laptop.run();
    expect(document.error).toBeUndefined();
    expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
    const hostOf = async (sid: string) =>
      (await laptop.settings(`wininet/${sid}/lan`))?.proxy.servers[0]?.host;
    expect(await Promise.all([ANNE, BERT, CARL].map(hostOf))).toEqual([
      network.host,
      network.host,
      'c.example',
    ]);
    expect(document.schedule?.run?.changed).toEqual([
      `wininet/${ANNE}/lan`,
      'winhttp/wow64',
      'winhttp/native',
      `wininet/${BERT}/lan`,
    ]);
    expect((await laptop.run()).schedule?.run?.changed).toEqual([]);

    // The whole run is shown, and how to undo all of it.
    expect(document.plan?.changes.map(({ store }) => store)).toEqual(document.schedule?.run?.changed);
    expect(document.result).toMatchObject({ backup: '0002', backups: ['0001', '0002'] });
    const commands = document.summary.next.map(({ command }) => command);
    expect(commands).toEqual([
      ['p2s-fix', 'rollback', '0002'],
      ['p2s-fix', 'rollback', '0001'],
    ]);
    for (const [, , backup = null] of commands) {
      const { machine, path, stateDir } = laptop.options();
      const desired = { source: 'wininet' } as const;
      const options = { machine, path, user: null, desired, backup, ...(stateDir && { stateDir }) };
      expect((await rollback(options, laptop.ports)).exitCode).toBe(0);
    }
    expect(await readFile(laptop.file)).toEqual(original);
    const entry = laptop.entries.find(({ id }) => id === EVENT_IDS.changed);
    expect(JSON.stringify(entry)).toMatch(/rollback 0002.*rollback 0001/);
  });

  it('reports what it wrote before the turn of another user failed', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    await mkdir(join(laptop.state, 'backups'), { recursive: true });
    // Only one number is left.
    await writeFile(join(laptop.state, 'backups', 'last-number'), '999999998\n');
    const { exitCode, error, result } = await laptop.run();
    expect([exitCode, error?.code]).toEqual([1, 'state-dir']);
    expect(error?.message).toMatch(
      new RegExp(`Written before that: wininet/${ANNE}/lan, winhttp/wow64, winhttp/native\\.$`),
    );
    expect(result).toMatchObject({
      changed: [`wininet/${ANNE}/lan`, 'winhttp/wow64', 'winhttp/native'],
      backup: '999999999',
    });
  });

  it('is set for everybody by what a PAC file answers them', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    const pacFile = join(laptop.folder, 'proxy.pac');
    const answer = `PROXY ${network.host}:${network.port}`;
    await writeFile(pacFile, `function FindProxyForURL(url, host) { return '${answer}'; }`);
    const desired = desiredFor({ kind: 'pac', url: 'http://pac.contoso.example/proxy.pac' });
    const document = await laptop.run({ desired, pacFile });
    expect(document.error).toBeUndefined();
    expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
    const hasPac = async (sid: string) => (await laptop.settings(`wininet/${sid}/lan`))?.pac?.enabled;
    expect(await Promise.all([ANNE, BERT].map(hasPac))).toEqual([true, true]);
    expect((await laptop.run({ desired, pacFile })).schedule?.run?.changed).toEqual([]);
  });

  it('is left as it is where they need different things of WinHTTP, unless one of them is named', async () => {
    await people(hive(ANNE, 'a.office.example'), hive(BERT, 'b.office.example'));
    const desired = {
      source: 'wininet',
      allowed: { proxies: ['*.office.example:8080'], bypass: null },
    } as const;
    const document = await laptop.run({ desired });
    expect(document.schedule?.run).toMatchObject({ move: { act: 'keep', why: 'not-known' }, changed: [] });
    expect(document.findings.find(({ code }) => code === 'schedule-users-disagree')?.message).toContain(BERT);
    const named = await laptop.run({ desired, user: ANNE });
    expect(named.schedule?.run?.move).toEqual({ act: 'keep', why: 'proxy-not-here' });
  });

  it('sets what is named for each where their lists of exceptions differ, of which WinHTTP takes none', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example', true, '*.b.example'));
    const { schedule, findings } = await laptop.run();
    expect(schedule?.run?.changed).toEqual([
      `wininet/${ANNE}/lan`,
      'winhttp/wow64',
      'winhttp/native',
      `wininet/${BERT}/lan`,
    ]);
    expect(findings.map(({ code }) => code)).not.toContain('schedule-users-disagree');
    expect(await laptop.settings()).toMatchObject({ bypass: [] });
    expect(await laptop.settings(`wininet/${BERT}/lan`)).toMatchObject({ bypass: ['*.b.example'] });
    expect((await laptop.run()).schedule?.run?.changed).toEqual([]);
  });

  it('is not reported for users that disagree when a PAC file gives no single answer', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    const pacFile = join(laptop.folder, 'proxy.pac');
    await writeFile(pacFile, `function FindProxyForURL() { return 'PROXY a.example:1; PROXY b.example:1'; }`);
    const desired = desiredFor({ kind: 'pac', url: 'http://pac.contoso.example/proxy.pac' });
    const { schedule, findings } = await laptop.run({ desired, pacFile });
    expect(schedule?.run).toMatchObject({ move: { act: 'keep', why: 'not-known' }, changed: [] });
    expect(findings.map(({ code }) => code)).not.toContain('schedule-users-disagree');
  });

  it('is left as it is, and says for whom, where the PAC file of one of them gives no single answer', async () => {
    await people(hive(ANNE, 'a.office.example'), hive(BERT, 'b.office.example'));
    await laptop.pac(BERT, 'http://pac.office.example/proxy.pac');
    const pacFile = join(laptop.folder, 'proxy.pac');
    await writeFile(pacFile, "function FindProxyForURL() { return 'PROXY a.example:1; PROXY b.example:1'; }");
    const allowed = { proxies: ['*.office.example:8080'], bypass: null };
    const following = { desired: { source: 'wininet', allowed }, pacFile } as const;
    const { schedule, findings } = await laptop.run(following);
    expect(schedule?.run).toMatchObject({ move: { act: 'keep', why: 'not-known' }, changed: [] });
    const [finding] = findings.filter(({ code }) => code === 'schedule-user-unanswered');
    expect(finding).toMatchObject({ severity: 'warning', evidence: { users: [BERT] } });
    expect(finding?.message).toContain(BERT);
    expect(finding?.message).not.toContain(ANNE);
    // A named user does not depend on the others.
    const named = await laptop.run({ ...following, user: ANNE });
    expect(named.schedule?.run?.move).toEqual({ act: 'keep', why: 'proxy-not-here' });
    expect(named.findings.map(({ code }) => code)).not.toContain('schedule-user-unanswered');
  });

  it('is still cleared where nobody is signed in', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    await laptop.run();
    await people(hive(ANNE, 'a.example', false), hive(BERT, 'b.example', false));
    await laptop.others({ host: network.host, port: network.port }, ANNE);
    expect((await laptop.run()).schedule?.run?.move).toEqual({ act: 'align', why: 'as-wanted' });
    network.enter('gone');
    const document = await laptop.run();
    network.enter('proxy');
    expect(document.schedule?.run?.move).toEqual({ act: 'clear', why: 'proxy-does-not-answer' });
    expect(await laptop.winHttp()).toBeNull();
  });

  it('is still cleared before anybody has signed in', async () => {
    await people(hive(ANNE, 'a.example'));
    await laptop.run();
    await onlyPeople();
    network.enter('gone');
    const { schedule } = await laptop.run();
    network.enter('proxy');
    expect(schedule?.run).toMatchObject({
      move: { act: 'clear' },
      changed: ['winhttp/wow64', 'winhttp/native'],
    });
    await onlyPeople(hive(ANNE, 'a.example'));
    expect(await laptop.winHttp()).toBeNull();
  });

  it('is still cleared by the task of a user who has signed out', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    await laptop.run({ user: ANNE });
    await onlyPeople(hive(BERT, 'b.example'));
    const byTask = () => laptop.run({ user: ANNE, installed: true });
    expect((await byTask()).schedule?.run?.move).toEqual({ act: 'keep', why: 'not-known' });
    network.enter('gone');
    const document = await byTask();
    network.enter('proxy');
    expect(document.error).toBeUndefined();
    expect(document.schedule?.run?.changed).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect((await laptop.settings(`wininet/${BERT}/lan`))?.proxy.servers[0]?.host).toBe('b.example');
    // By hand that is a slip.
    expect((await laptop.run({ user: ANNE })).error?.code).toBe('input');
  });

  it('is not reported as reachable again by a run that looks after nobody', async () => {
    const byTask = () => laptop.run({ user: ANNE, installed: true });
    const ids = () => laptop.entries.splice(0).map(({ id }) => id);
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    network.enter('gone');
    await byTask();
    expect(ids()).toContain(EVENT_IDS.unreachable);
    await onlyPeople(hive(BERT, 'b.example'));
    await byTask();
    expect(ids()).toEqual([]);
    network.enter('proxy');
    await onlyPeople(hive(ANNE, 'a.example'));
    await byTask();
    expect(ids()).toEqual([EVENT_IDS.changed, EVENT_IDS.recovered]);
  });

  it('is still cleared where a setting is named of a user who has signed out', async () => {
    const { host, port } = network;
    const through = { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: null } as const;
    const stores = { [`wininet/${BERT}/lan`]: through };
    const desired = { source: 'explicit', winInet: null, winHttp: through, stores } as const;
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    const byTask = () => laptop.run({ desired, installed: true });
    await byTask();
    expect((await laptop.settings(`wininet/${BERT}/lan`))?.proxy.servers[0]?.host).toBe(host);
    await onlyPeople(hive(ANNE, 'a.example'));
    network.enter('gone');
    const document = await byTask();
    network.enter('proxy');
    expect(document.error).toBeUndefined();
    expect(await laptop.winHttp()).toBeNull();
    // By hand that is a slip.
    expect((await laptop.run({ desired })).error?.code).toBe('input');
  });

  it('can be reported without names', async () => {
    await people(hive(ANNE, 'a.example'), hive(BERT, 'b.example'));
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => void events.push(event);
    const document = await laptop.run({ desired: { source: 'wininet' }, onEvent });
    expect((await documentOf(events.reduce(fold, EMPTY_RECORD))).schedule).toEqual(document.schedule);
    await laptop.run({ onEvent });
    const redacted = JSON.stringify(redactEvents(events, new Pseudonyms(Buffer.alloc(32, 1))));
    expect(redacted).toContain('"why":"not-known"');
    // Loopback addresses are not personal data.
    const names = [ANNE, BERT, 'a.example', network.simulated.gatewayHost, laptop.folder];
    expect(names.filter((name) => redacted.includes(name))).toEqual([]);
  });
});
