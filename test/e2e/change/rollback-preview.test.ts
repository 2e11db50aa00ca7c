import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForAll } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import {
  type ProgramOnTerminal,
  runOnTerminal,
  type TerminalOptions,
} from '../../support/programs/terminal-program.ts';

const ORIGINAL = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
/** What the rollback makes of the settings, which a terminal breaks into rows. */
const RESTORES =
  /WinHTTP \(64-bit and 32-bit\): proxy proxy\.contoso\.example:8080, bypass\s+<local>\s+->\s+direct/;

describe('a rollback shows what it restores before it does', () => {
  const folder = folderForAll();
  const open: ProgramOnTerminal[] = [];
  let machines = 0;

  afterEach(async () => {
    for (const program of open.splice(0)) await program.close();
  });

  /** A recording after an apply, and what names it on a command line. */
  async function applied(...more: string[]) {
    machines += 1;
    const file = join(folder, `machine-${machines}.reg`);
    await writeFile(file, ORIGINAL);
    const args = ['--machine', file, '--in-place', '--state-dir', join(folder, `state-${machines}`)];
    expect((await runJson(['apply', ...args, '--no-probe', ...more])).exitCode).toBe(0);
    return { file, args, left: await readFile(file) };
  }
  const run = (args: readonly string[], options: TerminalOptions = {}) => {
    const program = runOnTerminal(['rollback', ...args], options);
    open.push(program);
    return program;
  };

  it.skipIf(process.platform === 'win32')('on a terminal, store by store, and takes no for no', async () => {
    const { file, args, left } = await applied();
    const program = run(args);
    await program.emulator.shows('Restore it? [y/N]');
    const screen = program.window().join('\n');
    expect(screen).toMatch(RESTORES);
    expect(screen).toMatch(
      /restore backup 0001 \(before an apply, [-\d]+T[:.\d]+Z\):\n {2}~ WinHTTP \(64-bit\): direct\n {2}~ WinHTTP \(32-bit\): direct\nRestore it/,
    );
    expect(await readFile(file)).toEqual(left);
    program.type('n');
    const { exitCode, text } = await program.ended();
    expect(exitCode).toBe(130);
    expect(text).toMatch(RESTORES);
    expect(await readFile(file)).toEqual(left);
  });

  it.skipIf(process.platform === 'win32')('in Japanese, and does it when asked to', async () => {
    const { file, args } = await applied();
    const program = run([...args, '--lang', 'ja']);
    await program.emulator.shows('元に戻しますか? [y/N]');
    expect(program.window().join('\n')).toContain('<local> -> 直接接続');
    program.type('y');
    const { exitCode, text } = await program.ended();
    expect(exitCode).toBe(0);
    expect(text.indexOf('バックアップ 0001 (apply の前、')).toBeLessThan(
      text.indexOf('以前の値に戻しました'),
    );
    expect(await readFile(file)).toEqual(ORIGINAL);
  });

  it('in all plain lines, before it begins to', async () => {
    const { args } = await applied();
    const { stdout } = await runCli(['rollback', ...args, '--yes', '--verbose']);
    const lines = stdout.split('\n');
    const at = lines.indexOf('  ~ WinHTTP (64-bit): direct');
    expect(at).toBeGreaterThanOrEqual(0);
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '  ~ WinHTTP (32-bit): direct',
      'Restoring the earlier values \u2026',
    ]);
    expect(lines).toContain('RESTORED: WinHTTP (64-bit and 32-bit): earlier values restored.');
    expect(lines.lastIndexOf('  WinHTTP (64-bit and 32-bit): direct')).toBeGreaterThan(at);
  });

  it('in short, after the conclusion', async () => {
    const { args } = await applied();
    const restored = await runCli(['rollback', ...args, '--yes']);
    const [, , ...lines] = restored.stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'RESTORED: WinHTTP (64-bit and 32-bit): earlier values restored.',
      'Change: Restored: WinHTTP (64-bit and 32-bit): direct.',
    ]);
    expect(restored.stdout).not.toMatch(/wininet\/|winhttp\//);
    const again = await runCli(['rollback', ...args, '--yes']);
    expect(again.stdout).toContain('\nDONE: The values are those of the backup. Nothing was written.\n');
  });

  it('of an unconfirmed change, without the values that are already restored', async () => {
    const { args } = await applied('--confirm-within', '10m');
    const document = await runJson(['rollback', ...args]);
    expect(document.plan?.changes.map(({ store, action }) => [store, action])).toEqual([
      ['winhttp/native', 'clear'],
      ['winhttp/wow64', 'clear'],
    ]);
    expect(document.result).toMatchObject({ rolledBack: true });
    const again = await runJson(['rollback', ...args]);
    expect(again).toMatchObject({ exitCode: 0, plan: null, result: { changed: [], rolledBack: false } });
  });
});
