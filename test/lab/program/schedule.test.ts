import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REGISTERED } from '../../../scripts/lab/program/tasks.ts';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Network, startNetwork } from '../../pipeline/schedule/network.ts';
import { everythingIn } from '../../support/files.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { startRelay } from '../../support/servers/relay.ts';
import { namesToPlant, plant } from '../../support/stories/planted.ts';

/** Each installation copies and reads a whole Node. */
const SLOW = { timeout: 400_000 };
const SET_SOURCE = fileURLToPath(new URL('../../../dist/ps1/Set-P2SEventSource.ps1', import.meta.url));
const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
/** Lists the modules of a user in the root of the drive that have run. */
const RAN = 'C:\\users\\Public\\ran.txt';
const TASKS = 'C:\\windows\\system32\\tasks';
const TASK = `${TASKS}\\p2s-fix\\schedule`;
const PROGRAMS = 'C:\\Program Files\\p2s-fix';
const STATE = 'C:\\Program Files\\p2s-fix\\state';
const SOURCES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application';
const WININET = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const WINHTTP = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';

describe('the schedule of a computer in the lab', () => {
  let computer: Computer;
  let commands: Commands;
  let network: Network;
  let proxy: string;
  let before: Record<string, string>;
  let original: Buffer[];

  beforeAll(async () => {
    [computer, network] = await Promise.all([newComputer('schedule'), startNetwork()]);
    commands = commandsOn(computer);
    proxy = `${network.host}:${network.port}`;
    await writeFile(join(computer.dir, 'ca.pem'), network.simulated.caPem);
    await computer.regImport(
      sampleRegText({ proxyHost: 'old.contoso.example', proxyPort: 3128, bypass: '<local>' }),
    );
    await plant(computer.unixPath('C:\\'), await namesToPlant(DIST), RAN);
    // Files that any first run leaves are not traces of the schedule.
    await run('status');
    before = await leftBehind();
    original = await settings();
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
    await network?.close();
  });

  async function run(...args: string[]): Promise<ReportDocument> {
    return documentOf(await commands.run(['schedule', ...args, '--json']));
  }

  function documentOf({ stdout, stderr }: { stdout: string; stderr: string }): ReportDocument {
    expect(stderr).toBe('');
    return readDocument(stdout);
  }

  /** By a process of its own: it installs the program that it is. */
  const install = async () => {
    const { simulated } = network;
    const gateway = `${simulated.gatewayHost}:${simulated.gatewayPort}`;
    const probing = ['--deadline', '30', '--proxy', proxy, '--gateway', gateway];
    const args = [...probing, '--ca', computer.path(join(computer.dir, 'ca.pem')), '--json'];
    return documentOf(await computer.cli(['schedule', 'install', ...args], { retry: false }));
  };

  /** Runs the task's command line as it was registered: the lab's Task Scheduler keeps only its name. */
  async function asRegistered(): Promise<{ exitCode: number | null; stderr: string }> {
    const xml = (await readFile(computer.unixPath(REGISTERED))).toString('utf16le');
    const [, command = ''] = /<Command>(.*?)<\/Command>/.exec(xml) ?? [];
    const [, words = ''] = /<Arguments>(.*?)<\/Arguments>/.exec(xml) ?? [];
    const args = [...words.replaceAll('&quot;', '"').matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, a, b]) => a ?? b ?? '',
    );
    return computer.cmd(command, args, { retry: false });
  }

  /** Everything that an installation could leave: programs, state, tasks, sources of the event log. */
  async function leftBehind(): Promise<Record<string, string>> {
    const folders = ['C:\\Program Files', 'C:\\windows\\system32\\tasks'];
    const files = await Promise.all(
      folders.map((folder) => everythingIn(computer.unixPath(folder)).catch(() => ({}))),
    );
    const sources = await computer.reg(['query', SOURCES, '/s']);
    return Object.assign({ sources: sources.stdout }, ...files);
  }

  const settings = () => Promise.all([WININET, WINHTTP].map((key) => computer.regExport(key)));

  /** Whether WinHTTP names the proxy, read with reg.exe. */
  async function isSet(): Promise<boolean> {
    const registry = toSnapshot(parseRegFile(await computer.regExport(WINHTTP)));
    const value = registry.value(WINHTTP.replace('HKLM', 'HKEY_LOCAL_MACHINE'), 'WinHttpSettings');
    return value?.kind === 'binary' && Buffer.from(value.bytes).toString('latin1').includes(proxy);
  }

  it('is refused to a user, and in a folder that everybody can write', async () => {
    const limited = await computer.cli(['schedule', 'install', '--json'], { as: 'user', retry: false });
    expect(readDocument(limited.stdout)).toMatchObject({
      exitCode: 4,
      error: { code: 'needs-elevation', next: expect.stringContaining('p2s-fix schedule install') },
    });
    const folder = computer.unixPath(PROGRAMS);
    await mkdir(folder);
    await chmod(folder, 0o777);
    const document = await install();
    expect([document.exitCode, document.error?.code]).toEqual([1, 'state-dir']);
    expect(document.error?.message).toContain('C:\\Program Files\\p2s-fix: everybody may write to it');
    await rm(folder, { recursive: true });
    await expect(stat(computer.unixPath(TASK))).rejects.toThrow();
  });

  it('sets nothing where only a user names a proxy, whatever it lets through', SLOW, async () => {
    network.enter('proxy');
    const relay = await startRelay({ target: { host: network.host, port: network.port }, delayMs: 0 });
    const theirs = { proxyHost: '0.0.0.0', proxyPort: relay.port, bypass: '*' };
    await computer.regImport(sampleRegText(theirs));
    const planted = await settings();
    try {
      const refused = await run('install');
      expect([refused.exitCode, refused.error?.code]).toEqual([3, 'usage']);
      expect(refused.error?.next).toContain(`--allow-proxy 0.0.0.0:${relay.port}`);
      const { simulated } = network;
      const gateway = ['--gateway', `${simulated.gatewayHost}:${simulated.gatewayPort}`];
      const ca = ['--ca', computer.path(join(computer.dir, 'ca.pem'))];
      for (const [reason, ...allowed] of [
        ['nothing-named'],
        ['not-allowed', '--allow-proxy', 'proxy.contoso.example:8080'],
      ]) {
        const document = await run('run', '--deadline', '30', ...gateway, ...ca, ...allowed);
        expect([document.exitCode, document.schedule?.run?.notFollowed?.reason]).toEqual([8, reason]);
        expect(document.schedule?.run?.changed).toEqual([]);
        expect(await settings()).toEqual(planted);
      }
      expect((await run('status')).schedule?.run?.notFollowed?.reason).toBe('not-allowed');
    } finally {
      await relay.close();
      await computer.regImport(
        sampleRegText({ proxyHost: 'old.contoso.example', proxyPort: 3128, bypass: '<local>' }),
      );
      await rm(computer.unixPath(STATE), { recursive: true, force: true });
    }
  });

  it(
    'is installed, and its own command line repairs the machine and cleans up away from the network',
    SLOW,
    async () => {
      const document = await install();
      expect(document.error).toBeUndefined();
      expect((await stat(computer.unixPath(TASK))).isFile()).toBe(true);
      expect(document.schedule).toMatchObject({
        action: 'install',
        installed: { task: 'registered', problem: null },
      });
      network.enter('proxy');
      expect(await isSet()).toBe(false);
      expect(await asRegistered()).toMatchObject({ exitCode: 0 });
      expect(await isSet()).toBe(true);
      const status = await run('status');
      expect(status.exitCode).toBe(0);
      expect(status.schedule?.run).toMatchObject({
        exitCode: 0,
        move: { act: 'align' },
        changed: expect.arrayContaining(['winhttp/native']),
        verdicts: [{ verdict: 'reachable' }],
      });
      await expect(stat(computer.unixPath(RAN))).rejects.toThrow('ENOENT');
      network.enter('gone');
      expect(await asRegistered()).toMatchObject({ exitCode: 7 });
      expect(await isSet()).toBe(false);
    },
  );

  it('is reported where its program was changed, and repaired by installing again', SLOW, async () => {
    const { installed } = (await run('status')).schedule ?? {};
    const script = computer.unixPath(`${installed?.folder}\\program\\lab-cli.js`);
    await writeFile(script, `${await readFile(script, 'utf8')}\n// more\n`);
    const status = await run('status');
    expect([status.exitCode, status.schedule?.installed?.problem]).toEqual([
      2,
      'program/lab-cli.js: it has another size',
    ]);
    expect((await install()).exitCode).toBe(0);
    expect((await run('status')).exitCode).toBe(0);
  });

  it('leaves nothing when it is removed and its changes are rolled back', async () => {
    const sources = await computer.reg(['query', `${SOURCES}\\p2s-fix`]);
    expect(sources.stdout).toContain('EventCreate.exe');
    const document = await run('remove');
    expect(document.exitCode).toBe(0);
    const after = await leftBehind();
    delete after[computer.unixPath(PROGRAMS)];
    for (const path of Object.keys(after)) if (path.startsWith(computer.unixPath(STATE))) delete after[path];
    expect(after).toEqual(before);
    const status = await run('status');
    expect([status.exitCode, status.schedule?.installed]).toEqual([2, null]);
    // The settings are those of the last run; the backups of its changes still exist.
    const rolledBack = documentOf(await commands.run(['rollback', '0001', '--json']));
    expect(rolledBack.exitCode).toBe(0);
    expect(await settings()).toEqual(original);
  });

  it('has its source in the event log by either language mode', async () => {
    await computer.constrained(true);
    for (const present of [true, false]) {
      const stdinFile = join(computer.dir, 'request.json');
      await writeFile(stdinFile, JSON.stringify({ present }));
      const { stdout } = await computer.pwsh(SET_SOURCE, ['-RequestFromStdin'], { stdinFile });
      expect(JSON.parse(stdout)).toEqual({ unavailable: null });
      const { stdout: source } = await computer.reg(['query', `${SOURCES}\\p2s-fix`]);
      expect(/TypesSupported\s+REG_DWORD\s+0x7/.test(source)).toBe(present);
    }
  });
});
