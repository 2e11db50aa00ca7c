import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const SCRIPT = 'Test-Write' as ScriptName;
const NATIVE = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\x';
const WOW64 = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\x';

/** WinHTTP's blob: header, counter, flags, proxy, bypass. */
function blob(header: number, counter: number, proxy: string): { kind: 'binary'; hex: string } {
  const words = Buffer.alloc(16);
  for (const [at, word] of [header, counter, proxy === '' ? 1 : 3, proxy.length].entries())
    words.writeUInt32LE(word, at * 4);
  return { kind: 'binary', hex: Buffer.concat([words, Buffer.from(proxy), Buffer.alloc(4)]).toString('hex') };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A reg.exe that prints one value of type REG_EXPAND_SZ. */
function regPrinting(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-fix-reg-'));
  folders.push(folder);
  mkdirSync(join(folder, 'System32'));
  const file = join(folder, 'System32', 'reg.exe');
  writeFileSync(file, `#!/bin/sh\ncat <<'END'\n\n    ProxyServer    REG_EXPAND_SZ    ${text}\n\nEND\n`);
  chmodSync(file, 0o755);
  return folder;
}

describeReal(
  'writes',
  (real) => {
    const ask = async (request: Record<string, unknown>) =>
      (await real.host.run(SCRIPT, request, RUN)).result;

    it.skipIf(real.mode !== 'FullLanguage')('do not take long of what a user filled a key with', async () => {
      const binary = (byte: string) => ({ kind: 'binary', hex: byte.repeat(85_000) });
      const text = (one: string) => ({ kind: 'string', text: one.repeat(48_000) });
      const pairs = [
        [binary('4a'), binary('4b')],
        [binary('4c'), binary('4d')],
        [text('あ'), text('い')],
      ];
      const writes = pairs.map(([expected, next], at) => {
        const place = { id: `${at}`, key: `HKEY_USERS\\eve\\${at}`, name: 'ProxyServer' };
        return { ...place, expected, next, winHttp: null, removeKeyIfEmpty: false };
      });
      const last = { ...writes[0], id: 'last', key: 'HKEY_USERS\\eve\\last', refused: true };
      const began = performance.now();
      expect(await ask({ cases: [{ writes: [...writes, last], setter: null }] })).toEqual([
        { stopped: true, stuck: false, same: true },
      ]);
      // A write may take a minute; a comparison byte by byte takes that long.
      expect(performance.now() - began).toBeLessThan(30_000);
    });

    it('are restored, although the setter of Windows wrote the other view, too', async () => {
      const [old, next] = [blob(0x28, 1, ''), blob(0x28, 1, 'proxy.contoso.example:8080')];
      const common = { name: 'WinHttpSettings', expected: old, next, removeKeyIfEmpty: false };
      const writes = [
        { ...common, id: 'wow64', key: WOW64, winHttp: null },
        {
          ...common,
          id: 'native',
          key: NATIVE,
          winHttp: { proxy: 'proxy.contoso.example:8080', bypass: null },
        },
        {
          ...common,
          id: 'last',
          key: 'HKEY_LOCAL_MACHINE\\other',
          name: 'Other',
          winHttp: null,
          refused: true,
        },
      ];
      const byWindows = blob(0x18, 7, 'proxy.contoso.example:8080');
      const byOthers = blob(0x28, 1, 'other.example:3128');
      const cases = [byWindows, null, byOthers].map((setter) => ({ writes, setter }));
      // A value with another setting was written outside p2s-fix: it stays, and that is reported.
      expect(await ask({ cases })).toEqual([
        { stopped: true, stuck: false, same: true },
        { stopped: true, stuck: false, same: true },
        { stopped: true, stuck: true, same: false },
      ]);
    });

    it('are refused in the wrong view alone: not to an x64 PowerShell on ARM64', async () => {
      const constrained = real.mode === 'ConstrainedLanguage';
      const processors = [
        { own: 'x86', machine: 'AMD64' },
        { own: 'x86', machine: 'ARM64' },
        { own: 'AMD64', machine: 'ARM64' },
        { own: 'ARM64', machine: null },
      ];
      expect(await ask({ processors })).toEqual([constrained, constrained, false, false]);
    });

    it('keep REG_EXPAND_SZ as it is, or name it alone: not through a code page', async () => {
      const expanded = ['プロキシ.example:8080'];
      // The output of reg.exe if the OEM code page lacks the characters.
      expect(await ask({ systemRoot: regPrinting('????.example:8080'), expanded })).toEqual([
        { kind: 'expand-string', text: 'プロキシ.example:8080' },
      ]);
      const home = process.env.HOME ?? '';
      const variable = { systemRoot: regPrinting('%HOME%\\x'), expanded: [`${home}\\x`] };
      expect(await ask(variable)).toEqual([{ kind: 'expand-string', text: '%HOME%\\x' }]);
      // Windows expands no variable that does not exist.
      const unset = '%P2S_UNSET%\\x';
      expect(await ask({ systemRoot: regPrinting(unset), expanded: [unset] })).toEqual([
        { kind: 'expand-string', text: unset },
      ]);
      const lossy = { systemRoot: regPrinting('%HOME%\\?'), expanded: [`${home}\\日`] };
      expect(await ask(lossy)).toEqual([{ kind: 'other', type: 0xffff_ffff, hex: '' }]);
    });
  },
  ['one-shot'],
);
