import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linuxPwsh } from '../../support/lab/lab.ts';
import { waitFor } from '../../support/ports.ts';
import { keepScripts } from '../../support/programs/kept-scripts.ts';
import { buildShippedScripts, openWorkshop, type Workshop } from '../../support/programs/powershell.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';

let shop: Workshop;
let scriptsDir: string;

beforeAll(async () => {
  shop = openWorkshop();
  scriptsDir = join(shop.folder, 'scripts');
  await buildShippedScripts(scriptsDir);
});
afterAll(() => shop.remove());

describe.skipIf(skipWithout(linuxPwsh))('by hand, without Node', { timeout: 120_000 }, () => {
  const kept = keepScripts();
  afterAll(() => kept.end());
  const pwsh = async (script: string, ...args: string[]) => {
    const { exitCode: code, ...printed } = await kept.run(join(scriptsDir, script), args);
    return { code, ...printed };
  };

  it('prints the capture', async () => {
    const { stdout, stderr } = await pwsh('Get-P2SMachine.ps1');
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'p2s-fix-capture' });
    expect(stderr).toBe('');
  });

  it('writes the capture to a file', async () => {
    const file = join(shop.folder, 'capture.json');
    const { stdout } = await pwsh('Get-P2SMachine.ps1', '-OutFile', file);
    expect(JSON.parse(stdout)).toEqual({ written: file });
    const bytes = await runProgram('/bin/cat', [file]);
    expect(bytes.stdout).toMatch(/^[\x20-\x7e]+\r?\n$/);
    expect(JSON.parse(bytes.stdout)).toMatchObject({ kind: 'p2s-fix-capture' });
  });

  it('says what is wrong with the file', async () => {
    const { stdout } = await pwsh(
      'Get-P2SMachine.ps1',
      '-OutFile',
      join(shop.folder, 'no', 'such', 'folder'),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'failed', target: expect.stringContaining('folder') },
    });
  });

  it('prints a changed plan of a repair without what a terminal acts on', async () => {
    const connections =
      'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
    const name = 'VPN\u001b[2K\u202e\nalready done: 日本';
    const write = { id: 'x', key: connections, name, expected: null, next: { kind: 'binary', hex: '00' } };
    const plan = { schemaVersion: '1.0', kind: 'p2s-fix-repair', writes: [write] };
    const [changed, broken] = [join(shop.folder, 'changed.json'), join(shop.folder, 'broken.json')];
    await writeFile(changed, JSON.stringify(plan));
    await writeFile(broken, '[1 "\u001b[2K"]');
    const checked = await pwsh('Repair-P2SRegistry.ps1', '-Plan', changed);
    expect(checked.stdout).toBe(`not readable: ${connections}\\VPN?[2K??already done: 日本\n`);
    const failed = await pwsh('Repair-P2SRegistry.ps1', '-Plan', broken);
    expect(failed.stdout).toBe("Failed: The request has '\"?[2K\"' in place of ']'.\n");
  });

  it.each<[string, string[]]>([
    ['Repair-P2SRegistry.ps1', ['-Apply', '-WhatIf']],
    ['Get-P2SMachine.ps1', ['-Redact']],
    ['Test-P2SPath.ps1', ['-Gateway', 'a.example', '-NoProxy']],
    ['Invoke-P2SResource.ps1', ['set', 'WinHttpProxy', '-DryRun']],
    ['Sync-P2SProxy.ps1', ['-WhatIf']],
  ])('%s does nothing with arguments that it does not have: %j', async (script, args) => {
    const { code, stdout, stderr } = await pwsh(script, ...args);
    expect(stdout + stderr).toMatch(/has no parameter for: -|Give only an operation/);
    expect(code).toBeGreaterThan(0);
  });

  it('does not say that there is no backup where it cannot read one', async () => {
    const { code, stdout, stderr } = await pwsh('Invoke-P2SResource.ps1', 'undo', 'WinHttpProxy');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('The backup in the registry cannot be read.');
  });

  it.each([
    ['', 0],
    ['{}', 1],
    ['{', 1],
  ])('ends a change from a file as Task Scheduler should see it: %j', async (text, exitCode) => {
    const file = join(shop.folder, 'put-back.json');
    await writeFile(file, text);
    const { code } = await pwsh('Invoke-P2SChange.ps1', '-RequestFile', file);
    expect(code).toBe(exitCode);
  });

  it('restores nothing with -WhatIf', async () => {
    const { code, stdout, stderr } = await pwsh('Invoke-P2SResource.ps1', 'undo', 'WinHttpProxy', '-WhatIf');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Only set has -WhatIf, not undo.');
  });

  it('prints before its standard input ends', async () => {
    const args = ['-NoProfile', '-File', join(scriptsDir, 'Get-P2SMachine.ps1')];
    const child = spawn(linuxPwsh, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: 60_000 });
    const exited = once(child, 'exit');
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    await waitFor('the capture', () => (stdout.endsWith('}\n') ? true : undefined));
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'p2s-fix-capture' });
    child.stdin.end();
    expect(await exited).toEqual([0, null]);
  });
});
