import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { waitFor } from '../../support/ports.ts';
import { readDocument } from '../../support/programs/cli.ts';

const SCRIPTS = fileURLToPath(new URL('../../../dist/ps1/', import.meta.url));
const MACHINE_FOLDER = 'C:\\Program Files\\p2s-fix\\state';
const WINHTTP = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';

/** The lab's user is an administrator, so the program uses the machine's own folder, and creates it. */
describe('the state folder of an administrator in the lab', () => {
  let computer: Computer;
  let commands: Commands;
  let before: string;

  beforeAll(async () => {
    computer = await newComputer('state-folder');
    commands = commandsOn(computer);
    await computer.regImport(
      sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' }),
    );
    before = await stored();
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
  });

  const stored = async () => (await computer.regExport(WINHTTP)).toString('utf16le');

  async function run(...args: string[]): Promise<ReportDocument> {
    const { stdout, stderr } = await commands.run([...args, '--json']);
    expect(stderr).toBe('');
    return readDocument(stdout);
  }

  async function script(name: string, request: Record<string, unknown>): Promise<unknown> {
    const stdinFile = join(computer.dir, 'request.json');
    await writeFile(stdinFile, JSON.stringify(request));
    const { stdout } = await computer.script(join(SCRIPTS, `${name}.ps1`), ['-RequestFromStdin'], {
      stdinFile,
    });
    return JSON.parse(stdout);
  }

  describe.each([false, true])('by the scripts (Constrained Language Mode: %s)', (constrained) => {
    beforeAll(() => computer.constrained(constrained));
    afterAll(() => computer.constrained(false));
    const path = `C:\\made-${constrained}`;
    const deep = `${path}\\deep`;

    it('creates a folder and its parents, changes no existing folder, and reports what there is', async () => {
      // Wine's icacls.exe does nothing and reports success.
      expect(await script('New-P2SStateFolder', { path: deep })).toEqual({});
      expect((await stat(computer.unixPath(deep))).isDirectory()).toBe(true);
      expect(await script('New-P2SStateFolder', { path })).toEqual({});
      const folders = [
        { path: deep, kind: 'folder', other: null },
        { path: 'C:\\windows\\regedit.exe', kind: 'file', other: null },
        { path: 'C:\\no\\such', kind: 'absent', other: null },
        { path: 'Q:\\x', kind: 'absent', other: null },
        { path: 'C:\\', kind: 'folder', other: null },
      ];
      const paths = folders.map((folder) => folder.path);
      const request = { paths: paths.slice(0, -1), above: paths.slice(-1) };
      const user = { elevated: constrained ? null : true };
      const programs = 'C:\\Program Files';
      const found = await script('Get-P2SFolderAccess', { ...request, own: true });
      expect(found).toMatchObject({ user, programs, folders });
      // Wine makes the one user the owner of everything.
      const strict = await script('Get-P2SFolderAccess', { ...request, own: false });
      const other = expect.stringMatching(/^S-1-5-21-/);
      expect(strict).toMatchObject({
        folders: [{ path: deep, kind: 'folder', other }, {}, {}, {}, { other }],
      });
    });
  });

  it('is refused where others may write to it, and nothing is written', async () => {
    const planted = computer.unixPath(MACHINE_FOLDER);
    await mkdir(planted, { recursive: true });
    await chmod(planted, 0o777);
    const document = await run('apply', '--no-probe');
    expect(document.exitCode).toBe(1);
    expect(document.error).toMatchObject({ code: 'state-dir', where: MACHINE_FOLDER });
    expect(await readdir(planted)).toEqual([]);
    expect(await stored()).toBe(before);
    // A dry run needs no such folder.
    const audit = await run('audit', '--no-probe');
    expect([audit.exitCode, audit.error]).toEqual([2, undefined]);
    expect(audit.findings.map(({ code }) => code)).toContain('state-folder-unusable');
    await rm(planted, { recursive: true });
  });

  it('that cannot be made, because a file has the name of its parent, is a finding and then an error', async () => {
    const parent = computer.unixPath('C:\\Program Files\\p2s-fix');
    await rm(parent, { recursive: true });
    await writeFile(parent, '');
    const audit = await run('audit', '--no-probe');
    expect(audit.findings.map(({ code }) => code)).toContain('state-folder-unusable');
    expect((await run('apply', '--no-probe')).error).toMatchObject({ code: 'state-dir' });
    await rm(parent);
    expect((await run('audit', '--no-probe')).findings.map(({ code }) => code)).not.toContain(
      'state-folder-unusable',
    );
  });

  it('is made, used, and refused again once others may write to it', async () => {
    const document = await run('apply', '--no-probe');
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    const folder = computer.unixPath(MACHINE_FOLDER);
    expect(await readdir(join(folder, 'backups'))).toContain('0001.json');
    await chmod(folder, 0o777);
    expect((await run('rollback')).error).toMatchObject({ code: 'state-dir' });
    await chmod(folder, 0o700);
    expect((await run('audit', '--no-probe')).exitCode).toBe(0);
  });

  it('is listed beside that of the user, of which nothing is taken', async () => {
    const users = join(computer.unixPath('C:\\users'), await userName(), 'AppData', 'Local', 'p2s-fix');
    await cp(computer.unixPath(MACHINE_FOLDER), users, { recursive: true });
    await cp(join(users, 'backups', '0001.json'), join(users, 'journal.json'));
    const list = await run('rollback', '--list');
    expect(list.backups).toMatchObject([
      { number: '0001', where: 'machine', own: true, foreign: null },
      { number: '0001', where: 'user', own: false, foreign: 'folder' },
    ]);
    // An administrator's run ignores a journal that anybody can write.
    expect((await run('audit', '--no-probe')).exitCode).toBe(0);
    const document = await run('rollback');
    expect(document.exitCode).toBe(0);
    expect(await stored()).toBe(before);
    expect(await readFile(join(users, 'journal.json'))).toEqual(
      await readFile(join(users, 'backups', '0001.json')),
    );
  });

  it('holds a change that is rolled back automatically when nobody confirms it', async () => {
    const document = await run('apply', '--no-probe', '--confirm-within', '30s');
    // The watch outlives the process that started it.
    await commands.close();
    // 9 on a slow machine: the time is over before the apply is.
    expect([0, 9]).toContain(document.exitCode);
    expect(document.result).toMatchObject({ changed: ['winhttp/wow64', 'winhttp/native'] });
    const log = computer.unixPath(`${MACHINE_FOLDER}\\watcher.log`);
    await waitFor(
      'the change to go back',
      async () => /not confirmed: rolled back/.test(await readFile(log, 'utf8')) || undefined,
      120_000,
    );
    expect(await stored()).toBe(before);
    const late = await run('confirm');
    expect([late.exitCode, late.error?.code]).toEqual([8, 'stale']);
    await commands.close();
    await waitFor('the end of the watch', () => (computer.running().length === 0 ? true : undefined));
  });

  async function userName(): Promise<string> {
    const names = await readdir(computer.unixPath('C:\\users'));
    return names.find((name) => name !== 'Public') ?? '';
  }
});
