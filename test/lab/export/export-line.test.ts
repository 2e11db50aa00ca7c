import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_LINE } from '../../../src/core/export/export-line.ts';
import { tempFolder } from '../../support/files.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { audit, type ReportDocument } from '../../support/stories/runs.ts';

const PROXY = 'proxy.contoso.example:8080';
const WOW = 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const POLICIES = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

/** The pasted line of messages and README, in real PowerShell for Windows and reg.exe. */
describe('the line that exports a recording', () => {
  let computer: Computer;
  let folder: Awaited<ReturnType<typeof tempFolder>>;

  beforeAll(async () => {
    folder = await tempFolder();
    computer = await newComputer('export-line');
    await computer.regImport(machineText({ flags: 3, proxy: PROXY }, { ProxyEnable: 1, ProxyServer: PROXY }));
    await writeFile(
      join(folder.path, 'line.ps1'),
      `Set-Location -LiteralPath $env:SystemDrive\\\r\n${EXPORT_LINE}\r\n`,
    );
  });
  afterAll(async () => {
    await computer?.destroy();
    await folder?.remove();
  });

  /** A key whose reg.exe fails is left out, and Wine ends one in two thousand before it begins: one more attempt. */
  async function recorded(): Promise<ReportDocument & { text: string }> {
    const first = await recordedOnce();
    return first.error?.code === 'not-judged' ? recordedOnce() : first;
  }

  async function recordedOnce(): Promise<ReportDocument & { text: string }> {
    const { stdout, stderr, exitCode } = await computer.script(join(folder.path, 'line.ps1'));
    expect([stdout, stderr, exitCode]).toEqual(['', '', 0]);
    const file = computer.unixPath('C:\\p2s-fix.reg');
    const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };
    const document = await audit({ machine: { file }, path, desired: { source: 'wininet' }, user: null });
    return { ...document, text: (await readFile(file)).toString('utf16le') };
  }

  it('shows all that is judged, and says of keys that are not there that they are absent', async () => {
    const document = await recorded();
    expect(document.error).toBeUndefined();
    expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(document.findings.map(({ code }) => code)).not.toContain('policy-unseen');
    expect(document.text).toMatch(/^\ufeffWindows Registry Editor Version 5\.00\r\n/);
    expect(document.text).toContain(
      '[-HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]',
    );
  });

  it('is read by reg.exe as it stands', async () => {
    await computer.regImport(await readFile(computer.unixPath('C:\\p2s-fix.reg')));
    expect((await recorded()).plan?.changes).toHaveLength(2);
  });

  it('carries a policy', async () => {
    await computer.reg(['add', POLICIES, '/v', 'ProxySettingsPerUser', '/t', 'REG_DWORD', '/d', '0', '/f']);
    expect((await recorded()).findings.map(({ code }) => code)).toContain('per-machine-policy');
    await computer.reg(['delete', POLICIES, '/f']);
  });

  it('leaves out a key that is denied, which then counts as not visible', async () => {
    await computer.denyKey([WOW, `${WOW}\\Connections`], 'read');
    const document = await recorded();
    await computer.allowKey([WOW, `${WOW}\\Connections`]);
    expect(document.text).not.toContain(`[-HKEY_LOCAL_MACHINE\\Software\\WOW6432Node\\Microsoft`);
    expect([document.exitCode, document.error?.code]).toEqual([2, undefined]);
    expect(document.findings).toContainEqual(
      expect.objectContaining({ code: 'store-unseen', severity: 'info', store: 'winhttp/wow64' }),
    );
  });
});
