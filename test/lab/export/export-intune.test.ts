import { link, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/files.ts';
import { type Computer, INSIDE, newComputer } from '../../support/lab/lab.ts';
import { exportedBlob } from '../../support/machines/reg-export.ts';
import { freePort } from '../../support/ports.ts';
import { runBuilt, runJson } from '../../support/programs/cli.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER = `HKEY_CURRENT_USER\\Software\\${INTERNET}`;
const MACHINE = `HKEY_LOCAL_MACHINE\\SOFTWARE\\${INTERNET}`;
const WOW = `HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\${INTERNET}`;
const POLICY = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${INTERNET}`;
const KEPT = ['HKEY_LOCAL_MACHINE\\SOFTWARE\\p2s-fix', 'HKEY_CURRENT_USER\\Software\\p2s-fix'];
const PROFILES = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';

const AS_32_BIT = fileURLToPath(new URL('../ps/Start-As32Bit.ps1', import.meta.url));

const STATE = {
  schemaVersion: '1.0',
  winInet: { proxy: 'proxy.contoso.example:8080', bypass: '<local>' },
  winHttp: 'follow',
};

/** More connections than a line can hold; none exists. */
const RAS = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`wininet/current/ras/${'VPN'.repeat(20)}${at}`, { direct: true }]),
);

const LEGACY = exportedBlob([0x3c, 7, 1], ['', '', ''], 28);

type Package = 'user' | 'system';
type Job = 'Detect' | 'Remediate' | 'Undo';

/** The scripts as Intune runs them: no parameters, an exit code, and the last line of standard output. */
describe('packages for Intune', () => {
  let computer: Computer;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let out: string;
  let before: string[];

  const regText = (...lines: string[]) => ['Windows Registry Editor Version 5.00', ...lines, ''].join('\r\n');
  const start = regText(
    `[-${POLICY}]`,
    ...KEPT.map((key) => `[-${key}]`),
    `[-${WOW}\\Connections]`,
    // The key exists, without the subkey of the value.
    `[${WOW}]`,
    `[${USER}]`,
    '"ProxyEnable"=dword:00000000',
    '"ProxyServer"="old.contoso.example:1"',
    '"ProxyOverride"=-',
    '"AutoConfigURL"="http://pac.contoso.example/proxy.pac"',
    `[${USER}\\Connections]`,
    `"DefaultConnectionSettings"=${exportedBlob([0x46, 12, 5], ['old.contoso.example:1', '', 'http://pac.contoso.example/proxy.pac'], 455)}`,
    `"SavedLegacySettings"=${LEGACY}`,
    `[${MACHINE}\\Connections]`,
    `"WinHttpSettings"=${exportedBlob([0x18, 0, 3], ['stale.contoso.example:1', ''])}`,
  );

  beforeAll(async () => {
    folder = await tempFolder();
    computer = await newComputer('export-intune');
    const file = join(folder.path, 'desired.json');
    await writeFile(file, JSON.stringify(STATE));
    out = join(folder.path, 'intune');
    const document = await runJson(['export', 'intune', '--desired', file, '--out', out]);
    expect([document.error, document.exitCode]).toEqual([undefined, 0]);
    // If the language mode hides the current user, Windows' list of profiles has it.
    await computer.regImport(
      regText(`[${PROFILES}\\${computer.user}]`, `"ProfileImagePath"="C:\\\\users\\\\root"`),
    );
    await computer.regImport(start);
    before = await dumps();
  });
  afterAll(async () => {
    await computer?.destroy();
    await folder?.remove();
  });
  beforeEach(async () => {
    await computer.regImport(start);
  });

  const dumps = () =>
    Promise.all(
      [USER, MACHINE, WOW, ...KEPT].map(async (key) => {
        const there = !KEPT.includes(key) || (await computer.reg(['query', key])).exitCode === 0;
        return there ? (await computer.regExport(key)).toString('utf16le') : `${key} is not there`;
      }),
    );

  /** `alone`: in a PowerShell of its own, as Intune runs it. */
  async function run(job: Job, name: Package, from = out, how: 'kept' | 'alone' | '32-bit' = 'kept') {
    const file = join(from, name, `${job}_P2S${name === 'user' ? 'WinInet' : 'WinHttp'}.ps1`);
    const [script, args] = how === '32-bit' ? [AS_32_BIT, ['-Script', computer.path(file)]] : [file, []];
    const { stdout, stderr, exitCode } =
      how === 'alone'
        ? await computer.pwsh(script, args, { retry: false })
        : await computer.script(script, args);
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(1);
    const [line = ''] = lines;
    expect(line).toMatch(/^[ -~]{2,2048}$/);
    const printed = JSON.parse(line) as Record<string, unknown>;
    expect(printed).toMatchObject({ p2sFix: 1, tool: 'p2s-fix', mode: job.toLowerCase(), package: name });
    expect(printed.machine).toMatch(/^[A-Z0-9-]+$/i);
    return { exitCode, ...printed } as {
      exitCode: number | null;
      state?: string;
      why?: string;
    } & typeof printed;
  }

  /** A job of both packages at once. */
  const both = (job: Job, how: 'kept' | 'alone' = 'alone') =>
    Promise.all((['system', 'user'] as const).map((name) => run(job, name, out, how)));

  /** Both packages through their whole life; `inBetween` runs on the repaired machine. */
  async function life(languageMode: string, inBetween?: () => Promise<void>) {
    for (const one of await both('Detect'))
      expect(one).toMatchObject({ exitCode: 1, state: 'drift', verdict: 'drift', languageMode });
    expect(await dumps()).toEqual(before);
    for (const one of await both('Remediate')) expect(one).toMatchObject({ exitCode: 0, state: 'repaired' });
    for (const one of await both('Detect', 'kept'))
      expect(one).toMatchObject({ exitCode: 0, state: 'aligned' });
    await inBetween?.();
    for (const one of await both('Undo')) expect(one).toMatchObject({ exitCode: 0, state: 'undone' });
    expect(await dumps()).toEqual(before);
  }

  it('detect 1, remediate 0, detect 0, change nothing the second time; undo leaves no byte', async () => {
    await life('FullLanguage', async () => {
      const repaired = await dumps();
      for (const one of await both('Remediate'))
        expect(one).toMatchObject({ exitCode: 0, state: 'aligned', changed: [] });
      expect(await dumps()).toEqual(repaired);
      const desired = computer.path(join(folder.path, 'desired.json'));
      // Wine does not keep the owner of the folder that the scripts create for their lock.
      const state = ['--state-dir', 'C:\\p2s-state'];
      const audit = await computer.cli(['--desired', desired, '--no-probe', '--json', ...state], {
        retry: false,
      });
      expect(JSON.parse(audit.stdout)).toMatchObject({ exitCode: 0, plan: { changes: [] } });
    });
    expect(await run('Undo', 'user')).toMatchObject({ exitCode: 0, state: 'nothing-kept' });
  });

  it('do the same in Constrained Language Mode', async () => {
    await computer.constrained(true);
    try {
      await life('ConstrainedLanguage');
    } finally {
      await computer.constrained(false);
    }
  });

  it('undo to the first state after several drifts, though Windows has counted its blob up', async () => {
    await run('Remediate', 'user');
    await computer.regImport(regText(`[${USER}]`, '"ProxyEnable"=dword:00000000'));
    expect(await run('Detect', 'user')).toMatchObject({ exitCode: 1 });
    expect(await run('Remediate', 'user')).toMatchObject({ exitCode: 0, state: 'repaired' });
    const counted = exportedBlob(
      [0x46, 99, 3],
      ['proxy.contoso.example:8080', '<local>', 'http://pac.contoso.example/proxy.pac'],
      32,
    );
    // And one value is already restored, as after a killed undo.
    const back = `"SavedLegacySettings"=${LEGACY}`;
    await computer.regImport(
      regText(`[${USER}\\Connections]`, `"DefaultConnectionSettings"=${counted}`, back),
    );
    expect(await run('Undo', 'user')).toMatchObject({ exitCode: 0, state: 'undone' });
    expect(await dumps()).toEqual(before);
  });

  it('restore nothing outside the hive of the user whose backup it is, whatever is written there', async () => {
    const write = {
      ...{ id: 'winhttp/native', key: `${MACHINE}\\Connections`, name: 'WinHttpSettings' },
      ...{ expected: null, next: null, removeKeyIfEmpty: false },
    };
    const kept = { schemaVersion: '1.0', kind: 'p2s-fix-kept', at: '', writes: [write] };
    const text = JSON.stringify(kept).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    await computer.regImport(regText(`[${KEPT[1]}\\Backup]`, `"BeforeFirstChange"="${text}"`));
    const now = await dumps();
    for (const constrained of [false, true]) {
      await computer.constrained(constrained);
      expect(await run('Undo', 'user')).toMatchObject({
        ...{ exitCode: 1, state: 'failed', why: 'target-not-allowed' },
        languageMode: constrained ? 'ConstrainedLanguage' : 'FullLanguage',
      });
    }
    await computer.constrained(false);
    expect(await dumps()).toEqual(now);
  });

  it('leave what somebody else has set since', async () => {
    await run('Remediate', 'system');
    const theirs = exportedBlob([0x28, 0, 3], ['theirs.contoso.example:1', '']);
    await computer.regImport(regText(`[${MACHINE}\\Connections]`, `"WinHttpSettings"=${theirs}`));
    const now = await dumps();
    expect(await run('Undo', 'system')).toMatchObject({
      exitCode: 1,
      state: 'changed',
      why: 'winhttp/native',
    });
    expect(await dumps()).toEqual(now);
  });

  // The lab's WinHTTP setter reports success and writes nothing: the read-back detects it.
  it('roll back what was written when one value cannot be, and keep nothing', async () => {
    await computer.denyKey(`${MACHINE}\\Connections`, 'write');
    try {
      expect(await run('Remediate', 'system')).toMatchObject({
        ...{ exitCode: 1, state: 'failed', why: 'denied', changed: [] },
        stores: expect.arrayContaining([{ id: 'winhttp/native', state: 'drift' }]),
      });
    } finally {
      await computer.allowKey(`${MACHINE}\\Connections`);
    }
    expect(await dumps()).toEqual(before);
  });

  it('say that they cannot look, and start no remediation for it', async () => {
    await computer.denyKey(`${MACHINE}\\Connections`, 'read');
    try {
      expect(await run('Detect', 'system')).toMatchObject({ exitCode: 1, state: 'unseen' });
      expect(await run('Remediate', 'system')).toMatchObject({ exitCode: 1, state: 'unseen' });
    } finally {
      await computer.allowKey(`${MACHINE}\\Connections`);
    }
  });

  it('give no all-clear where a policy that may not be read could replace the setting', async () => {
    const other = exportedBlob([0x46, 1, 3], ['other.contoso.example:1', '', ''], 32);
    await computer.regImport(
      regText(
        ...[`[${MACHINE}\\Connections]`, `"DefaultConnectionSettings"=${other}`],
        ...[`[${POLICY}]`, '"ProxySettingsPerUser"=dword:00000000'],
      ),
    );
    await computer.denyKey(POLICY, 'read');
    try {
      const unseen = { exitCode: 1, state: 'unseen' };
      const stores = expect.arrayContaining([expect.objectContaining({ by: 'policy-unseen' })]);
      for (const name of ['user', 'system'] as const) {
        expect(await run('Detect', name)).toMatchObject({ ...unseen, stores });
        expect(await run('Remediate', name)).toMatchObject(unseen);
      }
    } finally {
      await computer.allowKey(POLICY);
      await computer.regImport(
        regText(`[-${POLICY}]`, `[${MACHINE}\\Connections]`, '"DefaultConnectionSettings"=-'),
      );
    }
    expect(await dumps()).toEqual(before);
  });

  it('say who manages a machine, and do not fight it', async () => {
    await computer.regImport(regText(`[${POLICY}]`, '"ProxyServer"="policy.contoso.example:1"'));
    const managed = { state: 'managed', stores: [{ by: 'policy:ProxyServer' }] };
    expect(await run('Detect', 'user')).toMatchObject({ exitCode: 0, ...managed });
    expect(await run('Remediate', 'user')).toMatchObject({ exitCode: 1, ...managed });
    await computer.regImport(regText(`[-${POLICY}]`));
    expect(await dumps()).toEqual(before);
  });

  it('test the route to the gateway when asked to, and report the first bad result', async () => {
    const port = await freePort();
    const file = join(folder.path, 'probed.json');
    const gateways = [`127.0.0.1:${port}`];
    await writeFile(file, JSON.stringify({ ...STATE, winInet: null, winHttp: null, stores: RAS, gateways }));
    const probed = join(folder.path, 'probed');
    await runJson(['export', 'intune', '--desired', file, '--out', probed, '--probe']);
    // No change to make, and a line that would be too long.
    expect(await run('Detect', 'user', probed)).toMatchObject({ exitCode: 0, state: 'not-here', cut: true });
    const direct = join(folder.path, 'direct');
    await runJson([
      'export',
      'intune',
      '--direct',
      '--gateway',
      `127.0.0.1:${port}`,
      '--probe',
      '--out',
      direct,
    ]);
    expect(await run('Remediate', 'user', direct)).toMatchObject({
      ...{ exitCode: 0, state: 'repaired', verdict: 'repaired', paths: [] },
    });
    expect(await run('Detect', 'user', direct)).toMatchObject({
      exitCode: 0,
      state: 'aligned',
      verdict: 'out-of-reach',
      paths: [{ gateway: `127.0.0.1:${port}`, verdict: 'out-of-reach' }],
    });
    expect(await run('Undo', 'user', direct)).toMatchObject({ exitCode: 0, state: 'undone' });
    expect(await dumps()).toEqual(before);
  });

  it('go on in the 64-bit PowerShell where Intune has started the other one', async () => {
    const home = computer.unixPath('C:\\windows\\Sysnative\\WindowsPowerShell');
    await mkdir(home, { recursive: true });
    const pwsh = computer.unixPath(INSIDE.pwsh);
    await symlink(dirname(pwsh), join(home, 'v1.0'));
    await link(pwsh, join(home, 'v1.0', 'powershell.exe'));
    // In this mode the 32-bit PowerShell would see the wrong view, and reports it.
    await computer.constrained(true);
    try {
      expect(await run('Detect', 'system', out, '32-bit')).toMatchObject({ exitCode: 1, state: 'drift' });
      await rm(join(home, 'v1.0', 'powershell.exe'));
      expect(await run('Detect', 'system', out, '32-bit')).toMatchObject({
        exitCode: 1,
        why: 'wrong-bitness',
      });
    } finally {
      await computer.constrained(false);
    }
  });

  it('are the same bytes for the same state, and ASCII', async () => {
    const again = join(folder.path, 'again');
    // The first was made by a process too: only the program that was built has its version.
    await runBuilt(['export', 'intune', '--desired', join(folder.path, 'desired.json'), '--out', again]);
    for (const name of await readdir(out, { recursive: true })) {
      if (!name.endsWith('.ps1')) continue;
      const text = await readFile(join(out, name), 'latin1');
      expect(text).toMatch(/^(?:[\t\x20-\x7e]*\r\n)+$/);
      expect(await readFile(join(again, name), 'latin1')).toBe(text);
    }
  });
});
