import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { runJson } from '../../support/programs/cli.ts';

const PROXY = { proxy: 'proxy.contoso.example:8080', bypass: '<local>;*.contoso.example' };
const WRITERS = [
  ...['Set-ItemProperty', 'New-Item', 'Remove-ItemProperty', 'Remove-Item', '.SetValue(', '.DeleteValue('],
  ...['.CreateSubKey(', 'WinHttpSetDefaultProxyConfiguration', 'Set-P2SValue', 'Invoke-P2SWriteAll'],
  ...['Invoke-P2SAlign', 'Enter-P2SWriteLock', 'Set-P2SBackup'],
];
const QUOTED = "wininet/current/ras/O'Brien%20VPN";

describe('export intune', () => {
  const root = folderForAll();
  let count = 0;

  async function exported(state: Record<string, unknown>, ...args: string[]) {
    count += 1;
    const [file, out] = [join(root, `state-${count}.json`), join(root, `out-${count}`)];
    await writeFile(file, JSON.stringify({ schemaVersion: '1.0', winInet: null, winHttp: null, ...state }));
    const document = await runJson(['export', 'intune', '--desired', file, '--out', out, ...args]);
    const files = await readdir(out, { recursive: true }).catch(() => []);
    return { document, file, out, files: files.filter((name) => name.includes('.')).sort() };
  }

  const scripts = (folder: string, stores: string) =>
    ['Detect', 'Remediate', 'Undo'].map((job) => `${folder}/${job}_P2S${stores}.ps1`);

  it('makes a package for each account that is needed, in which data stays data', async () => {
    const { document, out, files } = await exported({
      winInet: PROXY,
      winHttp: 'follow',
      stores: { [QUOTED]: { direct: true } },
    });
    expect([document.exitCode, document.mode]).toEqual([0, 'export']);
    expect(files).toEqual(['README.txt', ...scripts('system', 'WinHttp'), ...scripts('user', 'WinInet')]);
    const text = await readFile(join(out, 'user/Remediate_P2SWinInet.ps1'), 'latin1');
    const [, json = ''] = /^\$settings = '([^']*)'\r$/m.exec(text) ?? [];
    const settings = JSON.parse(json) as { targets: { id: string; change: unknown }[] };
    expect(settings.targets).toMatchObject([
      { id: 'wininet/current/lan', change: { ...PROXY, pac: null, autoDetect: false } },
      { id: QUOTED, name: "O'Brien VPN", change: { proxy: null } },
    ]);
    expect(text).toMatch(/^\$mode = 'remediate'\r$/m);
    expect(text).not.toContain('Get-P2SHandVerdict');
    const readme = await readFile(join(out, 'README.txt'), 'latin1');
    expect(readme).toContain(
      'winhttp/native: proxy proxy.contoso.example:8080, bypass "<local>;*.contoso.example"',
    );
  });

  it.each([
    [
      ['--proxy', 'p.contoso.example:8080'],
      '--proxy',
      'Add its bypass list, for example: --bypass "<local>"',
    ],
    [
      ['--pac', 'http://p.contoso.example/p.pac'],
      '--pac',
      'Name the state of both settings in a file for --desired.',
    ],
  ])('of %j says which option is missing', async (args, where, next) => {
    const out = join(root, 'by-option');
    const { error } = await runJson(['export', 'intune', ...args, '--out', out]);
    expect(error).toMatchObject({ code: 'refused', where, next });
    const complete = await runJson(['export', 'intune', ...args, '--bypass', '<local>', '--out', out]);
    expect(complete.exitCode).toBe(where === '--proxy' ? 0 : 3);
  });

  it('leaves a package out that would have nothing to do', async () => {
    expect((await exported({ winHttp: { direct: true } })).files).toEqual([
      'README.txt',
      ...scripts('system', 'WinHttp'),
    ]);
    expect((await exported({ winInet: { pac: 'http://pac.contoso.example/p.pac' } })).files).toContain(
      'user/Undo_P2SWinInet.ps1',
    );
  });

  it('tests the path where it is asked for, in the package of the user', async () => {
    const state = { winInet: PROXY, winHttp: 'follow', gateways: ['azuregateway-0.vpn.azure.com'] };
    const { out } = await exported(state, '--probe');
    const has = async (name: string) =>
      (await readFile(join(out, name), 'latin1')).includes('Get-P2SHandVerdict');
    expect(await has('user/Detect_P2SWinInet.ps1')).toBe(true);
    // Intune detects again after it has remediated.
    expect(await has('user/Remediate_P2SWinInet.ps1')).toBe(false);
    expect(await has('system/Detect_P2SWinHttp.ps1')).toBe(false);
    const { document } = await exported({ winInet: PROXY }, '--probe');
    expect([document.error?.code, document.exitCode]).toEqual(['no-gateway', 3]);
  });

  it.each([[], ['--probe']])(
    'has nothing in the detection that writes, and no script over 100 KB: %j',
    async (...args) => {
      const state = { winInet: PROXY, winHttp: 'follow', gateways: ['azuregateway-0.vpn.azure.com'] };
      const { out, files } = await exported(state, ...args);
      for (const name of files.filter((file) => file.endsWith('.ps1'))) {
        const script = await readFile(join(out, name), 'latin1');
        expect(script.length).toBeLessThanOrEqual(100 * 1024);
        // The remediation has them, so the names are those of today.
        const writers = name.includes('Remediate') ? WRITERS : [];
        expect(WRITERS.filter((writer) => script.includes(writer))).toEqual(
          name.includes('Undo') ? expect.any(Array) : writers,
        );
      }
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['a PAC file', { winInet: { pac: 'http://pac.contoso.example/p.pac' } }],
    ['what each machine has', {}],
    ['a bypass list that each machine has', { winInet: { proxy: PROXY.proxy } }],
    ['a SOCKS proxy', { winInet: { proxy: 'socks=s.contoso.example:1080', bypass: '' } }],
  ])('refuses a WinHTTP that would follow %s', async (_, state) => {
    const { document, file, files } = await exported({ ...state, winHttp: 'follow' });
    expect([document.exitCode, document.error?.code, files]).toEqual([8, 'refused', []]);
    expect(document.error?.where).toContain(file);
  });

  it('refuses the account of one machine, a recording, and a state that nobody named', async () => {
    const id = 'wininet/S-1-5-21-1-2-3-1001/lan';
    const { document } = await exported({ stores: { [id]: { direct: true } } });
    expect([document.exitCode, document.error?.code]).toEqual([8, 'refused']);
    const recording = await exported({ winHttp: { direct: true } }, '--machine', 'export.reg');
    expect(recording.document.error).toMatchObject({ code: 'usage', where: '--machine' });
    const nothing = await runJson(['export', 'intune', '--out', join(root, 'nothing')]);
    expect(nothing.error).toMatchObject({ code: 'usage', where: '--desired' });
    expect(await readdir(root)).not.toContain('nothing');
  });
});
