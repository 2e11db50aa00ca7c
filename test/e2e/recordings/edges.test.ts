import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encodeWinInetBlob,
  freshWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import { folderForAll } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const HKLM = `HKEY_LOCAL_MACHINE\\${SETTINGS}\\Connections`;
const DIRECT = '"WinHttpSettings"=hex:28,00,00,00,00,00,00,00,01,00,00,00,00,00,00,00,00,00,00,00';

/** A UTF-16LE export of these sections. */
function exported(sections: Record<string, string[]>): Buffer {
  const lines = Object.entries(sections).flatMap(([key, values]) => ['', `[${key}]`, ...values]);
  const text = `\ufeffWindows Registry Editor Version 5.00\r\n${lines.join('\r\n')}\r\n`;
  return Buffer.from(text, 'utf16le');
}

function lan(change: Partial<WinInetBlob>): string {
  const hex = Buffer.from(encodeWinInetBlob({ ...freshWinInetBlob(), ...change })).toString('hex');
  return `"DefaultConnectionSettings"=hex:${hex.match(/../g)?.join(',')}`;
}

describe('edges of what comes in', () => {
  const folder = folderForAll();

  async function audit(sections: Record<string, string[]>, ...args: string[]) {
    const file = join(folder, 'machine.reg');
    await writeFile(file, exported(sections));
    return runJson(['--machine', file, '--state-dir', join(folder, 'state'), ...args]);
  }

  it('a scheduled run does not offer to name or allow what WinHTTP cannot use', async () => {
    const file = join(folder, 'scheduled.reg');
    const remedyFor = async (proxy: string) => {
      await writeFile(
        file,
        exported({
          [`HKEY_CURRENT_USER\\${SETTINGS}`]: ['"ProxyEnable"=dword:00000001', `"ProxyServer"="${proxy}"`],
          [`HKEY_CURRENT_USER\\${SETTINGS}\\Connections`]: [lan({ flags: 3, proxy })],
          [HKLM]: [DIRECT],
          [HKLM.replace('Software', 'Software\\WOW6432Node')]: [DIRECT],
        }),
      );
      const options = [
        '--in-place',
        '--probe',
        '--gateway',
        '127.0.0.1:1',
        '--state-dir',
        join(folder, 'state'),
      ];
      const { findings } = await runJson(['schedule', 'run', '--machine', file, ...options]);
      return findings.find(({ code }) => code === 'user-setting-not-followed')?.remedy;
    };
    expect(await remedyFor('socks=127.0.0.2:1080')).toContain('--allow-proxy HOST:PORT');
    expect(await remedyFor('http=a.example:80;socks=b.example:1080')).toContain(
      '--allow-proxy a.example:80 (',
    );
  });

  it('two users: reports that one has to be named, and still reports the settings', async () => {
    const document = await audit({
      [`HKEY_USERS\\S-1-5-21-1-2-3-1001\\${SETTINGS}\\Connections`]: [lan({ flags: 1 })],
      [`HKEY_USERS\\S-1-12-1-1-2-3-4\\${SETTINGS}\\Connections`]: [lan({ flags: 1 })],
      [HKLM]: [DIRECT],
    });
    expect(document.error).toMatchObject({
      code: 'user-ambiguous',
      next: expect.stringContaining('S-1-12-1-1-2-3-4'),
    });
    expect(document.exitCode).toBe(3);
    expect(document.stores).toHaveLength(4);
  });

  it('escape sequences in an address reach no terminal', async () => {
    const pac = 'http://w/\u001b]0;pwn\u0007\u009b';
    await audit({
      [`HKEY_CURRENT_USER\\${SETTINGS}\\Connections`]: [lan({ flags: 5, pac })],
      [HKLM]: [DIRECT],
    });
    for (const output of ['--plain', '--json', '--ndjson']) {
      const { stdout } = await runCli(['--machine', join(folder, 'machine.reg'), output]);
      expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    }
  });

  it.each([
    [['--apply=plan.json'], /apply plan\.json/],
    [['--out', 'x', '--machine', 'y'], /--out goes with --apply: an audit writes no file/],
    [['audit', '--in-place', '--machine', 'y'], /Add --apply, or leave out --in-place/],
    [['verify', '443'], /443/],
    [['constructor'], /constructor/],
  ])('%j is exit 3 and names what is wrong', async (args, what) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toMatch(what);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [['--exit-codes', 'msi', '--bogus'], 1603 % 256],
    [['--exit-codes', 'intune', '--bogus'], 0],
    [['apply', '--exit-codes=intune', '--bogus'], 1],
  ])('%j maps its exit code', async (args, code) => {
    expect((await runCli(args)).exitCode).toBe(code);
  });

  it('lists backups without a machine', async () => {
    const document = await runJson(['rollback', '--list', '--state-dir', join(folder, 'none')]);
    expect([document.exitCode, document.backups]).toEqual([0, []]);
  });
});
