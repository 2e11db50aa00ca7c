import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from '../../page/support.ts';
import { tempFolder } from '../../support/files.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { runJson } from '../../support/programs/cli.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER = `HKEY_CURRENT_USER\\Software\\${INTERNET}`;
const MACHINE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}`;
const WOW = `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}`;

/** A machine whose export support has: repaired where p2s-fix is not installed, and rolled back. */
describe('a repair that was exported', () => {
  let computer: Computer;
  let commands: Commands;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let out: string;
  let file: string;
  let before: string[];
  let repaired: string[];

  beforeAll(async () => {
    folder = await tempFolder();
    computer = await newComputer('export-repair');
    commands = commandsOn(computer);
    const reg = [
      'Windows Registry Editor Version 5.00',
      `[${USER}]`,
      '"ProxyEnable"=dword:00000000',
      '"ProxyServer"="old.contoso.example:1"',
      `[${USER}\\Connections]`,
      `"DefaultConnectionSettings"=${exportedBlob([0x46, 12, 3], ['proxy.contoso.example:8080', '<local>', ''], 32)}`,
      // Equal to the strings, so the blob is newer.
      `"SavedLegacySettings"=${exportedBlob([0x46, 11, 1], ['old.contoso.example:1', '', ''], 32)}`,
      `[${MACHINE}\\Connections]`,
      `"WinHttpSettings"=${exportedBlob([0x18, 0, 1], ['', ''])}`,
      // The key exists, without the value.
      `[${WOW}\\Connections]`,
      '',
    ].join('\r\n');
    file = join(folder.path, 'export.reg');
    await writeFile(file, reg);
    await computer.regImport(reg);
    before = await dumps();
    out = join(folder.path, 'repair');
    const document = await runJson(['export', 'repair', '--machine', file, '--out', out]);
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    expect(document.plan?.changes.map(({ store }) => store)).toEqual([
      'wininet/current/lan',
      'winhttp/wow64',
      'winhttp/native',
    ]);
  });
  afterAll(async () => {
    await commands?.close().finally(() => computer.destroy());
    await folder?.remove();
  });

  const dumps = () =>
    Promise.all([USER, MACHINE, WOW].map(async (key) => (await computer.regExport(key)).toString('utf16le')));
  const script = (...args: string[]) => computer.script(join(out, 'Repair-P2SRegistry.ps1'), args);
  const importing = async (name: string) => {
    const { exitCode } = await computer.reg(['import', computer.path(join(out, name))]);
    expect(exitCode).toBe(0);
  };

  it('by reg.exe: repair.reg makes what p2s-fix would, and undo.reg leaves no byte of it', async () => {
    await importing('repair.reg');
    repaired = await dumps();
    expect(repaired).not.toEqual(before);
    expect((await commands.run(['--no-probe', '--json'])).exitCode).toBe(0);
    await importing('undo.reg');
    expect(await dumps()).toEqual(before);
  });

  it('by reg.exe, as the page gives it: repair.reg makes what apply makes, and undo.reg takes both back', async () => {
    const open = await openPage();
    const saved = await open
      .give([{ name: 'export.reg', bytes: await readFile(file) }])
      .then(() => open.saved(0, ['repair.reg', 'undo.reg']))
      .finally(() => open.close());
    for (const [name, bytes] of saved) await writeFile(join(out, `page-${name}`), bytes);
    await importing('page-repair.reg');
    const imported = await dumps();
    await importing('page-undo.reg');
    expect(await dumps()).toEqual(before);
    expect((await commands.run(['apply', '--no-probe', '--yes', '--json'])).exitCode).toBe(0);
    // Apply calls WinHTTP's own setter. Wine's setter leaves out the flag for direct, which Windows sets.
    const asWindows = (await dumps()).map((text) => text.replace(/(?<==hex:18(?:,00){7},)02/, '03'));
    expect(asWindows).toEqual(imported);
    await importing('page-undo.reg');
    expect(await dumps()).toEqual(before);
  });

  it('by the script: looks, repairs to the same bytes, finds it done, and undoes it', async () => {
    const observed = await script();
    const states = [...observed.stdout.matchAll(/^([a-z ]+): HKEY/gm)].map(([, state]) => state);
    expect([observed.exitCode, states]).toEqual([0, new Array(6).fill('as recorded')]);
    expect(await dumps()).toEqual(before);
    const applied = await script('-Apply');
    expect([applied.exitCode, applied.stderr]).toEqual([0, '']);
    expect(await dumps()).toEqual(repaired);
    expect((await readdir(out)).filter((name) => name.includes('.backup-'))).toHaveLength(1);
    const again = await script('-Apply');
    expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringContaining('written')]);
    expect((await script('-Undo')).exitCode).toBe(0);
    expect(await dumps()).toEqual(before);
  });

  it('by the script in Constrained Language Mode: the same', async () => {
    await computer.constrained(true);
    try {
      const applied = await script('-Apply', '-User', computer.user);
      expect([applied.exitCode, applied.stderr]).toEqual([0, '']);
      expect(await dumps()).toEqual(repaired);
      expect((await script('-Undo', '-User', computer.user)).exitCode).toBe(0);
      expect(await dumps()).toEqual(before);
    } finally {
      await computer.constrained(false);
    }
  });

  it('rolls back what was written when one value cannot be', async () => {
    await computer.denyKey(`${MACHINE}\\Connections`, 'write');
    try {
      const applied = await script('-Apply');
      expect(applied.exitCode).toBe(1);
      expect(applied.stdout).toMatch(/^denied: .*WinHttpSettings/m);
      expect(applied.stdout).toMatch(/^restored: .*WOW6432Node/m);
      expect(applied.stdout).not.toContain('NOT restored');
    } finally {
      await computer.allowKey(`${MACHINE}\\Connections`);
    }
    expect(await dumps()).toEqual(before);
  });

  it('writes nothing where anything is not as it was recorded', async () => {
    const foreign = exportedBlob([0x28, 0, 3], ['theirs:1', '']);
    await computer.regImport(
      [
        'Windows Registry Editor Version 5.00',
        `[${WOW}\\Connections]`,
        `"WinHttpSettings"=${foreign}`,
        '',
      ].join('\r\n'),
    );
    const now = await dumps();
    const applied = await script('-Apply');
    expect([applied.exitCode, applied.stdout]).toEqual([
      1,
      expect.stringMatching(/^different: .*WOW6432Node/m),
    ]);
    expect(await dumps()).toEqual(now);
  });

  it('exit codes above 255 reach whoever started the program', async () => {
    const { exitCode } = await computer.cli(['--bogus', '--exit-codes', 'msi'], { retry: false });
    expect(exitCode).toBe(1603);
  });
});
