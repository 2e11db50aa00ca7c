import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildScripts, scriptSums } from '../../../scripts/build/build-ps1.mjs';
import { OneShotHost } from '../../../src/powershell/one-shot.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { checkScripts, type ScriptSums, sumOf } from '../../../src/powershell/script-sums.ts';
import { SessionHost } from '../../../src/powershell/session.ts';
import { hostOptions } from '../../support/programs/powershell.ts';

const REPO = new URL('../../../', import.meta.url).pathname;
const SIGNATURE = [
  '',
  '# SIG # Begin signature block',
  '# SIG # MIIFuQYJKoZIhvcNAQcCoIIFqjCCBaYCAQExDzANBglghkgBZQMEAgEFADB5Bgor',
  '# SIG # AgEEoGswaTA0BgorBgEEAYI3AgEeMCYCAwEAAAQQH8w7YFlLCE63JNLGKX7zUQ==',
  '# SIG # End signature block',
  '',
].join('\r\n');

describe('a bundled script, before it runs', () => {
  let scriptsDir: string;
  let built: ScriptSums;
  let file: string;
  let text: string;

  beforeEach(async () => {
    scriptsDir = mkdtempSync(join(tmpdir(), 'p2s-fix-sums-'));
    await buildScripts(REPO, scriptsDir);
    built = await scriptSums(scriptsDir);
    file = join(scriptsDir, 'Get-P2SMachine.ps1');
    text = readFileSync(file, 'latin1');
  });
  afterEach(() => rmSync(scriptsDir, { recursive: true }));

  const write = (changed: string) => writeFileSync(file, changed, 'latin1');
  const check = (...scripts: ScriptName[]) => checkScripts(scripts, { scriptsDir, scriptSums: built });
  const changed = { code: 'program-changed', where: expect.stringContaining('Get-P2SMachine.ps1') };

  it('is what was built, with a signature on it and without', async () => {
    expect(Object.keys(built).length).toBeGreaterThan(15);
    await check(...(Object.keys(built) as ScriptName[]));
    write(`${text}${SIGNATURE}`);
    await check('Get-P2SMachine');
    expect(sumOf(Buffer.from(`${text}${SIGNATURE}`))).toBe(sumOf(Buffer.from(text)));
  });

  it('is refused with one other byte, anywhere', async () => {
    for (const at of [0, Math.floor(text.length / 2), text.length - 3]) {
      const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
      write(`${text.slice(0, at)}${other}${text.slice(at + 1)}`);
      await expect(check('Get-P2SMachine')).rejects.toMatchObject({
        ...changed,
        next: expect.stringContaining('install p2s-fix again'),
      });
    }
  });

  it.each([
    ['code after a signature', `${SIGNATURE}Remove-Item C:\\data\r\n`],
    ['code in a signature', SIGNATURE.replace('# SIG # AgEE', 'calc.exe # SIG # AgEE')],
    ['a requirement in a signature', SIGNATURE.replace('# SIG # AgEE', '#Requires -Modules AgEE')],
    ['a signature without an end', SIGNATURE.replace('# SIG # End signature block', '')],
    ['code between two signatures', `${SIGNATURE}calc.exe${SIGNATURE}`],
    ['a line end that Windows does not have', '\u0085calc.exe'],
  ])('is refused with %s', async (_, added) => {
    write(`${text}${added}`);
    await expect(check('Get-P2SMachine')).rejects.toMatchObject(changed);
  });

  it('is refused when it is missing', async () => {
    rmSync(file);
    await expect(check('Get-P2SMachine')).rejects.toMatchObject({
      ...changed,
      evidence: { errno: 'ENOENT' },
    });
  });

  it('is refused unread when it is larger than any script', async () => {
    write(`${text}${' '.repeat(1024 * 1024)}`);
    await expect(check('Get-P2SMachine')).rejects.toMatchObject({ ...changed, evidence: { errno: 'EFBIG' } });
  });

  it('stops only itself, and what loads it', async () => {
    write(`${text} `);
    await check('Get-P2SListener');
    await expect(check('Invoke-P2SFleet', 'Get-P2SMachine')).rejects.toMatchObject(changed);
  });

  it.each([
    ['session', SessionHost],
    ['process of its own', OneShotHost],
  ])('is not run in a %s, which starts nothing for it', async (_, Host) => {
    write(`${text} `);
    // Starting this program would give another error.
    const options = hostOptions('/missing', { scriptsDir, scriptSums: built });
    const host = new Host(options);
    const run = (script: ScriptName, loads: readonly ScriptName[]) =>
      host.run(script, {}, { deadlineMs: 20_000, loads });
    await expect(run('Get-P2SMachine', [])).rejects.toMatchObject(changed);
    await expect(run('Invoke-P2SFleet', ['Get-P2SMachine'])).rejects.toMatchObject(changed);
    await host.dispose();
  });
});
