import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostOptions } from '../../src/powershell/host-options.ts';
import { OneShotHost } from '../../src/powershell/one-shot.ts';
import type { PowerShellHost, ScriptName } from '../../src/powershell/port.ts';
import { SessionHost } from '../../src/powershell/session.ts';
import { linuxPwsh } from '../support/lab.ts';
import { buildTestScripts, hostOptions, openWorkshop, type Workshop } from '../support/powershell.ts';
import { runProgram, skipWithout, waitFor } from '../support/process.ts';

/** A path in which everything stands that a session's text could trip over. */
const ODD_FOLDER = "a'b \u2019\u201b $(x) `日本;#";
const TEST_SCRIPT = 'Test-Wire' as ScriptName;
const run = { deadlineMs: 60_000 };

const ADAPTERS = {
  'one-shot': (options: HostOptions): PowerShellHost => new OneShotHost(options),
  session: (options: HostOptions): PowerShellHost => new SessionHost(options),
};
const MODES = ['FullLanguage', 'ConstrainedLanguage'] as const;

let shop: Workshop;
let scriptsDir: string;
const executables = { FullLanguage: linuxPwsh, ConstrainedLanguage: '' };

beforeAll(async () => {
  shop = openWorkshop();
  scriptsDir = join(shop.folder, ODD_FOLDER);
  await buildTestScripts(scriptsDir);
  const configuration = join(shop.folder, 'constrained.pssc');
  await writeFile(
    configuration,
    "@{ SchemaVersion='2.0.0.0'; GUID='4f0e8d8c-2a7b-4f43-9d0e-0b9f2b7e6a11'; SessionType='Default'; LanguageMode='ConstrainedLanguage' }",
  );
  executables.ConstrainedLanguage = shop.wrapper(linuxPwsh, ['-ConfigurationFile', configuration]);
});
afterAll(() => shop.remove());

