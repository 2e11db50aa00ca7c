import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/report/text/columns.ts';
import { folderForAll } from '../../support/files.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const PROXY = 'proxy.contoso.example:8080';
const PAC = 'http://pac.contoso.example/p.pac';
const AUTO_DETECT = 9;

interface Recorded {
  /** Flags, proxy, bypass list and PAC URL of the user. */
  winInet: readonly [flags: number, proxy: string, bypass: string, pac: string];
  winHttp: readonly [flags: number, proxy: string, bypass: string];
}

function recording({ winInet: [flags, ...texts], winHttp: [own, ...lists] }: Recorded): string {
  const winHttp = `"WinHttpSettings"=${exportedBlob([0x28, 0, own], lists)}`;
  return [
    'Windows Registry Editor Version 5.00',
    `[HKEY_CURRENT_USER\\Software\\${INTERNET}]`,
    `[HKEY_CURRENT_USER\\Software\\${INTERNET}\\Connections]`,
    `"DefaultConnectionSettings"=${exportedBlob([0x46, 1, flags], texts, 32)}`,
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}\\Connections]`,
    winHttp,
    `[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}\\Connections]`,
    winHttp,
    '',
  ].join('\r\n');
}

describe('reports about a recording', () => {
  const folder = folderForAll();
  let files = 0;

  async function about(recorded: Recorded): Promise<string[]> {
    files += 1;
    const file = join(folder, `machine-${files}.reg`);
    await writeFile(file, recording(recorded));
    return ['--machine', file, '--state-dir', join(folder, `state-${files}`)];
  }
  const plainly = async (args: readonly string[]) => (await runCli([...args, '--verbose'])).stdout;

  it.each([
    ['en', /^BLOCKED: WinINET .*: WinHTTP is not changed\.$/m, /^Next: .*--desired.*--proxy and --direct/m],
    [
      'ja',
      /^自動では変更できません: WinINET .*WinHTTP は変更しません。$/m,
      /^対応: .*--desired.*--proxy と --direct/m,
    ],
  ])('names what is refused beside auto-detect, and the way on, in %s', async (lang, refused, next) => {
    const args = await about({ winInet: [AUTO_DETECT, '', '', ''], winHttp: [3, PROXY, ''] });
    const text = await plainly([...args, '--lang', lang]);
    expect(text).toMatch(refused);
    expect(text).toMatch(next);
    expect(text).toMatch(
      /auto-detect-not-resolved: .*proxy\.contoso\.example:8080.*\n {2}.*--desired.*--proxy.*--direct/,
    );
    const { findings, exitCode } = await runJson(args);
    expect(exitCode).toBe(8);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'auto-detect-not-resolved', severity: 'warning' }),
    );
  });

  it('asks for nothing after an apply that was refused, and promises nothing', async () => {
    const args = await about({ winInet: [5, '', '', PAC], winHttp: [1, '', ''] });
    const { findings, needs, result, exitCode } = await runJson(['apply', ...args, '--in-place']);
    expect([exitCode, result?.changed]).toEqual([8, []]);
    expect(needs.redial).toBe(false);
    expect(findings.find(({ code }) => code === 'wininet-mirror-differs')).toMatchObject({
      evidence: { refused: true },
      remedy: 'Not while a needed change is refused: an apply writes nothing then.',
    });
    const drift = await about({ winInet: [3, PROXY, '', ''], winHttp: [1, '', ''] });
    expect((await runJson(drift)).needs.redial).toBe(true);
  });

  it('says in plain lines what is stored but off', async () => {
    const args = await about({
      winInet: [1, PROXY, '<local>', PAC],
      winHttp: [1, 'other.contoso.example:1', ''],
    });
    const text = await plainly(args);
    expect(text).toContain(
      `WinINET (the recorded user): direct (stored, but off: Proxy ${PROXY}, Bypass <local>, PAC ${PAC})`,
    );
    expect(text).toContain('WinHTTP (64-bit): direct (stored, but off: Proxy other.contoso.example:1)');
  });

  it.each([
    ['en', 'managed by policy "Prevent changing proxy settings"', 'Set WinHTTP (32-bit)'],
    ['ja', '、ポリシー (プロキシ設定の変更を禁止) により管理', 'WinHTTP (32 ビット) を設定'],
  ])('names settings and policies instead of ids, in %s', async (lang, managed, change) => {
    const args = await about({ winInet: [3, PROXY, '', ''], winHttp: [1, '', ''] });
    const panel = '[HKEY_CURRENT_USER\\Software\\Policies\\Microsoft\\Internet Explorer\\Control Panel]';
    await appendFile(String(args[1]), `${panel}\r\n"Proxy"=dword:00000001\r\n`);
    const reports = ['html', 'md'].map((type) => join(folder, `named-${lang}.${type}`));
    const shown = await plainly([...args, '--lang', lang, ...reports.flatMap((file) => ['--report', file])]);
    for (const text of [shown, ...(await Promise.all(reports.map((file) => readFile(file, 'utf8'))))]) {
      expect(text).toContain(change);
      expect(text).not.toMatch(/winhttp\/|wininet\//);
    }
    expect(shown).toContain(managed);
    expect(shown).not.toContain('policy:');
  });

  it('asks for no administrator to change a file, and for no other dialling than now', async () => {
    const args = await about({ winInet: [3, PROXY, '', ''], winHttp: [1, '', ''] });
    expect(await plainly(args)).toContain('Set WinHTTP (64-bit) (needs an administrator)');
    for (const [mode, ...changes] of [
      ['apply', 'Set WinHTTP (64-bit)'],
      ['rollback', 'Clear WinHTTP (64-bit)'],
    ] as const) {
      const text = await plainly([mode, ...args, '--in-place']);
      for (const change of changes) expect(text).toContain(change);
      expect(text).not.toContain('administrator');
      if (mode === 'apply') expect(text).toMatch(/^Then: Reconnect the VPN/m);
    }
  });

  it('names the command line for a gateway that was typed there', async () => {
    const { stderr } = await runCli(['verify', 'ht!tp', '--verbose']);
    expect(stderr).toContain('ERROR input at command line: Not a gateway name: "ht!tp".');
  });

  it('names the line of a bad recording once', async () => {
    const file = join(folder, 'bad.reg');
    await writeFile(file, 'no export');
    for (const [lang, place] of [
      ['en', `at ${file}, line 1: Found "no", `],
      ['ja', `(${file}, 1 行目): "no" があります。`],
    ] as const)
      expect((await runCli(['--machine', file, '--verbose', '--lang', lang])).stderr).toContain(place);
  });

  it.each([
    ['en', 'Exit codes: '],
    ['ja', '終了コード: '],
  ])('breaks the exit codes of --help only where the window ends, in %s', async (lang, title) => {
    const { stdout } = await runCli(['--help', '--lang', lang]);
    const rows = stdout.slice(stdout.indexOf(title)).trim().split('\n');
    for (const [index, row] of rows.slice(0, -1).entries()) {
      const [next = ''] = (rows[index + 1] ?? '').split(' ');
      expect(displayWidth(row) + 1 + displayWidth(next), row).toBeGreaterThan(80);
      expect(row).not.toMatch(/\d$/);
    }
  });
});
