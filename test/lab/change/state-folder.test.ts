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
const MACHINE_FOLDER = 'C:\\ProgramData\\p2s-fix';
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

  const accounts = { owner: 'S-1-5-32-544', full: ['S-1-5-18', 'S-1-5-32-544'] };

  describe.each([false, true])('by the scripts (Constrained Language Mode: %s)', (constrained) => {
    beforeAll(() => computer.constrained(constrained));
    afterAll(() => computer.constrained(false));
    const path = `C:\\made-${constrained}`;
    const deep = `${path}\\deep`;

    it('creates a folder and its parents, changes no existing folder, and reports what there is', async () => {
      // Wine's icacls.exe does nothing and reports success.
      expect(await script('New-P2SStateFolder', { path: deep, ...accounts })).toEqual({ made: true });
      expect((await stat(computer.unixPath(deep))).isDirectory()).toBe(true);
      expect(await script('New-P2SStateFolder', { path, ...accounts })).toEqual({ made: false });
      const sddl = expect.stringMatching(/^O:S-1-5-21-[-\d]+.*D:.*\(A;.*;FA;;;/);
      const folders = [
        { path: deep, kind: 'folder', sddl },
        { path: 'C:\\', kind: 'folder', sddl },
        { path: 'C:\\windows\\regedit.exe', kind: 'file', sddl },
        { path: 'C:\\no\\such', kind: 'absent', sddl: null },
        { path: 'Q:\\x', kind: 'absent', sddl: null },
      ];
      expect(
        await script('Get-P2SFolderAccess', { paths: folders.map((folder) => folder.path) }),
      ).toMatchObject({ user: { elevated: constrained ? null : true }, folders });
    });

    it('makes none in two steps where others could open it in between', async () => {
      const open = computer.unixPath(`${path}\\open`);
      await mkdir(open);
      await chmod(open, 0o777);
      const programs = computer.unixPath('C:\\Program Files');
      await chmod(programs, 0o777);
      const made = () => script('New-P2SStateFolder', { path: `${path}\\open\\ours`, ...accounts });
      try {
        const answer = await made().catch(String);
        if (constrained) expect(answer).toMatchObject({ error: { code: 'failed' } });
        else expect(answer).toEqual({ made: true });
        expect(await readdir(open)).toEqual(constrained ? [] : ['ours']);
      } finally {
        await chmod(programs, 0o755);
      }
      expect(await made()).toEqual({ made: constrained });
      expect(await readdir(open)).toEqual(['ours']);
    });
  });

  it('is refused when somebody else has made it before, and nothing is written', async () => {
    const planted = computer.unixPath(MACHINE_FOLDER);
    await mkdir(planted);
    await chmod(planted, 0o755);
    const document = await run('apply', '--no-probe');
    expect(document.exitCode).toBe(1);
    expect(document.error).toMatchObject({ code: 'state-dir', where: MACHINE_FOLDER });
    expect(await readdir(planted)).toEqual([]);
    expect(await stored()).toBe(before);
    await rm(planted, { recursive: true });
  });

  it('is made, used, and refused again once others may write to it', async () => {
    const document = await run('apply', '--no-probe');
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    const folder = computer.unixPath(MACHINE_FOLDER);
    expect(await readdir(join(folder, 'backups'))).toContain('0001.json');
    await chmod(folder, 0o777);
    expect((await run('audit', '--no-probe')).error).toMatchObject({ code: 'state-dir' });
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
