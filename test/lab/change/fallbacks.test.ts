import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type ChangeLab, changeLab, resetTo } from '../../support/lab/lab-changes.ts';
import { type LabProgram, labProgram } from '../../support/lab/lab-program.ts';
import { readDocument } from '../../support/programs/cli.ts';

const DESIRED = ['--proxy', 'new.contoso.example:3128', '--bypass', '<local>'];
const POLICY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\PowerShellCore';
const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
const BOTH_VIEWS = ['winhttp/wow64', 'winhttp/native'];

/** The error that PowerShell throws instead of running a script that a virus scanner refuses. */
const MALICIOUS =
  "throw [System.Management.Automation.ErrorRecord]::new([System.Management.Automation.ParseException]::new('x'), 'ScriptContainedMaliciousContent', 'ParserError', $null)\r\n";

/** A machine that refuses one thing at a time, on PowerShell for Windows and a real registry. */
describe('a machine that refuses', () => {
  let lab: ChangeLab;
  let before: string[];
  let program: LabProgram | null = null;
  let commands: Commands | null = null;

  beforeAll(async () => {
    lab = await changeLab('fallbacks');
    await resetTo(lab.computer);
    before = await lab.dump();
  });
  afterAll(() => lab?.destroy());
  afterEach(async () => {
    const [ending, changed] = [commands, program];
    commands = null;
    program = null;
    await ending?.close().finally(() => changed?.remove());
    expect(await lab.dump()).toEqual(before);
    expect(existsSync(lab.computer.unixPath('C:\\p2s-state\\journal.json'))).toBe(false);
  });

  /** Runs it; the commands of a test share a process. */
  async function run(...args: string[]) {
    commands ??= commandsOn(lab.computer, program ?? undefined);
    const { stdout, stderr, exitCode } = await commands.run([
      ...args,
      '--state-dir',
      'C:\\p2s-state',
      '--json',
    ]);
    expect(stderr).toBe('');
    const document = readDocument(stdout);
    expect(document.exitCode).toBe(exitCode);
    const found = document.findings.map(({ code, store, evidence }) => [code, store, evidence]);
    return { ...document, found };
  }

  const lan = () => `wininet/${lab.computer.user}/lan`;

  it('declarations of its functions: written through the registry, and reported', async () => {
    program = await labProgram((_, text) => text.replace('::DefineDynamicAssembly(', '::DefineNothing('));
    const document = await run('apply', ...DESIRED);
    expect(document.error).toBeUndefined();
    expect(document.exitCode).toBe(0);
    expect(document.result?.changed).toEqual([lan(), ...BOTH_VIEWS]);
    const evidence = { reason: 'declaration-refused' };
    expect(document.found).toEqual(
      expect.arrayContaining([
        ['written-not-notified', lan(), evidence],
        ['windows-reader-unavailable', lan(), evidence],
        ['windows-reader-unavailable', 'winhttp/native', evidence],
      ]),
    );
    expect((await run('rollback')).exitCode).toBe(0);
  });

  it('the script that asks its own readers (a virus scanner): the change stands on the other look', async () => {
    program = await labProgram((name, text) =>
      name === 'Get-P2SEffectiveProxy.ps1' ? text.replace(/^\$nonce = ''\r\n/m, MALICIOUS) : text,
    );
    const document = await run('apply', ...DESIRED);
    expect(document.exitCode).toBe(0);
    const evidence = { reason: 'powershell-antivirus' };
    expect(document.found).toContainEqual(['windows-reader-unavailable', 'winhttp/native', evidence]);
    expect(document.found.map(([code]) => code)).not.toContain('written-not-notified');
    expect((await run('rollback')).exitCode).toBe(0);
  });

  it('the script that looks for evidence (a virus scanner): that is reported, and the audit goes on', async () => {
    program = await labProgram((name, text) =>
      name === 'Get-P2SEvidence.ps1' ? text.replace(/^\$nonce = ''\r\n/m, MALICIOUS) : text,
    );
    const document = await run('audit');
    expect(document.exitCode).toBe(2);
    expect(document.evidence).toMatchObject({ unavailable: 'powershell-antivirus', events: [] });
    expect(document.found).toContainEqual([
      'evidence-unseen',
      null,
      { unavailable: 'powershell-antivirus', logs: [] },
    ]);
  });

  it('the script that reads (a virus scanner): exit 1, the scanner is named', async () => {
    program = await labProgram((_, text) => text.replace(/^\$nonce = ''\r\n/m, MALICIOUS));
    const document = await run('audit');
    expect(document.exitCode).toBe(1);
    expect(document.error).toMatchObject({
      code: 'powershell-antivirus',
      next: expect.stringContaining('false alarm'),
    });
  });

  it('nothing, but its own reader contradicts what was written: exit 6, rolled back', async () => {
    program = await labProgram((name, text) =>
      name === 'Get-P2SEffectiveProxy.ps1'
        ? text.replace('Proxy = Read-P2SWinHttpText $info 1', "Proxy = 'other.contoso.example:1'")
        : text,
    );
    const document = await run('apply', ...DESIRED);
    expect(document.exitCode).toBe(6);
    expect(document.error).toMatchObject({
      code: 'write-failed',
      where: 'WinHttpGetDefaultProxyConfiguration',
      message: expect.stringMatching(
        /is "other\.contoso\.example:1" instead of "new\.contoso\.example:3128"\. All values were restored\.$/,
      ),
      next: expect.stringContaining('reverts or blocks the write'),
    });
  });

  it('scripts (an execution policy by GPO): exit 1, the policy is named', async () => {
    await lab.computer.reg(['add', POLICY, '/v', 'EnableScripts', '/t', 'REG_DWORD', '/d', '1', '/f']);
    await lab.computer.reg(['add', POLICY, '/v', 'ExecutionPolicy', '/d', 'Restricted', '/f']);
    try {
      const document = await run('audit');
      expect(document.exitCode).toBe(1);
      expect(document.error).toMatchObject({
        code: 'powershell-blocked',
        next: expect.stringContaining('Get-ExecutionPolicy -List'),
      });
    } finally {
      await lab.computer.reg(['delete', POLICY, '/f']);
    }
  });

  it('a PowerShell that is named and not there: exit 1, and how to name another', async () => {
    const document = await run('audit', '--powershell', 'C:\\none.exe');
    expect(document.exitCode).toBe(1);
    expect(document.error).toMatchObject({
      code: 'powershell-missing',
      where: 'C:\\none.exe',
      next: expect.stringContaining('--powershell'),
    });
  });

  it('services to start, and has a powershell.exe that does not answer: both are reported', async () => {
    for (const service of ['SstpSvc', 'WinHttpAutoProxySvc'])
      await lab.computer.reg([
        'add',
        `${SERVICES}\\${service}`,
        '/v',
        'Start',
        '/t',
        'REG_DWORD',
        '/d',
        '4',
        '/f',
      ]);
    try {
      const document = await run('audit');
      expect(document.exitCode).toBe(2);
      for (const service of ['SstpSvc', 'WinHttpAutoProxySvc'])
        expect(document.found).toContainEqual([
          'service-disabled',
          null,
          expect.objectContaining({ service }),
        ]);
      expect(document.found).toContainEqual(['powershell-fallback', null, { version: '7.6.9' }]);
      const named = await run('audit', '--powershell', 'C:\\Program Files\\PowerShell\\7\\pwsh.exe');
      expect(named.found.map(([code]) => code)).not.toContain('powershell-fallback');
    } finally {
      for (const service of ['SstpSvc', 'WinHttpAutoProxySvc'])
        await lab.computer.reg(['delete', `${SERVICES}\\${service}`, '/f']);
    }
  });
});
