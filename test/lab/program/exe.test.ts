import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { installExecutable } from '../../support/lab/lab-executable.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { onTerminal } from '../../support/programs/terminal-program.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';

const EXE = 'C:\\Program Files\\p2s-fix\\p2s-fix.exe';
const UNPACKED = 'C:\\Program Files\\p2s-fix\\unpacked';
const SCRIPTS = fileURLToPath(new URL('../../../dist/ps1', import.meta.url));
const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** Past the first start on a busy machine. */
const DEADLINE_MS = 90_000;
const WATCHED = [
  `HKCU\\${SETTINGS}`,
  `HKLM\\${SETTINGS}`,
  'HKLM\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
];

describe('p2s-fix.exe on a computer without Node', () => {
  let scene: Scene;
  let computer: Computer;
  let before: string[];

  beforeAll(async () => {
    scene = await setScene();
    computer = await newComputer('exe', scene.names.env);
    installExecutable(computer, EXE);
    await computer.regImport(sample());
    before = await dump();
  });
  afterAll(async () => {
    await computer?.destroy();
    await scene?.close();
  });

  const sample = () =>
    sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' });
  const dump = () =>
    Promise.all(WATCHED.map(async (key) => (await computer.regExport(key)).toString('utf16le')));
  const path = () => ['--gateway', scene.gateway, '--ca', computer.path(scene.caFile)];
  const exe = (...args: string[]) => computer.executable(EXE, args, { retry: false });

  async function run(...args: string[]): Promise<ReportDocument> {
    const result = await exe(...args, '--json');
    expect(result.stderr).toBe('');
    const document = readDocument(result.stdout);
    expect(document.exitCode).toBe(result.exitCode);
    return document;
  }

  /** The arguments for a recording of a computer like this one. */
  async function recorded(): Promise<string[]> {
    const file = join(computer.dir, 'sample.reg');
    await writeFile(file, sample());
    return ['--machine', computer.path(file), '--no-probe'];
  }

  /** The folder of the unpacked files; `null`: there is none. */
  async function unpacked(): Promise<string | null> {
    const names = await readdir(computer.unixPath(UNPACKED)).catch(() => []);
    expect(names.length).toBeLessThanOrEqual(1);
    return names[0] === undefined ? null : join(computer.unixPath(UNPACKED), names[0], 'ps1');
  }

  async function contents(folder: string): Promise<Record<string, string>> {
    const names = await readdir(folder);
    const texts = names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as const);
    return Object.fromEntries(await Promise.all(texts));
  }

  it('has its version, its help and the explanations, and unpacks nothing for them', async () => {
    expect(await exe('--version')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await exe('--help')).stdout).toContain('Usage: p2s-fix');
    expect((await exe('explain', '0x80092013')).stdout).toContain('CRYPT_E_REVOCATION_OFFLINE');
    expect(await unpacked()).toBeNull();
  });

  it('runs nothing that NODE_OPTIONS of whoever starts it names', async () => {
    const planted = join(computer.unixPath('C:\\'), 'planted.js');
    await writeFile(planted, 'require("node:fs").writeFileSync("C:/ran.txt", "");');
    const env = { NODE_OPTIONS: '--require=C:/planted.js' };
    expect(await computer.executable(EXE, ['--version'], { retry: false, env })).toMatchObject({
      ...{ exitCode: 0, stderr: '' },
    });
    expect(await readdir(computer.unixPath('C:\\'))).not.toContain('ran.txt');
  });

  it('judges a recording without PowerShell, as JSON and as lines', async () => {
    const recording = await recorded();
    const document = await run(...recording);
    expect([document.exitCode, document.machine?.kind]).toEqual([2, 'recorded']);
    const lines = await exe(...recording);
    expect([lines.exitCode, lines.stdout.includes('WinHTTP')]).toEqual([2, true]);
    expect(await unpacked()).toBeNull();
  });

  it('has the terminal view', async () => {
    const { file, env } = computer.command([]);
    const program = onTerminal([file, EXE, ...(await recorded())], {
      columns: 80,
      rows: 24,
      env: { ...env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
      cwd: join(computer.dir, 'drive_c'),
    });
    try {
      await program.emulator.until(
        'q quit',
        () => program.window().join('\n').includes('q quit'),
        DEADLINE_MS,
      );
      program.type('q');
      expect(await program.exitCode()).toBe(2);
    } finally {
      await program.close();
    }
  });

  it('audits this Windows by its own scripts, and writes nothing to the settings', async () => {
    const document = await run(...path());
    expect(document.exitCode).toBe(2);
    expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(document.findings.map(({ code }) => code)).not.toContain('program-folder-writable');
    expect(await contents((await unpacked()) ?? '')).toEqual(await contents(SCRIPTS));
    expect(await dump()).toEqual(before);
  });

  it('does not run a script that was changed, and applies with a second one of itself that would roll back', async () => {
    const folder = (await unpacked()) ?? '';
    await appendFile(join(folder, 'Set-P2SRegistry.ps1'), 'throw "changed"');
    const document = await run('apply', ...path(), '--confirm-within', '1h');
    expect(document.error).toBeUndefined();
    expect(document.result).toMatchObject({ changed: ['winhttp/wow64', 'winhttp/native'], backup: '0001' });
    expect(await contents(folder)).toEqual(await contents(SCRIPTS));
    const watchers = computer.running().filter(({ args }) => args.includes('p2s-fix.exe watch-unconfirmed'));
    expect(watchers).toHaveLength(1);
    expect((await run('confirm')).exitCode).toBe(0);
  });

  it('verifies the path, then rolls back byte for byte', async () => {
    const verified = await run('verify', ...path());
    expect(verified.verdicts.map(({ verdict }) => verdict)).toEqual(['reachable']);
    const document = await run('rollback');
    expect([document.exitCode, document.result?.rolledBack]).toEqual([0, true]);
    expect(await dump()).toEqual(before);
  });

  it('installs itself for the task, which is named after it alone, and removes that', async () => {
    const proxy = ['--proxy', scene.proxy];
    const { error, schedule } = await run('schedule', 'install', ...path(), ...proxy);
    expect(error).toBeUndefined();
    expect(schedule?.installed).toMatchObject({ task: 'registered', problem: null });
    const folder = schedule?.installed?.folder ?? '';
    const status = await run('schedule', 'status');
    expect(status.schedule?.installed).toMatchObject({ folder, task: 'registered', problem: null });
    const task = `${folder}\\program\\p2s-fix.exe`;
    const ran = await computer.executable(task, ['schedule', 'run', '--installed', '--json'], {
      retry: false,
    });
    expect(readDocument(ran.stdout).schedule?.run?.changed).toContain('winhttp/native');
    await run('rollback');
    expect(await dump()).toEqual(before);
    expect((await run('schedule', 'remove')).exitCode).toBe(0);
    expect(await readdir(computer.unixPath('C:\\Program Files\\p2s-fix'))).toEqual([
      'p2s-fix.exe',
      'state',
      'unpacked',
    ]);
  });
});