for (const [name, make] of Object.entries(ADAPTERS)) {
  for (const mode of MODES) {
    describe.skipIf(skipWithout(linuxPwsh))(`${name} with PowerShell 7 on Linux, ${mode}`, () => {
      let host: PowerShellHost;

      beforeAll(() => {
        host = make(hostOptions(executables[mode], { scriptsDir }));
      });
      afterAll(() => host.dispose());

      const ask = async (request: Record<string, unknown>) =>
        (await host.run(TEST_SCRIPT, request, run)).result;

      it('runs in that language mode', async () => {
        expect(await ask({ do: 'mode' })).toBe(mode);
      });

      it('collects what there is off Windows', async () => {
        const { result, diagnostics } = await host.run('Get-P2SMachine', {}, run);
        expect(diagnostics).toEqual([]);
        expect(result).toMatchObject({
          schemaVersion: '1.0',
          kind: 'p2s-fix-capture',
          collectedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          os: { platform: 'linux', build: null },
          powershell: { version: '7.6.9', edition: 'Core', languageMode: mode },
          user: { sid: null, elevated: null },
          keys: [],
        });
      });

      it('reads any JSON and writes it back, the same in both modes', async () => {
        const leaf = fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('2026-11-24T10:00:00Z', '/Date(0)/', '', 'null', 'K\u212aA\r\n\t"\\\u2019'),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
        );
        const { tree } = fc.letrec((tie) => ({
          tree: fc.oneof(
            { maxDepth: 4 },
            leaf,
            fc.array(tie('tree'), { maxLength: 4 }),
            fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', '"', '日') }), tie('tree'), {
              maxKeys: 3,
            }),
          ),
        }));
        const value = fc.sample(tree, { numRuns: 60, seed: 7 });
        expect(await ask({ do: 'echo', value })).toEqual(JSON.parse(JSON.stringify(value)));
      });

      it('gives values the same wire form that they came in', async () => {
        const values = [
          { kind: 'binary', hex: '' },
          { kind: 'binary', hex: '0046ff7f' },
          { kind: 'string', text: '' },
          { kind: 'string', text: 'http=p:80;https=q:81 é日本\u0000\ud800' },
          { kind: 'expand-string', text: '%SystemRoot%\\x' },
          { kind: 'multi-string', texts: [] },
          { kind: 'multi-string', texts: ['one'] },
          { kind: 'multi-string', texts: ['', 'two'] },
          { kind: 'dword', number: 0 },
          { kind: 'dword', number: 0xffffffff },
          { kind: 'dword', number: 0x80000000 },
          { kind: 'qword', text: '0' },
          { kind: 'qword', text: '18446744073709551615' },
          { kind: 'qword', text: '9223372036854775808' },
          { kind: 'other', type: 0, hex: 'aa' },
          { kind: 'other', type: 4294967295, hex: '' },
        ];
        expect(await ask({ do: 'values', values })).toEqual(values);
      });

      it('allows no target but the proxy settings', async () => {
        const user =
          'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
        const machine = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
        const wow = machine.replace('SOFTWARE', 'SOFTWARE\\WOW6432Node');
        const good = [
          [user, 'ProxyServer'],
          [`${user}\\Connections`, 'My VPN'],
          [`${machine}\\Connections`, 'WinHttpSettings'],
          [`${wow}\\Connections`, 'WinHttpSettings'],
          [wow.toLowerCase(), 'proxyenable'],
          [user.replace('S-1-5-21-1-2-3-1001', 'S-1-5-18'), 'AutoConfigURL'],
        ];
        const bad = [
          [user, 'Other'],
          [user, ''],
          [`${user}\\Connections`, ''],
          [`${user}\\Connections\\x`, 'a'],
          [`${user}\n`, 'ProxyServer'],
          [`x${user}`, 'ProxyServer'],
          [user.replace('HKEY_USERS', 'HKEY_CURRENT_USER'), 'ProxyServer'],
          [user.replace('S-1-5-21-1-2-3-1001', '.DEFAULT'), 'ProxyServer'],
          [user.replace('S-1-5-21-1-2-3-1001', 'S-1-5-21-1\\..\\x'), 'ProxyServer'],
          [user.replace('Microsoft\\Windows', 'Policies\\Microsoft\\Windows'), 'ProxyServer'],
          [machine.replace('Internet Settings', 'Run'), 'ProxyServer'],
          ['', ''],
        ];
        const targets = [...good, ...bad].map(([key, value]) => ({ key, name: value }));
        expect(await ask({ do: 'targets', targets })).toEqual([
          ...good.map(() => true),
          ...bad.map(() => false),
        ]);
      });

      it('keeps the reply apart from everything else a script may print', async () => {
        const { result, diagnostics } = await host.run(TEST_SCRIPT, { do: 'noise' }, run);
        expect(result).toBe(1);
        expect(diagnostics.join('\n')).toContain('stray output');
        expect(diagnostics.join('\n')).toContain('a warning');
      });

      it('does not break a long line', async () => {
        expect(await ask({ do: 'long' })).toHaveLength(300_000);
      });

      it('brings a failure with its numbers', async () => {
        await expect(ask({ do: 'throw' })).rejects.toMatchObject({
          code: 'powershell-failed',
          where: 'target',
          evidence: {
            code: 'failed',
            hresult: expect.any(Number),
            fullyQualifiedErrorId: 'thrown',
            message: 'thrown',
          },
        });
      });

      it('is not fooled by a script that ends early', async () => {
        await expect(ask({ do: 'exit' })).rejects.toMatchObject({ code: 'powershell-no-result' });
        await expect(ask({ do: 'nothing known' })).rejects.toMatchObject({ code: 'powershell-no-result' });
        expect(await ask({ do: 'mode' })).toBe(mode);
      });

      it('refuses to write anything else, and writes nothing without a request', async () => {
        const write = {
          id: '1',
          key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Other',
          name: 'x',
          expected: null,
          next: null,
        };
        await expect(
          host.run('Set-P2SRegistry', { writes: [write], notify: false }, run),
        ).rejects.toMatchObject({
          code: 'powershell-failed',
          where: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Other\\x',
          evidence: { code: 'target-not-allowed' },
        });
        const { result } = await host.run('Set-P2SRegistry', { writes: [], notify: true }, run);
        const lock = mode === 'FullLanguage' ? 'held' : 'none';
        expect(result).toEqual({ outcomes: [], notified: null, lock });
        await expect(host.run('Set-P2SRegistry', {}, run)).rejects.toMatchObject({
          evidence: { code: 'invalid-request' },
        });
      });

      it("says why Windows' own readers and its client cannot be asked", async () => {
        const proxy = await host.run('Get-P2SEffectiveProxy', {}, run);
        const why =
          mode === 'FullLanguage' ? ['not-windows', 'com-refused'] : ['language-mode', 'language-mode'];
        expect(proxy.result).toEqual({ winHttp: null, winInetUser: null, unavailable: why[0], win32: null });
        const fetches = await host.run('Test-P2SRevocationUrl', { fetches: [] }, run);
        expect(fetches.result).toEqual({ client: null, unavailable: why[1], fetches: [] });
      });

      it('says that a bundled script is missing', async () => {
        const error = await host.run('Get-Nothing' as ScriptName, {}, run).catch((e: unknown) => e);
        expect(error).toMatchObject({ code: expect.stringMatching(/^powershell-(failed|no-result)$/) });
      });

      it('ends a hanging script and the program it started', async () => {
        const other = make(hostOptions(executables[mode], { scriptsDir }));
        await other.run(TEST_SCRIPT, { do: 'mode' }, run);
        const seconds = String(randomInt(1e6, 1e9));
        await expect(
          other.run(TEST_SCRIPT, { do: 'sleep', seconds }, { deadlineMs: 3000 }),
        ).rejects.toMatchObject({
          code: 'powershell-timeout',
        });
        await waitFor('the end of /bin/sleep', async () =>
          (await runProgram('/usr/bin/pgrep', ['-f', `^/bin/sleep ${seconds}$`])).stdout === ''
            ? true
            : undefined,
        );
        expect((await other.run(TEST_SCRIPT, { do: 'mode' }, run)).result).toBe(mode);
        await other.dispose();
      });

      it.runIf(mode === 'FullLanguage')('tells the exit code of a process that ended itself', async () => {
        await expect(ask({ do: 'die' })).rejects.toMatchObject({
          code: 'powershell-no-result',
          evidence: { exitCode: 5 },
        });
      });
    });
  }
}
