import { mkdirSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { EVENT_IDS } from '../../../src/core/schedule/record.ts';
import { documentSchema } from '../../../src/core/schema/document.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import type { AuditOptions } from '../../../src/pipeline/run/options.ts';
import { type Ports, systemPorts } from '../../../src/pipeline/run/ports.ts';
import { configBytes } from '../../../src/pipeline/schedule/config.ts';
import { runScheduleInstall } from '../../../src/pipeline/schedule/install.ts';
import { runScheduleRemove } from '../../../src/pipeline/schedule/remove.ts';
import { runScheduleStatus } from '../../../src/pipeline/schedule/status.ts';
import type { ScheduleTools } from '../../../src/pipeline/schedule/windows.ts';
import { NO_HISTORY, writeHistory } from '../../../src/schedule/history.ts';
import { writeLastRun } from '../../../src/schedule/last-run.ts';
import { appendLog } from '../../../src/schedule/log.ts';
import { onWindows, tempFolder } from '../../support/files.ts';
import { FolderWindows, USER } from '../../support/stories/folder-windows.ts';
import { desiredFor } from '../../support/stories/runs.ts';

const ROOT = 'C:\\Program Files\\p2s-fix\\scheduled';
const PACKAGE = 'C:\\Program Files\\nodejs\\node_modules\\p2s-fix\\dist';
const NODE = 'C:\\Program Files\\nodejs\\node.exe';

/** Linux has no drives: each folder is in the working folder, with its whole path as its name. */
describe.skipIf(onWindows)('an installation', () => {
  const home = process.cwd();
  let remove: () => Promise<void>;
  let windows: FolderWindows;
  let reported: string[];
  let options: AuditOptions;
  let ports: Ports;

  beforeEach(async () => {
    const folder = await tempFolder();
    remove = folder.remove;
    process.chdir(folder.path);
    windows = new FolderWindows();
    reported = [];
    for (const path of ['C:\\Program Files', 'C:\\Program Files\\p2s-fix', 'C:\\Program Files\\nodejs'])
      windows.others.set(path, null);
    for (const path of [
      'C:\\Program Files\\nodejs\\node_modules',
      'C:\\Program Files\\nodejs\\node_modules\\p2s-fix',
      PACKAGE,
      `${PACKAGE}\\ps1`,
    ])
      windows.others.set(path, null);
    await writeFile(
      'machine.reg',
      sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }),
    );
    await mkdir('dist/chunks', { recursive: true });
    await mkdir('dist/ps1');
    await writeFile('dist/cli.js', '');
    options = {
      machine: {},
      path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: null },
      desired: desiredFor({
        kind: 'proxy',
        servers: [{ scheme: 'all', host: 'proxy.contoso.example', port: 8080 }],
        bypass: null,
      }),
      user: null,
      asked: { call: { use: 'schedule install', options: {} }, shell: 'sh' },
    };
    ports = { ...windows.ports, program: `${PACKAGE}\\cli.js`, scriptsDir: `${PACKAGE}\\ps1\\` };
  });
  afterEach(async () => {
    process.chdir(home);
    await remove();
  });

  /** The XML of each task, by name. */
  const registered = new Map<string, Uint8Array>();
  /** The name of a file in the folder of tasks that is not a task. */
  const tools = (): ScheduleTools => ({
    async open() {
      const recorded = await openRecordedMachine('machine.reg', { mode: 'read' });
      const observe = async (how: Parameters<typeof recorded.observe>[0]) => {
        return { ...(await recorded.observe(how)), user: { name: null, ...windows.user } };
      };
      const machine = { ...recorded, kind: 'local' as const, recording: null, folders: windows, observe };
      const eventLog = {
        register: async (present: boolean) => {
          reported.push(`source ${present}`);
          return { unavailable: null };
        },
        write: async ({ id }: { id: number }) => {
          reported.push(`event ${id}`);
          return { unavailable: null };
        },
      };
      const taskFolder = { set: async (present: boolean) => void reported.push(`folder ${present}`) };
      return { machine, eventLog, taskFolder };
    },
    tasks: {
      register: async () => void reported.push('task registered'),
      async remove(_name) {
        reported.push('task removed');
      },
      async read(name) {
        return registered.get(name) ?? null;
      },
    },
    node: NODE,
  });

  async function install(more: Partial<AuditOptions> = {}) {
    const document = await runScheduleInstall({ ...options, ...more }, ports, tools);
    documentSchema.parse(document);
    return document;
  }

  it('is refused to who is no administrator, with the command for one', async () => {
    windows.user = { sid: USER, elevated: false };
    for (const run of [runScheduleInstall, runScheduleStatus, runScheduleRemove]) {
      const document = await run(options, ports, tools);
      expect([document.exitCode, document.error?.code]).toEqual([4, 'needs-elevation']);
      expect(document.error?.next).toContain('p2s-fix schedule install');
    }
    expect(reported).toEqual([]);
  });

  it.each([
    ['the program', PACKAGE],
    ['the scripts', `${PACKAGE}\\ps1`],
    ['a folder above the program', 'C:\\Program Files\\nodejs\\node_modules'],
    ['Node', 'C:\\Program Files\\nodejs'],
    ['the folder of programs', 'C:\\Program Files'],
    ['the place itself', ROOT],
  ])('is refused where everybody can write to %s', async (_what, path) => {
    if (path === ROOT) mkdirSync(ROOT);
    windows.others.set(path, 'AU');
    const document = await install();
    expect([document.exitCode, document.error?.code]).toEqual([8, 'refused']);
    expect(document.error?.message).toContain('all authenticated users');
    expect(reported).toEqual([]);
    expect(windows.made).not.toContain(ROOT);
  });

  it('is refused where a PowerShell was named that others can change', async () => {
    windows.others.set('C:\\Tools', 'AU');
    const document = await install({ machine: { powershell: 'C:\\Tools\\pwsh.exe' } });
    expect([document.exitCode, document.error?.where]).toEqual([8, 'C:\\Tools']);
  });

  it('is refused where the place is a link', async () => {
    mkdirSync(ROOT);
    windows.links.add(ROOT);
    expect((await install()).error).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('it is a link'),
    });
    expect(reported).toEqual([]);
  });

  it('makes the place for administrators alone, and leaves nothing when it fails on the way', async () => {
    windows.others.set(join(process.cwd(), 'dist'), null);
    // Linux paths, which a Windows task cannot contain: the last step but one fails.
    ports = {
      ...ports,
      program: join(process.cwd(), 'dist', 'cli.js'),
      scriptsDir: join(process.cwd(), 'dist', 'ps1'),
    };
    const failing = () => ({ ...tools(), node: process.execPath });
    const document = await runScheduleInstall(options, ports, failing);
    expect([document.exitCode, document.error?.code]).toEqual([1, 'internal']);
    expect(windows.made).toContain(ROOT);
    expect(reported).toEqual([
      'source true',
      'folder true',
      'task removed',
      'task removed',
      'folder false',
      'source false',
    ]);
    expect(readdirSync('.')).not.toContain(ROOT);
  });

  it('judges a state folder that is named before it makes anything', async () => {
    windows.others.set('C:\\Open', 'AU');
    const document = await install({ stateDir: 'C:\\Open\\state' });
    expect([document.exitCode, document.error?.code]).toEqual([1, 'state-dir']);
    expect(windows.made).toEqual([]);
    expect(reported).toEqual([]);
  });

  it.each([
    ['a recording', { machine: { file: 'machine.reg' } }, 'Task Scheduler'],
    ['WinHTTP as the source', { desired: { source: 'winhttp' as const } }, 'source'],
    [
      'a state without WinHTTP',
      { desired: { source: 'explicit' as const, winInet: null, winHttp: null } },
      'WinHTTP',
    ],
    [
      'a deadline that a run of the task has no time for',
      { path: { gateways: [], deadlineMs: 30_001, extraRoots: [], probe: null } },
      '--deadline of 30.001 seconds',
    ],
  ])('takes no %s', async (_what, more, message) => {
    const document = await install(more);
    expect([document.exitCode, document.error?.code]).toEqual([3, 'usage']);
    expect(document.error?.message).toContain(message);
  });

  it.each([
    ['no proxy', { source: 'wininet' }],
    ['no allow-list', { source: 'wininet', allowed: { proxies: [], bypass: null } }],
    ['a state that leaves the user as it is', { source: 'explicit', winInet: null, winHttp: 'follow' }],
  ] as const)('is refused with %s, and shows how to name one', async (_what, desired) => {
    const document = await install({ desired });
    expect([document.exitCode, document.error?.code]).toEqual([3, 'usage']);
    const proxy = 'proxy.contoso.example:8080';
    for (const option of ['--proxy', '--allow-proxy'])
      expect(document.error?.next).toContain(`p2s-fix schedule install ${option} ${proxy}`);
    expect(reported).toEqual([]);
    expect(windows.made).toEqual([]);
  });

  it.each([
    ['ProxySettingsPerUser', '"ProxySettingsPerUser"=dword:00000000'],
    ['a proxy', '"ProxyEnable"=dword:00000001\r\n"ProxyServer"="proxy.contoso.example:8080"'],
  ])('needs no option where a policy of the computer names %s', async (_what, values) => {
    const policies =
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
    const sample = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' });
    const text = `${sample.toString('utf16le')}\r\n[${policies}]\r\n${values}\r\n\r\n`;
    await writeFile('machine.reg', Buffer.from(text, 'utf16le'));
    expect((await install({ desired: { source: 'wininet' } })).error?.code).not.toBe('usage');
  });

  it('is nothing for another system', async () => {
    const document = await runScheduleInstall(options, systemPorts(''));
    expect([document.exitCode, document.error?.code]).toEqual([3, 'not-windows']);
  });

  describe('that was given a state folder', () => {
    const STATE = 'C:\\State';
    const installed = join(ROOT, '0'.repeat(32));
    const RUN = {
      at: '2026-11-25T10:00:00.000Z',
      durationMs: 1,
      exitCode: 0,
      move: null,
      changed: [],
      backup: null,
      verdicts: [],
      undone: null,
      notFollowed: null,
      error: null,
    };
    beforeEach(async () => {
      await mkdir(installed, { recursive: true });
      const config = JSON.parse(Buffer.from(configBytes(options)).toString());
      await writeFile(join(installed, 'config.json'), JSON.stringify({ ...config, stateDir: STATE }));
      await mkdir(STATE, { mode: 0o700 });
      windows.others.set(STATE, null);
      const identity = await (await tools().open({}, ports)).machine.identity();
      const dir = { path: STATE, files: nodeFiles() };
      await writeLastRun(dir, identity, { run: RUN, reported: null });
      await writeHistory(dir, identity, NO_HISTORY);
      await appendLog(dir, RUN);
    });

    it('is reported, and removed with it, by the folder that the installation recorded', async () => {
      const status = await runScheduleStatus(options, ports, tools);
      expect(status.schedule).toMatchObject({ run: RUN, log: join(STATE, 'schedule.log') });
      expect((await runScheduleRemove(options, ports, tools)).exitCode).toBe(0);
      expect(readdirSync('.')).not.toContain(STATE);
    });

    it('is looked for where another folder is named', async () => {
      const other = { ...options, stateDir: 'C:\\Other' };
      expect((await runScheduleStatus(other, ports, tools)).schedule?.run).toBeNull();
      expect((await runScheduleRemove(other, ports, tools)).exitCode).toBe(0);
      expect(readdirSync(STATE)).toContain('schedule.log');
    });

    it('is removed also when its configuration cannot be read', async () => {
      await writeFile(join(installed, 'config.json'), 'nothing');
      const removed = await runScheduleRemove(options, ports, tools);
      expect([removed.exitCode, removed.error]).toEqual([0, undefined]);
      expect(reported).toContain('task removed');
      expect(readdirSync('.')).not.toContain(ROOT);
    });
  });

  it('is not there where there is none, and may be removed all the same', async () => {
    const status = await runScheduleStatus(options, ports, tools);
    expect([status.exitCode, status.schedule]).toEqual([
      2,
      { action: 'status', installed: null, run: null, log: null },
    ]);
    const removed = await runScheduleRemove(options, ports, tools);
    expect([removed.exitCode, removed.schedule?.action]).toEqual([0, 'remove']);
    expect(reported).toEqual(['task removed', 'folder false', `event ${EVENT_IDS.removed}`, 'source false']);
    expect(windows.made).toEqual([]);
  });
});
